#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/cohort_retention.h"
#include "stats/retention.h"
#include "stats/survival_difference.h"

namespace journeylab::calc {
namespace {

void check_length(std::size_t found, std::size_t expected, std::string_view name,
                  std::string_view like) {
  if (found != expected) {
    throw RequestError(
        fmt::format("'{}': found {} values; expected {}, {}", name, found, expected, like));
  }
}

std::vector<CohortMember> members_of(const Request& request) {
  const std::vector<std::uint64_t> cohorts = request.counts("cohort");
  const std::vector<double> times = request.finite_numbers("time");
  const std::vector<std::uint64_t> events = request.counts("event");
  check_length(cohorts.size(), times.size(), "cohort", "as many as 'time'");
  check_length(events.size(), times.size(), "event", "as many as 'time'");
  std::vector<CohortMember> members;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (events[i] > 1 || cohorts[i] > 4294967295U || times[i] < 0.0) {
      throw RequestError(fmt::format(
          "customer {}: found cohort {}, time {}, event {}; expected a cohort below 2^32, a time "
          "of at least 0, and 1 (left) or 0 (last seen)",
          i + 1, cohorts[i], times[i], events[i]));
    }
    members.push_back(
        {.cohort = static_cast<std::uint32_t>(cohorts[i]),
         .age = {.time = times[i], .end = events[i] == 1 ? FollowUp::event : FollowUp::censored}});
  }
  return members;
}

std::vector<double> ages_of(const Request& request) {
  std::vector<double> ages = request.finite_numbers("ages");
  if (!std::is_sorted(ages.begin(), ages.end()) || (!ages.empty() && ages.front() < 0.0)) {
    throw RequestError("'ages': expected numbers of at least 0 in rising order");
  }
  return ages;
}

// A list for each cohort of one value for each age.
Json answer_cohorts(const Request& request) {
  const std::vector<CohortRetention> cohorts =
      cohort_retention(members_of(request), ages_of(request), request.level("conf_level"));
  Json answer = {{"cohort", Json::array()},  {"customers", Json::array()},
                 {"at_risk", Json::array()}, {"retention", Json::array()},
                 {"lower", Json::array()},   {"upper", Json::array()}};
  for (const CohortRetention& each : cohorts) {
    answer["cohort"].push_back(each.cohort);
    answer["customers"].push_back(each.customers);
    answer["at_risk"].push_back(each.at_risk);
    Json values = Json::array();
    Json low = Json::array();
    Json high = Json::array();
    for (const Estimated& age : each.retention) {
      values.push_back(shown(age.value));
      low.push_back(age.interval ? shown(age.interval->low) : Json(nullptr));
      high.push_back(age.interval ? shown(age.interval->high) : Json(nullptr));
      if (!age.reason.empty()) answer["reason"] = age.reason;
    }
    answer["retention"].push_back(std::move(values));
    answer["lower"].push_back(std::move(low));
    answer["upper"].push_back(std::move(high));
  }
  return answer;
}

LifeCounts life_of(const Request& request) {
  const std::vector<std::uint64_t> events = request.counts("events");
  LifeCounts counts(events.size());
  counts.entered = request.count("entered", 1);
  counts.events = events;
  if (request.has("competing")) counts.competing = request.counts("competing");
  check_length(counts.competing.size(), events.size(), "competing", "as many as 'events'");
  const auto sum = [](const std::vector<std::uint64_t>& list) {
    return std::accumulate(list.begin(), list.end(), 0.0);
  };
  const double ended = sum(counts.events) + sum(counts.competing);
  if (ended > static_cast<double>(counts.entered)) {
    throw RequestError(fmt::format("'entered': found {}; expected at least the {} who ended",
                                   counts.entered, ended));
  }
  if (!request.has("followed")) {
    counts.followed.back() = counts.entered - static_cast<std::uint64_t>(ended);
    return counts;
  }
  counts.followed = request.counts("followed");
  check_length(counts.followed.size(), events.size() + 1, "followed", "one more than 'events'");
  if (ended + sum(counts.followed) != static_cast<double>(counts.entered)) {
    throw RequestError(
        fmt::format("'followed': {} ended and {} were followed; expected {} in all, as 'entered'",
                    ended, sum(counts.followed), counts.entered));
  }
  return counts;
}

Json answer_life_table(const Request& request) {
  const RetentionCurve curve = retention_curve(life_of(request), request.level("conf_level"));
  std::vector<double> low;
  std::vector<double> high;
  for (const Interval& interval : curve.interval) {
    low.push_back(interval.low);
    high.push_back(interval.high);
  }
  return {{"retained", shown(curve.retained)},
          {"se", shown(curve.standard_error)},
          {"lower", shown(low)},
          {"upper", shown(high)},
          {"at_risk", curve.at_risk},
          {"known", curve.known}};
}

std::vector<ObservedTime> times_of(const Request& request, std::uint64_t group) {
  const std::vector<double> times = request.finite_numbers("time");
  const std::vector<std::uint64_t> events = request.counts("event");
  const std::vector<std::uint64_t> arms = request.counts("arm");
  check_length(events.size(), times.size(), "event", "as many as 'time'");
  check_length(arms.size(), times.size(), "arm", "as many as 'time'");
  std::vector<ObservedTime> chosen;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (events[i] > 1 || arms[i] > 1 || times[i] < 0.0) {
      throw RequestError(fmt::format(
          "customer {}: found time {}, event {}, arm {}; expected a time of at least 0, 1 (the "
          "event) or 0 (censored), and 0 (control) or 1",
          i + 1, times[i], events[i], arms[i]));
    }
    if (arms[i] != group) continue;
    chosen.push_back(
        {.time = times[i], .end = events[i] == 1 ? FollowUp::event : FollowUp::censored});
  }
  return chosen;
}

