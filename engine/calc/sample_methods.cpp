#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/quantiles.h"
#include "stats/sample_ratio.h"

namespace journeylab::calc {
namespace {

Json answer_ratio(const Request& request) {
  const std::vector<std::uint64_t> counts = request.counts("counts");
  std::vector<double> weights =
      request.has("weights") ? request.numbers("weights") : std::vector<double>(counts.size(), 1.0);
  if (weights.size() != counts.size() || counts.size() < 2) {
    throw RequestError(
        fmt::format("'counts' has {} values and 'weights' {}; expected as many of "
                    "both, and at least two",
                    counts.size(), weights.size()));
  }
  for (const double weight : weights) {
    if (!(weight > 0.0 && std::isfinite(weight))) {
      throw RequestError(fmt::format("'weights': found {}; expected numbers above 0", weight));
    }
  }
  const SampleRatioTest test = sample_ratio_test(counts, weights);
  Json answer = {{"chisq", shown(test.statistic)},
                 {"df", shown(test.df)},
                 {"p_value", test.statistic ? shown(test.p_value.p) : Json(nullptr)},
                 {"ln_p_value", test.statistic ? shown(test.p_value.ln_p) : Json(nullptr)}};
  if (!test.reason.empty()) answer["reason"] = test.reason;
  return answer;
}

// A total effect against the effects of its segments.
Json answer_simpson(const Request& request) {
  const std::vector<double> effects = request.finite_numbers("effects");
  std::vector<double> weights = request.has("weights") ? request.finite_numbers("weights")
                                                       : std::vector<double>(effects.size(), 1.0);
  if (weights.size() != effects.size()) {
    throw RequestError(fmt::format("'effects' has {} values and 'weights' {}; expected as many",
                                   effects.size(), weights.size()));
  }
  double all = 0.0;
  for (const double weight : weights) {
    if (!(weight > 0.0)) {
      throw RequestError(fmt::format("'weights': found {}; expected numbers above 0", weight));
    }
    all += weight;
  }
  std::vector<SegmentEffect> segments;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    segments.push_back({.effect = effects[i], .weight = weights[i] / all});
  }
  const SimpsonWarning warning = simpson_warning(request.number("total"), segments);
  return {{"standardised", shown(warning.standardised)},
          {"every_segment_opposed", warning.every_segment_opposed},
          {"standardised_opposed", warning.standardised_opposed},
          {"warns", warning.warns()}};
}

std::vector<double> sorted_numbers(const Request& request, std::string_view name) {
  std::vector<double> values = request.finite_numbers(name);
  if (values.empty()) throw RequestError(fmt::format("'{}': expected at least one number", name));
  std::sort(values.begin(), values.end());
  return values;
}

double probability_of(const Request& request) {
  const double prob = request.number("prob");
  if (!(prob >= 0.0 && prob <= 1.0)) {
    throw RequestError(fmt::format("'prob': found {}; expected a number in 0..1", prob));
  }
  return prob;
}

Json answer_quantile(const Request& request) {
  const std::vector<double> values = sorted_numbers(request, "values");
  const double prob = probability_of(request);
  const std::string& type = request.type();
  if (type == "quantile_ci_binomial") {
    return answer_of(quantile_estimate(values, prob, request.level("conf_level")), "value");
  }
  const auto definition = static_cast<QuantileType>(type.back() - '0');
  return {{"value", shown(quantile(values, prob, definition))}};
}

QuantileSummary quantile_of(const Request& request, std::string_view arm) {
  const auto name = [&](std::string_view stem) { return fmt::format("{}_{}", stem, arm); };
  return {.n = request.count(name("n"), 2),
          .limits_n = request.count(name("n_star"), 1),
          .value = request.number(name("q")),
          .low = request.number(name("q_lower")),
          .high = request.number(name("q_upper"))};
}

Json answer_quantile_difference(const Request& request) {
  static constexpr std::array<std::string_view, 2> kinds{"absolute", "relative"};
  return answer_of(
      quantile_difference(quantile_of(request, "control"), quantile_of(request, "treat"),
                          request.word("difference_type", kinds) == "relative",
                          {.confidence = request.level("conf_level")}),
      "effect");
}

Json answer_sample_difference(const Request& request) {
  static constexpr std::array<std::string_view, 2> kinds{"absolute", "relative"};
  const double prob = request.level("prob");
  const QuantileSummary control = summarised_quantile(sorted_numbers(request, "control"), prob);
  const QuantileSummary treat = summarised_quantile(sorted_numbers(request, "treat"), prob);
  return joined({{"control_value", shown(control.value)}, {"treat_value", shown(treat.value)}},
                answer_of(quantile_difference(control, treat,
                                              request.word("difference_type", kinds) == "relative",
                                              {.confidence = request.level("conf_level")}),
                          "effect"));
}

std::vector<Field> quantile_fields() {
  return {{"prob", "ignored: the quantiles are given", "0.5"},
          {"n_control", "customers in control", {}, "n1"},
          {"n_star_control", "customers behind control's limits"},
          {"q_control", "control's quantile"},
          {"q_lower_control", "its lower 95% limit"},
          {"q_upper_control", "its upper 95% limit"},
          {"n_treat", "customers in treatment", {}, "n2"},
          {"n_star_treat", "customers behind treatment's limits"},
          {"q_treat", "treatment's quantile"},
          {"q_lower_treat", "its lower 95% limit"},
          {"q_upper_treat", "its upper 95% limit"},
          {"difference_type", "absolute or relative", "\"absolute\""},
          conf_level_field};
}

}  // namespace

