#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/pieces.h"
#include "calc/sequential.h"
#include "stats/distributions.h"
#include "stats/group_sequential_futility.h"
#include "stats/group_sequential_stop.h"

namespace journeylab::calc {
namespace {

// The fractions of information of a request, equal steps of k looks if it gives none.
std::vector<double> information_of(const Request& request) {
  if (request.has("info_fractions")) {
    std::vector<double> fractions = request.numbers("info_fractions");
    if (fractions.empty()) throw RequestError("'info_fractions': expected at least one look");
    if (request.has("k") && request.count("k", 1) != fractions.size()) {
      throw RequestError(fmt::format("'k' is {} but 'info_fractions' has {} looks",
                                     request.count("k", 1), fractions.size()));
    }
    return fractions;
  }
  const std::uint64_t k = request.count("k", 1);
  if (k > 200) throw RequestError("'k': expected at most 200 looks");
  std::vector<double> fractions;
  for (std::uint64_t i = 1; i <= k; ++i) {
    fractions.push_back(static_cast<double>(i) / static_cast<double>(k));
  }
  return fractions;
}

double parameter_of(const Request& request, std::string_view name) {
  const double parameter = request.any_number(name);
  return std::isnan(parameter) ? 0.0 : parameter;
}

// A spending function whose parameter stands in the field `field`.
Spending spending_named(const std::string& name, const Request& request, std::string_view field) {
  const double parameter = parameter_of(request, field);
  if (name == "spend_power" && !(parameter > 0.0)) {
    throw RequestError(fmt::format(
        "'{}': found {}; expected a number above 0, the power of spend_power", field, parameter));
  }
  return {.function =
              choose<SpendingFunction>(name, {{"spend_obf", SpendingFunction::obrien_fleming},
                                              {"spend_pocock", SpendingFunction::pocock},
                                              {"spend_power", SpendingFunction::power},
                                              {"spend_hsd", SpendingFunction::hwang_shih_decani}}),
          .parameter = parameter};
}

SequentialPlan plan_of(const Request& request) {
  SequentialPlan plan;
  const std::string& type = request.type();
  if (type.starts_with("spend_")) {
    plan.shape = BoundaryShape::spending;
    plan.spending = spending_named(type, request, "parameter");
  } else {
    plan.shape = choose<BoundaryShape>(type, {{"obrien_fleming", BoundaryShape::obrien_fleming},
                                              {"pocock", BoundaryShape::pocock},
                                              {"wang_tsiatis", BoundaryShape::wang_tsiatis}});
    plan.delta = parameter_of(request, "parameter");
  }
  plan.alpha = request.level("alpha_total");
  const std::uint64_t sides = request.count("sided", 1);
  if (sides > 2) throw RequestError("'sided': expected 1 or 2");
  plan.sides = static_cast<int>(sides);
  plan.power = request.level("power");
  plan.information = information_of(request);
  return plan;
}

// The value of one look, or the list of all.
Json look_or_all(const Request& request, const std::vector<double>& values) {
  if (!request.has("stage")) return shown(values);
  const std::uint64_t stage = request.count("stage", 1);
  if (stage > values.size()) {
    throw RequestError(fmt::format("'stage': found {}; expected at most {}", stage, values.size()));
  }
  return shown(values[stage - 1]);
}

std::vector<double> running_sum(const std::vector<double>& values) {
  std::vector<double> sums;
  double sum = 0.0;
  for (const double value : values) sums.push_back(sum += value);
  return sums;
}

Json bounds_answer(const Request& request, const std::vector<LookBounds>& bounds) {
  std::vector<double> upper;
  std::vector<double> lower;
  std::vector<double> nominal;
  for (const LookBounds& each : bounds) {
    upper.push_back(each.upper);
    lower.push_back(each.lower);
    nominal.push_back(normal_tail(each.upper));
  }
  return {{"upper_z", look_or_all(request, upper)},
          {"lower_z", look_or_all(request, lower)},
          {"nominal_p_one_sided", look_or_all(request, nominal)}};
}

Json answer_design(const Request& request) {
  const SequentialPlan plan = plan_of(request);
  const SequentialDesign design = sequential_design(plan);
  std::vector<double> crossed = design.none.upper;
  if (plan.sides == 2) {
    for (std::size_t i = 0; i < crossed.size(); ++i) crossed[i] += design.none.lower[i];
  }
  return joined({{"drift", shown(design.drift)},
                 {"inflation_factor", shown(design.inflation)},
                 {"asn_ratio_h0", shown(design.expected_none)},
                 {"asn_ratio_h01", shown(design.expected_half)},
                 {"asn_ratio_h1", shown(design.expected_full)},
                 {"alpha_spent_cum", look_or_all(request, running_sum(crossed))},
                 {"power_cum", look_or_all(request, running_sum(design.full.upper))},
                 {"upper_cross_prob_h0", look_or_all(request, design.none.upper)}},
                bounds_answer(request, design.bounds));
}

Spending spending_in(const Request& request, std::string_view name, std::string_view parameter) {
  static constexpr std::array<std::string_view, 4> words{"spend_obf", "spend_pocock", "spend_power",
                                                         "spend_hsd"};
  return spending_named(request.word(name, words), request, parameter);
}

Json answer_futility(const Request& request) {
  FutilityPlan plan{.alpha_spending = spending_in(request, "upper_spending", "upper_par"),
                    .beta_spending = spending_in(request, "lower_spending", "lower_par"),
                    .alpha = request.level("alpha_one_sided"),
                    .beta = request.level("beta"),
                    .binding = request.type() == "beta_spending_binding",
                    .information = information_of(request)};
  const FutilityDesign design = futility_design(plan);
  return joined({{"alpha_spent_cum", look_or_all(request, design.alpha_spent)},
                 {"beta_spent_cum", look_or_all(request, design.beta_spent)},
                 {"drift", shown(design.drift)},
                 {"inflation_factor", shown(design.inflation)},
                 {"en_ratio_h0", shown(design.expected_none)},
                 {"en_ratio_h1", shown(design.expected_full)}},
                bounds_answer(request, design.bounds));
}

Json answer_stop(const Request& request) {
  const std::vector<LookBounds> bounds = sequential_bounds(plan_of(request));
  const std::vector<double> information = information_of(request);
  const std::uint64_t stage = request.count("stage", 1);
  if (stage > bounds.size()) {
    throw RequestError(fmt::format("'stage': found {}; expected at most {}", stage, bounds.size()));
  }
  const StoppedTrial stopped = stopped_trial(information, std::span(bounds).first(stage),
                                             request.number("z"), request.level("conf_level"));
  return {{"p_value", shown(stopped.p_value)},    {"p_greater", shown(stopped.p_greater)},
          {"p_less", shown(stopped.p_less)},      {"drift", shown(stopped.drift)},
          {"lower", shown(stopped.interval.low)}, {"upper", shown(stopped.interval.high)}};
}

std::vector<Field> look_plan_fields() {
  return {{"k", "looks, equally spaced unless info_fractions says", "5"},
          {"info_fractions", "rising fractions of information, the last 1; a list", "null"},
          {"stage", "answer for this look alone, from 1", "null"},
          {"info_fraction", "ignored: the stage says it", "null"}};
}

std::vector<Field> plan_fields() {
  return with(look_plan_fields(),
              {{"alpha_total", "error of the first kind, all sides", "0.05", "alpha"},
               {"sided", "1 or 2", "2"},
               {"power", "at the design's drift", "0.8"},
               {"parameter", "of wang_tsiatis, spend_power and spend_hsd", "0"}});
}

constexpr std::string_view shapes =
    "spend_obf,spend_pocock,spend_power,spend_hsd,obrien_fleming,pocock,wang_tsiatis";

}  // namespace

std::vector<Method> group_sequential_methods() {
  return {
      {.name = "group_sequential",
       .short_names = "group_sequential_designs,group_sequential_stages",
       .purpose = "boundaries of a test with planned looks, its error spent and its sample size",
       .types = shapes,
       .fields = plan_fields(),
       .outputs = "drift,inflation_factor,asn_ratio_h0,asn_ratio_h01,asn_ratio_h1,alpha_spent_cum,"
                  "power_cum,upper_cross_prob_h0,upper_z,lower_z,nominal_p_one_sided",
       .example = R"("k": 3, "sided": 1, "alpha_total": 0.025, "power": 0.9)",
       .answer = answer_design},
      {.name = "group_sequential_futility",
       .short_names = "group_sequential_futility_stages",
       .purpose = "the same, one-sided, with bounds for futility",
       .types = "beta_spending_nonbinding,beta_spending_binding",
       .fields = with(look_plan_fields(),
                      {{"alpha_one_sided", "error of the first kind", "0.025", "alpha"},
                       {"beta", "1 - power", "0.2"},
                       {"upper_spending", "spend_obf, spend_pocock, spend_power or spend_hsd",
                        "\"spend_obf\""},
                       {"upper_par", "its parameter", "0"},
                       {"lower_spending", "as upper_spending", "\"spend_obf\""},
                       {"lower_par", "its parameter", "0"},
                       {"binding", "ignored: the type says it", "null"}}),
       .outputs = "alpha_spent_cum,beta_spent_cum,drift,inflation_factor,en_ratio_h0,en_ratio_h1,"
                  "upper_z,lower_z,nominal_p_one_sided",
       .example = R"("k": 3)",
       .answer = answer_futility},
      {.name = "group_sequential_stop",
       .short_names = {},
       .purpose = "p-value and interval of the drift after stopping at a look (stagewise order)",
       .types = shapes,
       .fields = with(plan_fields(), {{"z", "statistic at the stop"}, conf_level_field}),
       .outputs = "p_value,p_greater,p_less,drift,lower,upper",
       .example = R"("k": 3, "stage": 2, "z": 2.9)",
       .answer = answer_stop},
  };
}

}  // namespace journeylab::calc
