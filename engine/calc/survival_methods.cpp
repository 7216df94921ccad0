#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/cumulative_incidence.h"
#include "stats/kaplan_meier.h"
#include "stats/logrank.h"
#include "stats/restricted_mean.h"

namespace journeylab::calc {
namespace {

// Customers of a request, those of one group or all.
struct Customers {
  std::vector<double> time;
  std::vector<double> event;
  std::vector<double> group;    ///< empty: not given
  std::vector<double> stratum;  ///< empty: not given
};

void check_length(const std::vector<double>& list, std::size_t length, std::string_view name) {
  if (list.size() != length) {
    throw RequestError(fmt::format("'{}': found {} values; expected {}, as many as 'time'", name,
                                   list.size(), length));
  }
}

Customers customers_of(const Request& request) {
  Customers customers{.time = request.numbers("time"),
                      .event = request.numbers("event"),
                      .group = {},
                      .stratum = {}};
  check_length(customers.event, customers.time.size(), "event");
  for (const double time : customers.time) {
    if (!(time >= 0.0 && std::isfinite(time))) {
      throw RequestError(fmt::format("'time': found {}; expected numbers of at least 0", time));
    }
  }
  for (const double event : customers.event) {
    if (event != 0.0 && event != 1.0 && event != 2.0) {
      throw RequestError(
          fmt::format("'event': found {}; expected 1 (the event), 0 (censored) or 2 "
                      "(a competing event)",
                      event));
    }
  }
  return customers;
}

ObservedTime observed(const Customers& customers, std::size_t i) {
  const FollowUp end = customers.event[i] == 1.0   ? FollowUp::event
                       : customers.event[i] == 2.0 ? FollowUp::competing
                                                   : FollowUp::censored;
  return {.time = customers.time[i], .end = end};
}

EventTable table_of(const Customers& customers) {
  std::vector<ObservedTime> times;
  for (std::size_t i = 0; i < customers.time.size(); ++i) times.push_back(observed(customers, i));
  return event_table(times);
}

// The customers of each group, groups in rising order.
std::map<double, std::vector<ObservedTime>> by_group(const Customers& customers) {
  std::map<double, std::vector<ObservedTime>> groups;
  for (std::size_t i = 0; i < customers.time.size(); ++i) {
    groups[customers.group[i]].push_back(observed(customers, i));
  }
  return groups;
}

SurvivalScale scale_of(const Request& request) {
  static constexpr std::array<std::string_view, 3> words{"log-log", "plain", "log"};
  const std::string word = request.word("conf_type", words);
  if (word == "plain") return SurvivalScale::plain;
  return word == "log" ? SurvivalScale::log : SurvivalScale::log_log;
}

void append(Json& lists, const char* name, const Json& value) {
  lists[name].push_back(value);
}

Json end_of(const std::optional<Interval>& interval, bool low) {
  return interval ? shown(low ? interval->low : interval->high) : Json(nullptr);
}

struct NamedScale {
  SurvivalScale scale;
  const char* lower;
  const char* upper;
};

Json answer_curve(const Request& request) {
  constexpr std::array<NamedScale, 3> scales{
      {{SurvivalScale::log_log, "lower_loglog", "upper_loglog"},
       {SurvivalScale::plain, "lower_plain", "upper_plain"},
       {SurvivalScale::log, "lower_log", "upper_log"}}};
  const EventTable table = table_of(customers_of(request));
  const double confidence = request.level("conf_level");
  Json lists = Json::object();
  for (const EventRow& row : table.rows) {
    append(lists, "time", shown(row.time));
    append(lists, "n_risk", row.at_risk);
    append(lists, "n_event", row.events);
    append(lists, "n_censor", row.censored);
  }
  for (const NamedScale& each : scales) {
    for (const SurvivalPoint& point : kaplan_meier(table, confidence, each.scale)) {
      if (each.scale == SurvivalScale::log_log) {
        append(lists, "surv", shown(point.survival));
        append(lists, "se_greenwood", shown(point.standard_error));
        append(lists, "nelson_aalen", shown(point.hazard));
        append(lists, "se_nelson_aalen", shown(point.hazard_standard_error));
      }
      append(lists, each.lower, end_of(point.interval, true));
      append(lists, each.upper, end_of(point.interval, false));
    }
  }
  return lists;
}

Json answer_quantile(const Request& request) {
  const SurvivalQuantile quantile =
      survival_quantile(table_of(customers_of(request)), request.level("prob"),
                        request.level("conf_level"), scale_of(request));
  Json answer = {{"quantile", shown(quantile.time)},
                 {"lower", shown(quantile.low)},
                 {"upper", shown(quantile.high)}};
  if (!quantile.time || !quantile.low || !quantile.high) {
    answer["reason"] = "null: the curve, or its limit, does not come down to it";
  }
  return answer;
}

Json answer_incidence(const Request& request) {
  Json lists = Json::object();
  for (const IncidencePoint& point :
       cumulative_incidence(table_of(customers_of(request)), request.level("conf_level"))) {
    append(lists, "time", shown(point.time));
    append(lists, "incidence", shown(point.incidence));
    append(lists, "se", shown(point.standard_error));
    append(lists, "lower", end_of(point.interval, true));
    append(lists, "upper", end_of(point.interval, false));
  }
  return lists;
}

Json answer_restricted(const Request& request) {
  const Estimated area = restricted_mean(table_of(customers_of(request)), request.positive("tau"),
                                         request.level("conf_level"));
  Json answer = answer_of(area, "rmst");
  answer["se"] = shown(area.standard_error);
  return answer;
}

Customers grouped_customers(const Request& request) {
  Customers customers = customers_of(request);
  customers.group = request.numbers("group");
  check_length(customers.group, customers.time.size(), "group");
  return customers;
}

Json answer_restricted_difference(const Request& request) {
  const auto groups = by_group(grouped_customers(request));
  if (groups.empty()) throw RequestError("'time': expected customers; the list is empty");
  const double a = request.has("group_a") ? request.number("group_a") : groups.begin()->first;
  const double b = request.has("group_b") ? request.number("group_b") : groups.rbegin()->first;
  if (!groups.contains(a) || !groups.contains(b) || a == b) {
    throw RequestError("'group': expected customers of two groups, group_a and group_b");
  }
  const RestrictedMeanComparison result =
      compare_restricted_means(event_table(groups.at(a)), event_table(groups.at(b)),
                               request.positive("tau"), request.level("conf_level"));
  Json answer = {{"rmst_a", shown(result.a.value)}, {"rmst_b", shown(result.b.value)}};
  const Json difference = answer_of(result.difference, "difference");
  for (const auto& member : difference.items()) answer[member.key()] = member.value();
  answer["se"] = shown(result.difference.standard_error);
  answer["z"] = shown(result.z);
  answer["p_value"] = shown(result.p_value);
  answer["ratio"] = shown(result.ratio.value);
  answer["ratio_lower"] = end_of(result.ratio.interval, true);
  answer["ratio_upper"] = end_of(result.ratio.interval, false);
  return answer;
}

RankWeights weights_of(const Request& request) {
  using Kind = RankWeight;
  const std::string& type = request.type();
  if (type == "logrank" || type == "logrank_stratified") {
    const double rho = request.any_number("rho");
    return {.kind = Kind::fleming_harrington, .rho = std::isnan(rho) ? 0.0 : rho, .gamma = 0.0};
  }
  if (type == "fleming_harrington") {
    return {.rho = request.not_negative("rho"), .gamma = request.not_negative("gamma")};
  }
  return choose<RankWeights>(type, {{"gehan_breslow", {.kind = Kind::gehan_breslow}},
                                    {"tarone_ware", {.kind = Kind::tarone_ware}},
                                    {"peto_peto_modified", {.kind = Kind::peto_peto_modified}},
                                    {"fh_0_1", {.rho = 0.0, .gamma = 1.0}},
                                    {"fh_1_1", {.rho = 1.0, .gamma = 1.0}},
                                    {"fh_05_05", {.rho = 0.5, .gamma = 0.5}}});
}

// One stratum for each value of `stratum`, or one in all; each with a table for every group.
std::vector<Stratum> strata_of(const Customers& customers) {
  std::map<double, std::map<double, std::vector<ObservedTime>>> strata;
  const auto groups = by_group(customers);
  for (std::size_t i = 0; i < customers.time.size(); ++i) {
    const double stratum = customers.stratum.empty() ? 0.0 : customers.stratum[i];
    strata[stratum][customers.group[i]].push_back(observed(customers, i));
  }
  std::vector<Stratum> tables;
  for (auto& [stratum, members] : strata) {
    Stratum& row = tables.emplace_back();
    for (const auto& group : groups) row.push_back(event_table(members[group.first]));
  }
  return tables;
}

Json answer_logrank(const Request& request) {
  Customers customers = grouped_customers(request);
  if (request.type() == "logrank_stratified") {
    if (!request.has("stratum")) {
      throw RequestError("'stratum' is missing; expected a list of stratum numbers");
    }
    customers.stratum = request.numbers("stratum");
    check_length(customers.stratum, customers.time.size(), "stratum");
  }
  const LogRankTest test = logrank_test(strata_of(customers), weights_of(request));
  const auto first = [](const std::vector<double>& list) {
    return list.empty() ? Json(nullptr) : shown(list.front());
  };
  return {{"chisq", shown(test.chi_square)},
          {"df", test.df},
          {"p_value", shown(test.p_value)},
          {"ln_p_value", shown(test.ln_p_value)},
          {"weighted_observed_g1", first(test.observed)},
          {"weighted_expected_g1", first(test.expected)},
          {"variance_g1", first(test.variance)},
          {"observed", shown(test.observed)},
          {"expected", shown(test.expected)}};
}

const Field time_field{"time", "list of times, at least 0"};
const Field event_field{"event", "list: 1 the event, 0 censored, 2 a competing event"};
const Field group_field{"group", "list of group numbers"};

constexpr std::string_view one_group = R"("time": [9, 13, 13, 18, 23], "event": [1, 1, 0, 1, 1])";
constexpr std::string_view two_groups =
    R"("time": [9, 13, 13, 18, 23, 5, 5, 8, 12], "event": [1, 1, 0, 1, 1, 1, 1, 1, 1], )"
    R"("group": [1, 1, 1, 1, 1, 2, 2, 2, 2], "tau": 12)";
constexpr std::string_view ranked_groups =
    R"("time": [9, 13, 13, 18, 23, 5, 5, 8, 12], "event": [1, 1, 0, 1, 1, 1, 1, 1, 1], )"
    R"("group": [1, 1, 1, 1, 1, 2, 2, 2, 2], "stratum": [1, 1, 2, 2, 2, 1, 1, 2, 2])";

}  // namespace

std::vector<Method> survival_methods() {
  return {
      {.name = "km",
       .short_names = "kaplan_meier,km_expected",
       .purpose = "survival curve with its intervals, and the cumulative hazard",
       .types = "kaplan_meier",
       .fields = {time_field, event_field, conf_level_field},
       .outputs = "time,n_risk,n_event,n_censor,surv,se_greenwood,lower_loglog,upper_loglog,"
                  "lower_plain,upper_plain,lower_log,upper_log,nelson_aalen,se_nelson_aalen",
       .example = one_group,
       .answer = answer_curve},
      {.name = "survival_quantile",
       .short_names = "survival_quantile_expected,km_quantile",
       .purpose = "the time by which a share has had the event",
       .types = "km_quantile",
       .fields = {time_field,
                  event_field,
                  {"prob", "share, 0.5 for the median", "0.5"},
                  conf_level_field,
                  {"conf_type", "log-log, plain or log", "\"log-log\""}},
       .outputs = "quantile,lower,upper",
       .example = one_group,
       .answer = answer_quantile},
      {.name = "cumulative_incidence",
       .short_names = "aalen_johansen",
       .purpose = "share that has had the event, where other endings compete",
       .types = "aalen_johansen",
       .fields = {time_field, event_field, conf_level_field},
       .outputs = "time,incidence,se,lower,upper",
       .example = R"("time": [9, 13, 13, 18, 23], "event": [1, 2, 0, 1, 1])",
       .answer = answer_incidence},
      {.name = "rmst",
       .short_names = "rmst_expected",
       .purpose = "restricted mean: area under the survival curve to tau",
       .types = "rmst",
       .fields =
           {time_field, event_field, {"tau", "where the area ends, above 0"}, conf_level_field},
       .outputs = "rmst,lower,upper,se",
       .example = R"("time": [9, 13, 13, 18, 23], "event": [1, 1, 0, 1, 1], "tau": 20)",
       .answer = answer_restricted},
      {.name = "rmst_difference",
       .short_names = "rmst_difference_expected",
       .purpose = "difference and ratio of two restricted means, group b against group a",
       .types = "rmst_difference",
       .fields = {time_field,
                  event_field,
                  group_field,
                  {"group_a", "number of the first group", "null"},
                  {"group_b", "number of the second group", "null"},
                  {"tau", "where the areas end, above 0"},
                  conf_level_field},
       .outputs = "rmst_a,rmst_b,difference,lower,upper,se,z,p_value,ratio,ratio_lower,ratio_upper",
       .example = two_groups,
       .answer = answer_restricted_difference},
      {.name = "logrank",
       .short_names = "logrank_expected",
       .purpose = "log-rank test of two groups or more, and its weighted relatives",
       .types = "logrank,logrank_stratified,gehan_breslow,tarone_ware,peto_peto_modified,fh_0_1,"
                "fh_1_1,fh_05_05,fleming_harrington",
       .fields = {time_field,
                  event_field,
                  group_field,
                  {"stratum", "list of stratum numbers, of logrank_stratified", "null"},
                  {"rho", "weight S^rho, of logrank and fleming_harrington", "0"},
                  {"gamma", "weight (1 - S)^gamma, of fleming_harrington", "0"},
                  {"k_groups", "ignored: groups are counted", "null"}},
       .outputs = "chisq,df,p_value,ln_p_value,weighted_observed_g1,weighted_expected_g1,"
                  "variance_g1,observed,expected",
       .example = ranked_groups,
       .answer = answer_logrank},
  };
}

}  // namespace journeylab::calc
