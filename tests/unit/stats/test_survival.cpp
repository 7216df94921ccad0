#include <algorithm>
#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "stats/cohort_retention.h"
#include "stats/cumulative_incidence.h"
#include "stats/kaplan_meier.h"
#include "stats/logrank.h"
#include "stats/restricted_mean.h"

using namespace journeylab;

namespace {

constexpr FollowUp censored = FollowUp::censored;
constexpr FollowUp event = FollowUp::event;
constexpr FollowUp competing = FollowUp::competing;

// Times in two groups, uniform on whole days so that there are ties; some are censored.
Stratum random_groups(std::mt19937_64& engine, int customers) {
  std::uniform_int_distribution<int> day(1, 60);
  std::vector<std::vector<ObservedTime>> times(2);
  for (int i = 0; i < customers; ++i) {
    const int ends = day(engine);
    const int leaves = day(engine);
    times[static_cast<std::size_t>(i % 2)].push_back(
        {.time = static_cast<double>(std::min(ends, leaves)),
         .end = ends <= leaves ? event : censored});
  }
  return {event_table(times[0]), event_table(times[1])};
}

LogRankTest unstratified(const Stratum& groups, const RankWeights& weights = {}) {
  return logrank_test(std::vector<Stratum>(1, groups), weights);
}

}  // namespace

TEST_CASE("an event table counts ties and keeps order out", "[event_table]") {
  const EventTable table = event_table(std::vector<ObservedTime>{
      {3, event}, {1, censored}, {3, censored}, {0, competing}, {3, event}});
  CHECK(table.rows == std::vector<EventRow>{{0, 5, 0, 1, 0}, {1, 4, 0, 0, 1}, {3, 3, 2, 0, 1}});
  // The same from counts, in pieces and out of order.
  const EventTable counted =
      event_table(std::vector<EventRow>{{.time = 3, .events = 1},
                                        {.time = 1, .censored = 1},
                                        {.time = 2},
                                        {.time = 3, .at_risk = 77, .events = 1, .censored = 1},
                                        {.time = 0, .competing = 1}});
  CHECK(counted.rows == table.rows);
  CHECK(event_table(std::vector<ObservedTime>{}).rows.empty());
  for (const double bad : {-1.0, std::nan(""), HUGE_VAL}) {
    CHECK_THROWS_AS(event_table(std::vector<ObservedTime>{{bad, event}}), std::invalid_argument);
  }
}

TEST_CASE("curves with one event among a thousand million keep their digits", "[kaplan_meier]") {
  const std::uint64_t n = 1'000'000'000;
  const auto curve = kaplan_meier(
      event_table(std::vector<EventRow>{{.time = 1, .events = 1}, {.time = 2, .censored = n - 1}}),
      0.95);
  CHECK(*curve[0].standard_error == Approx(1e-9).epsilon(1e-8));
  const double reach = std::exp(1.959963984540054);
  CHECK(1 - curve[0].interval->low == Approx(1e-9 * reach).epsilon(1e-6));
  CHECK(1 - curve[0].interval->high == Approx(1e-9 / reach).epsilon(1e-6));
  CHECK(curve[0].hazard == Approx(1e-9).epsilon(1e-12));
}

TEST_CASE("quantiles on a flat piece lie in its middle", "[kaplan_meier]") {
  // Four events without censoring: survival 3/4, 1/2, 1/4, 0 at 1, 2, 4, 8.
  const EventTable table =
      event_table(std::vector<ObservedTime>{{1, event}, {2, event}, {4, event}, {8, event}});
  CHECK(*survival_quantile(table, 0.5, 0.95).time == 3.0);
  CHECK(*survival_quantile(table, 0.6, 0.95).time == 4.0);
  CHECK(*survival_quantile(table, 0.99, 0.95).time == 8.0);
  // Censored before a quarter is reached: nothing.
  const EventTable short_follow_up =
      event_table(std::vector<ObservedTime>{{1, event}, {2, censored}, {2, censored}});
  CHECK_FALSE(survival_quantile(short_follow_up, 0.75, 0.95).time);
  CHECK_FALSE(survival_quantile({}, 0.5, 0.95).time);
}

TEST_CASE("without censoring the restricted mean is a mean", "[restricted_mean]") {
  const std::vector<double> times{1, 1, 2, 3, 5, 8, 13};
  std::vector<ObservedTime> observed;
  double mean = 0.0;
  for (const double time : times) observed.push_back({time, event});
  for (const double time : times) mean += std::min(time, 6.0) / 7;
  double squares = 0.0;
  for (const double time : times) squares += std::pow(std::min(time, 6.0) - mean, 2);
  const Estimated found = restricted_mean(event_table(observed), 6.0, 0.95);
  CHECK(*found.value == Approx(mean).epsilon(1e-13));
  CHECK(*found.standard_error == Approx(std::sqrt(squares) / 7).epsilon(1e-12));
}