Json answer_at_age(const Request& request) {
  const SurvivalComparison result =
      compare_survival(event_table(times_of(request, 0)), event_table(times_of(request, 1)),
                       request.positive("age"), request.level("conf_level"));
  Json answer = answer_of(result.difference, "difference");
  answer["se"] = shown(result.difference.standard_error);
  answer["control"] = shown(result.a.value);
  answer["treat"] = shown(result.b.value);
  answer["z"] = shown(result.z);
  answer["p_value"] = shown(result.p_value);
  const Json lift = answer_of(result.relative, "lift");
  answer["lift"] = lift["lift"];
  answer["lift_lower"] = lift["lower"];
  answer["lift_upper"] = lift["upper"];
  return answer;
}

}  // namespace

std::vector<Method> retention_methods() {
  return {
      {.name = "cohort_retention",
       .short_names = {},
       .purpose = "share of each cohort that is still there at each age",
       .types = "kaplan_meier",
       .fields = {{"cohort", "list of cohort numbers, one a customer"},
                  {"time", "list: age when the customer left, or was last seen"},
                  {"event", "list: 1 left, 0 still there when last seen"},
                  {"ages", "rising ages to answer for, a list"},
                  conf_level_field},
       .outputs = "cohort,customers,at_risk,retention,lower,upper",
       .example = R"("cohort": [1, 1, 1, 2, 2], "time": [3, 9, 30, 5, 12], )"
                  R"("event": [1, 1, 0, 1, 0], "ages": [7, 14])",
       .answer = answer_cohorts},
      {.name = "life_table",
       .short_names = "retention_curve",
       .purpose = "retention at the end of each period, from counts by period",
       .types = "life_table",
       .fields = {{"entered", "customers at the start"},
                  {"events", "list: customers who left in each period"},
                  {"competing", "list: who ended in each period by another cause", "null"},
                  {"followed",
                   "list, one longer: who is there still and was followed through 0, "
                   "1, ... periods; without it, all who remain through all of them",
                   "null"},
                  conf_level_field},
       .outputs = "retained,se,lower,upper,at_risk,known",
       .example = R"("entered": 1000, "events": [369, 163, 86, 56])",
       .answer = answer_life_table},
      {.name = "survival_difference",
       .short_names = "retention_difference",
       .purpose = "share without the event at an age, treatment less control, under censoring",
       .types = "log_log",
       .fields = {{"time", "list of times, at least 0"},
                  {"event", "list: 1 the event, 0 censored"},
                  {"arm", "list: 0 control, 1 treatment"},
                  {"age", "where the shares are compared, above 0"},
                  conf_level_field},
       .outputs = "difference,lower,upper,se,control,treat,z,p_value,lift,lift_lower,lift_upper",
       .example = R"("time": [9, 13, 13, 18, 23, 5, 5, 8, 12], )"
                  R"("event": [1, 1, 0, 1, 1, 1, 0, 1, 1], "arm": [0, 0, 0, 0, 0, 1, 1, 1, 1], )"
                  R"("age": 10)",
       .answer = answer_at_age},
  };
}

}  // namespace journeylab::calc