std::vector<Method> sample_methods() {
  return {
      {.name = "srm",
       .short_names = "sample_ratio",
       .purpose = "are the arms as large as they should be?",
       .types = "srm_chisq",
       .fields = {{"counts", "customers of each arm, a list"},
                  {"weights", "planned shares on any scale, a list", "null"},
                  {"k", "ignored: arms are counted", "null"}},
       .outputs = "chisq,df,p_value,ln_p_value",
       .example = R"("counts": [44700, 45489])",
       .answer = answer_ratio},
      {.name = "simpson",
       .short_names = "simpsons_paradox",
       .purpose = "does a total effect contradict the effects of its segments?",
       .types = "simpson",
       .fields = {{"total", "effect over all customers"},
                  {"effects", "effect in each segment, a list"},
                  {"weights", "customers of each segment, a list; without it all the same",
                   "null"}},
       .outputs = "standardised,every_segment_opposed,standardised_opposed,warns",
       .example = R"("total": -0.05, "effects": [0.05, 0.02], "weights": [360, 340])",
       .answer = answer_simpson},
      {.name = "quantile",
       .short_names = "quantile_expected,quantiles",
       .purpose = "quantile of a list, or its distribution-free interval",
       .types = "quantile_ci_binomial,quantile_type7,quantile_type1,quantile_type2,quantile_type3,"
                "quantile_type4,quantile_type5,quantile_type6,quantile_type8,quantile_type9",
       .fields = {{"values", "list of numbers", {}, "value,x"},
                  {"prob", "0..1", "0.5"},
                  conf_level_field},
       .outputs = "value,lower,upper",
       .example = R"("values": [3, 1, 4, 1, 5, 9, 2, 6], "prob": 0.5)",
       .answer = answer_quantile},
      {.name = "quantile_difference",
       .short_names = {},
       .purpose = "difference of two quantiles from their 95% limits",
       .types = "quantile_diff_gb",
       .fields = quantile_fields(),
       .outputs = "effect,se,df,statistic,p_value,lower,upper",
       .example = R"("n_control": 1000, "n_star_control": 1000, "q_control": 20, )"
                  R"("q_lower_control": 19, "q_upper_control": 21.2, "n_treat": 1010, )"
                  R"("n_star_treat": 1010, "q_treat": 21, "q_lower_treat": 19.9, )"
                  R"("q_upper_treat": 22.3)",
       .answer = answer_quantile_difference},
      {.name = "sample_quantile_difference",
       .short_names = {},
       .purpose = "difference of two quantiles from both arms' values",
       .types = "quantile_diff_gb",
       .fields = {{"control", "list of numbers"},
                  {"treat", "list of numbers"},
                  {"prob", "0..1", "0.5"},
                  {"difference_type", "absolute or relative", "\"absolute\""},
                  conf_level_field},
       .outputs = "control_value,treat_value,effect,se,df,statistic,p_value,lower,upper",
       .example = R"("control": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3], "treat": [2, 7, 1, 8, 2, 8, 9, 9])",
       .answer = answer_sample_difference},
  };
}

}  // namespace journeylab::calc