TEST_CASE("restricted means say why they are missing", "[restricted_mean]") {
  const EventTable table = event_table(std::vector<ObservedTime>{{1, event}, {4, censored}});
  CHECK_FALSE(restricted_mean(table, 5, 0.95).value);
  CHECK(restricted_mean(table, 4, 0.95).value);
  CHECK_FALSE(restricted_mean({}, 4, 0.95).value);
  CHECK_FALSE(restricted_mean(table, 0, 0.95).value);
  const EventTable quiet = event_table(std::vector<ObservedTime>{{9, censored}});
  const auto none = compare_restricted_means(quiet, quiet, 5, 0.95);
  CHECK(*none.difference.value == 0.0);
  CHECK_FALSE(none.difference.interval);
  CHECK_FALSE(none.p_value);
  CHECK_FALSE(compare_restricted_means(table, quiet, 5, 0.95).difference.value);
}

TEST_CASE("the log-rank test's published example", "[logrank]") {
  // Freireich's leukaemia trial (Cox 1972): remission under 6-MP and placebo, in weeks; log-rank
  // chi-square 16.79 (Collett 2003 and others).
  std::vector<ObservedTime> drug;
  for (const double t : {6, 6, 6, 7, 10, 13, 16, 22, 23}) drug.push_back({t, event});
  for (const double t : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
    drug.push_back({t, censored});
  }
  std::vector<ObservedTime> placebo;
  for (const double t : {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}) {
    placebo.push_back({t, event});
  }
  const std::vector<Stratum> one{{event_table(drug), event_table(placebo)}};
  const LogRankTest test = logrank_test(one);
  CHECK(test.chi_square == Approx(16.79).margin(0.005));
  CHECK(test.observed == std::vector<double>{9, 21});
  CHECK(test.expected[0] == Approx(19.25).margin(0.005));
  CHECK(*survival_quantile(one[0][0], 0.5, 0.95).time == 23.0);
  // Survival under the drug and Greenwood's errors as printed by Kleinbaum and Klein 2012.
  const std::vector<std::pair<double, double>> printed{
      {0.857, 0.0764}, {0.807, 0.0869}, {0.753, 0.0963}, {0.690, 0.1068},
      {0.627, 0.1141}, {0.538, 0.1282}, {0.448, 0.1346}};
  std::size_t at = 0;
  for (const SurvivalPoint& point : kaplan_meier(one[0][0], 0.95)) {
    if (at < printed.size() && point.survival < (at == 0 ? 1.0 : printed[at - 1].first - 0.001)) {
      CHECK(point.survival == Approx(printed[at].first).margin(5e-4));
      CHECK(*point.standard_error == Approx(printed[at].second).margin(5e-5));
      ++at;
    }
  }
  CHECK(at == printed.size());
  CHECK(*survival_quantile(one[0][1], 0.5, 0.95).time == 8.0);
}

TEST_CASE("order of groups, empty groups and the clock change no log-rank test", "[logrank]") {
  std::mt19937_64 engine(3);
  const Stratum groups = random_groups(engine, 200);
  for (const RankWeights& weights : {RankWeights{}, RankWeights{.rho = 1, .gamma = 1},
                                     RankWeights{.kind = RankWeight::tarone_ware},
                                     RankWeights{.kind = RankWeight::peto_peto_modified}}) {
    const auto test = unstratified(groups, weights);
    const auto turned = unstratified(Stratum{groups[1], groups[0]}, weights);
    CHECK(turned.chi_square == Approx(test.chi_square).epsilon(1e-12));
    const auto third = unstratified(Stratum{groups[0], {}, groups[1]}, weights);
    CHECK(third.chi_square == Approx(test.chi_square).epsilon(1e-12));
    CHECK(third.df == 1);
    Stratum late = groups;
    for (EventTable& table : late) {
      for (EventRow& row : table.rows) row.time = std::exp(row.time);
    }
    CHECK(unstratified(late, weights).chi_square == test.chi_square);
  }
}

TEST_CASE("log-rank tests hold their size", "[logrank]") {
  // 2000 pairs of equal groups at 5 %: 100 -+ 44 is 4.5 standard deviations.
  std::mt19937_64 engine(11);
  int plain = 0;
  int late = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    const std::vector<Stratum> groups{random_groups(engine, 100)};
    plain += logrank_test(groups).p_value < 0.05 ? 1 : 0;
    late += logrank_test(groups, {.rho = 0, .gamma = 1}).p_value < 0.05 ? 1 : 0;
  }
  CHECK(std::abs(plain - 100) < 44);
  CHECK(std::abs(late - 100) < 44);
}

