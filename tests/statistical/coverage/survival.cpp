// Survival with censoring, simulated: exponential times of mean 1, followed for uniform times up to
// 3, so that about a third is censored.
#include <algorithm>

#include "statistical/coverage/draws.h"
#include "statistical/coverage/tables.h"
#include "stats/cohort_retention.h"
#include "stats/cumulative_incidence.h"
#include "stats/distributions.h"
#include "stats/kaplan_meier.h"
#include "stats/logrank.h"
#include "stats/restricted_mean.h"
#include "stats/survival_difference.h"

namespace journeylab::coverage {
namespace {

constexpr int trials = 4000;
constexpr double at = 0.6931471805599453;  // half survive

EventTable arm(Draws& draws, std::size_t n, double hazard = 1.0, double competing = 0.0) {
  std::vector<ObservedTime> times(n);
  for (ObservedTime& one : times) {
    const double followed = 3.0 * draws.uniform();
    one = {.time = draws.exponential() / hazard, .end = FollowUp::event};
    if (competing > 0.0) {
      const double other = draws.exponential() / competing;
      if (other < one.time) one = {.time = other, .end = FollowUp::competing};
    }
    if (followed < one.time) one = {.time = followed, .end = FollowUp::censored};
  }
  return event_table(times);
}

// The last point at or before the time; nothing before the first.
template <typename Point>
const Point* point_at(const std::vector<Point>& points, double time) {
  const Point* last = nullptr;
  for (const Point& point : points) {
    if (point.time > time) break;
    last = &point;
  }
  return last;
}

Line curve_line(const std::string& name, SurvivalScale scale, std::size_t n, Claim claim) {
  Draws draws(301);
  Count count;
  for (int i = 0; i < trials; ++i) {
    const auto points = kaplan_meier(arm(draws, n), 0.95, scale);
    const SurvivalPoint* point = point_at(points, at);
    count.add(point != nullptr && holds(point->interval, 0.5));
  }
  return simulated_coverage(name, count, claim);
}

Line hazard_line() {
  Draws draws(302);
  Count count;
  const double z = normal_critical(0.95);
  for (int i = 0; i < trials; ++i) {
    const auto points = kaplan_meier(arm(draws, 100), 0.95);
    const SurvivalPoint* point = point_at(points, at);
    count.add(point != nullptr && std::abs(point->hazard - at) <= z * point->hazard_standard_error);
  }
  return simulated_coverage("Nelson-Aalen, cumulative hazard ln 2", count, Claim::limit);
}

Line median_line(SurvivalScale scale, const std::string& name) {
  Draws draws(303);
  Count count;
  for (int i = 0; i < trials; ++i) {
    const auto median = survival_quantile(arm(draws, 100), 0.5, 0.95, scale);
    count.add(median.low && *median.low <= at && (!median.high || at <= *median.high));
  }
  return simulated_coverage(name, count, Claim::limit);
}

// Hazards 1 and 1.5: the areas up to 1 are 1 - 1/e and (1 - e^-1.5) / 1.5.
std::vector<Line> restricted_mean_lines() {
  Draws draws(304);
  Count one;
  Count difference;
  Count ratio;
  const double a = -std::expm1(-1.0);
  const double b = -std::expm1(-1.5) / 1.5;
  for (int i = 0; i < trials; ++i) {
    const EventTable first = arm(draws, 100);
    const EventTable second = arm(draws, 100, 1.5);
    const auto found = compare_restricted_means(first, second, 1.0, 0.95);
    one.add(holds(found.a.interval, a));
    difference.add(holds(found.difference.interval, b - a));
    ratio.add(holds(found.ratio.interval, b / a));
  }
  return {simulated_coverage("restricted mean", one, Claim::limit),
          simulated_coverage("restricted mean, difference", difference, Claim::limit),
          simulated_coverage("restricted mean, ratio", ratio, Claim::limit)};
}

// Hazards 1 and 1.5: a half and 2^-1.5 are left at ln 2.
std::vector<Line> difference_lines() {
  Draws draws(309);
  Count difference;
  Count relative;
  const double b = std::exp(-1.5 * at);
  for (int i = 0; i < trials; ++i) {
    const EventTable first = arm(draws, 100);
    const auto found = compare_survival(first, arm(draws, 100, 1.5), at, 0.95);
    difference.add(holds(found.difference.interval, b - 0.5));
    relative.add(holds(found.relative.interval, b / 0.5 - 1.0));
  }
  return {simulated_coverage("share at an age, difference", difference, Claim::limit),
          simulated_coverage("share at an age, relative", relative, Claim::limit)};
}

Line difference_test_line() {
  Draws draws(310);
  Count count;
  for (int i = 0; i < trials; ++i) {
    const EventTable first = arm(draws, 100);
    const auto found = compare_survival(first, arm(draws, 100), at, 0.95);
    count.add(found.p_value && *found.p_value <= 0.05);
  }
  return simulated_error("shares at an age, test", count, 0.05, Claim::limit);
}

Line incidence_line() {
  Draws draws(305);
  Count count;
  // Hazards 1 and 0.5: the incidence by t is 2/3 of 1 - e^(-1.5 t).
  const double truth = -std::expm1(-1.5 * at) / 1.5;
  for (int i = 0; i < trials; ++i) {
    const auto points = cumulative_incidence(arm(draws, 100, 1.0, 0.5), 0.95);
    const IncidencePoint* point = point_at(points, at);
    count.add(point != nullptr && holds(point->interval, truth));
  }
  return simulated_coverage("Aalen-Johansen, incidence", count, Claim::limit);
}

// Every week 15 % leave; a cohort is followed for 2 to 6 weeks.
Line cohort_line() {
  Draws draws(306);
  Count count;
  const std::vector<double> ages{4.0};
  for (int i = 0; i < trials; ++i) {
    std::vector<CohortMember> members(100);
    for (CohortMember& one : members) {
      const double followed = 2.0 + std::floor(5.0 * draws.uniform());
      const double left = 1.0 + std::floor(draws.exponential() / -std::log(0.85));
      one.age = left <= followed ? ObservedTime{left, FollowUp::event}
                                 : ObservedTime{followed, FollowUp::censored};
    }
    const auto rows = cohort_retention(members, ages, 0.95);
    count.add(holds(rows.front().retention.front().interval, std::pow(0.85, 4.0)));
  }
  return simulated_coverage("retention of a cohort at age 4", count, Claim::limit);
}

Line logrank_line(const std::string& name, const RankWeights& weights, std::size_t groups) {
  Draws draws(307);
  Count count;
  for (int i = 0; i < trials; ++i) {
    Stratum stratum;
    for (std::size_t g = 0; g < groups; ++g) stratum.push_back(arm(draws, 60));
    const std::vector<Stratum> strata{stratum};
    count.add(logrank_test(strata, weights).p_value <= 0.05);
  }
  return simulated_error(name, count, 0.05, Claim::limit);
}

// Strata whose hazards differ sixteen times, and whose arms are of unlike sizes.
Line stratified_line() {
  Draws draws(308);
  Count count;
  for (int i = 0; i < trials; ++i) {
    std::vector<Stratum> strata;
    strata.push_back({arm(draws, 30, 0.25), arm(draws, 10, 0.25)});
    strata.push_back({arm(draws, 20), arm(draws, 20)});
    strata.push_back({arm(draws, 10, 4.0), arm(draws, 30, 4.0)});
    count.add(logrank_test(strata, {}).p_value <= 0.05);
  }
  return simulated_error("log-rank, stratified", count, 0.05, Claim::limit);
}

}  // namespace

Table survival_table() {
  Table table{
      .id = "survival",
      .columns = simulated_columns,
      .lines = {
          curve_line("Kaplan-Meier at the median, `loglog`", SurvivalScale::log_log, 100,
                     Claim::limit),
          curve_line("Kaplan-Meier at the median, `log`", SurvivalScale::log, 100, Claim::limit),
          curve_line("Kaplan-Meier at the median, `plain`", SurvivalScale::plain, 100,
                     Claim::limit),
          curve_line("the same of 15 customers, `loglog`", SurvivalScale::log_log, 15, Claim::none),
          curve_line("the same of 15 customers, `plain`", SurvivalScale::plain, 15, Claim::none),
          hazard_line(), median_line(SurvivalScale::log_log, "median time, `loglog`"),
          median_line(SurvivalScale::plain, "median time, `plain`")}};
  for (Line& line : restricted_mean_lines()) table.lines.push_back(std::move(line));
  for (Line& line : difference_lines()) table.lines.push_back(std::move(line));
  table.lines.push_back(incidence_line());
  table.lines.push_back(cohort_line());
  return table;
}

Table logrank_table() {
  constexpr RankWeight fleming = RankWeight::fleming_harrington;
  return {
      .id = "logrank",
      .columns = simulated_columns,
      .lines = {logrank_line("log-rank", {}, 2), logrank_line("log-rank, four groups", {}, 4),
                stratified_line(), logrank_line("Fleming-Harrington 1, 0", {fleming, 1.0, 0.0}, 2),
                logrank_line("Fleming-Harrington 0, 1", {fleming, 0.0, 1.0}, 2),
                logrank_line("Fleming-Harrington 1, 1", {fleming, 1.0, 1.0}, 2),
                logrank_line("Gehan-Breslow", {.kind = RankWeight::gehan_breslow}, 2),
                logrank_line("Tarone-Ware", {.kind = RankWeight::tarone_ware}, 2),
                logrank_line("Peto-Peto, modified", {.kind = RankWeight::peto_peto_modified}, 2),
                difference_test_line()}};
}

}  // namespace journeylab::coverage