TEST_CASE("log-rank tests without anything to test", "[logrank]") {
  const EventTable quiet = event_table(std::vector<ObservedTime>{{5, censored}});
  const EventTable busy = event_table(std::vector<ObservedTime>{{1, event}, {2, event}});
  CHECK(logrank_test({}).df == 0);
  CHECK(unstratified(Stratum{quiet, quiet}).df == 0);
  CHECK(unstratified(Stratum(1, busy)).p_value == 1.0);
  // All events at once: nobody is left to vary.
  const EventTable once = event_table(std::vector<ObservedTime>{{1, event}, {1, event}});
  CHECK(unstratified(Stratum{once, once}).df == 0);
  CHECK_THROWS_AS(logrank_test(std::vector<Stratum>{{busy, busy}, Stratum(1, busy)}),
                  std::invalid_argument);
}

TEST_CASE("far apart groups have a finite logarithm of p", "[logrank]") {
  const std::uint64_t n = 100'000'000;
  const EventTable early = event_table(
      std::vector<EventRow>{{.time = 1, .events = n / 2}, {.time = 2, .censored = n / 2}});
  const EventTable never = event_table(std::vector<EventRow>{{.time = 2, .censored = n}});
  const LogRankTest test = unstratified(Stratum{early, never});
  CHECK(test.p_value == 0.0);
  CHECK(test.ln_p_value == Approx(-test.chi_square / 2).epsilon(1e-6));
}

TEST_CASE("incidences of all causes and who is left make one", "[cumulative_incidence]") {
  std::mt19937_64 engine(8);
  std::uniform_int_distribution<int> day(1, 30);
  std::uniform_int_distribution<int> what(0, 2);
  std::vector<ObservedTime> one;
  std::vector<ObservedTime> other;
  std::vector<ObservedTime> any;
  for (int i = 0; i < 150; ++i) {
    const auto time = static_cast<double>(day(engine));
    const int end = what(engine);
    one.push_back({time, end == 0 ? censored : end == 1 ? event : competing});
    other.push_back({time, end == 0 ? censored : end == 2 ? event : competing});
    any.push_back({time, end == 0 ? censored : event});
  }
  const auto first = cumulative_incidence(event_table(one), 0.95);
  const auto second = cumulative_incidence(event_table(other), 0.95);
  const auto curve = kaplan_meier(event_table(any), 0.95);
  for (std::size_t k = 0; k < curve.size(); ++k) {
    CHECK(first[k].incidence + second[k].incidence + curve[k].survival == Approx(1).epsilon(1e-12));
  }
  // Without competition it is one minus Kaplan and Meier's curve, with the same error.
  const auto alone = cumulative_incidence(event_table(any), 0.95);
  for (std::size_t k = 0; k < curve.size(); ++k) {
    if (!curve[k].interval || alone[k].incidence == 0.0) continue;
    CHECK(alone[k].standard_error == Approx(*curve[k].standard_error).epsilon(1e-10));
    CHECK(alone[k].interval->low == Approx(1 - curve[k].interval->high).epsilon(1e-9));
    CHECK(alone[k].interval->high == Approx(1 - curve[k].interval->low).epsilon(1e-9));
  }
  CHECK(cumulative_incidence({}, 0.95).empty());
}

TEST_CASE("followed to the end, incidence is the plain share", "[cumulative_incidence]") {
  const EventTable table = event_table(std::vector<EventRow>{{.time = 1, .events = 3},
                                                             {.time = 2, .competing = 4},
                                                             {.time = 3, .events = 2},
                                                             {.time = 9, .censored = 91}});
  const auto points = cumulative_incidence(table, 0.95);
  CHECK(points[2].incidence == Approx(0.05).epsilon(1e-13));
  CHECK(points[2].standard_error == Approx(std::sqrt(0.05 * 0.95 / 100)).epsilon(1e-11));
}

TEST_CASE("a table of retention by cohort and age", "[cohort_retention]") {
  std::vector<CohortMember> members;
  for (const double age : {1.0, 2.0, 2.0, 9.0}) members.push_back({7, {age, event}});
  members.push_back({3, {1.0, event}});
  for (int i = 0; i < 3; ++i) members.push_back({3, {4.0, censored}});
  const auto table = cohort_retention(members, std::vector<double>{0.0, 1.0, 2.0, 5.0}, 0.95);
  REQUIRE(table.size() == 2);
  CHECK(table[0].cohort == 3);
  CHECK(table[0].customers == 4);
  CHECK(table[0].at_risk == std::vector<std::uint64_t>{4, 3, 3, 0});
  CHECK(*table[0].retention[0].value == 1.0);
  CHECK_FALSE(table[0].retention[0].interval);
  CHECK(*table[0].retention[1].value == 0.75);
  CHECK(table[0].retention[1].interval->low < 0.75);
  CHECK(*table[0].retention[2].value == 0.75);
  CHECK_FALSE(table[0].retention[3].value);  // the cohort is not that old yet
  CHECK(table[1].cohort == 7);
  CHECK(table[1].at_risk == std::vector<std::uint64_t>{4, 3, 1, 1});
  CHECK(*table[1].retention[3].value == Approx(0.25));
  CHECK(cohort_retention({}, std::vector<double>{1.0}, 0.95).empty());
}
