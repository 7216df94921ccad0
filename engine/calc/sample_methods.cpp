#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/cuped.h"
#include "stats/quantiles.h"
#include "stats/regression.h"
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

CupedSlope slope_of(const std::string& type) {
  return choose<CupedSlope>(type, {{"cuped_pooled_within", CupedSlope::pooled_within},
                                   {"cuped_pooled_total", CupedSlope::pooled_total},
                                   {"cuped_per_arm", CupedSlope::per_arm}});
}

Json cuped_answer(const CupedResult& result) {
  Json answer = {
      {"theta", result.slopes.size() == 1 ? shown(result.slopes.front()) : Json(nullptr)},
      {"mean_control_adj", shown(result.control_mean)},
      {"mean_treat_adj", shown(result.treat_mean)}};
  answer = joined(std::move(answer), answer_of(result.test, "effect"));
  answer["variance_left"] = shown(result.variance_left);
  if (!answer.contains("reason") && answer["theta"].is_null()) {
    answer["reason"] = "each arm has its own slope";
  }
  return answer;
}

ArmMoments moments_of(const Request& request, std::string_view arm, char suffix) {
  const auto number = [&](std::string_view stem) {
    return request.number(fmt::format("{}_{}", stem, suffix));
  };
  const double covariance = number("cov_xy");
  return {.n = request.count(fmt::format("n_{}", arm), 2),
          .mean = {number("mean_y"), number("mean_x")},
          .covariance = {number("var_y"), covariance, covariance, number("var_x")}};
}

Json answer_summary(const Request& request) {
  return cuped_answer(cuped_test(moments_of(request, "control", 'c'),
                                 moments_of(request, "treat", 't'), slope_of(request.type()),
                                 {.confidence = request.level("conf_level")}));
}

// The columns of one request: arm, outcome and covariate of every customer.
struct Columns {
  std::vector<std::uint8_t> arm;
  std::vector<double> y;
  std::vector<double> x;
};

Columns columns_of(const Request& request) {
  Columns columns{.arm = {}, .y = request.numbers("y"), .x = request.numbers("x")};
  for (const double arm : request.numbers("arm")) {
    if (arm != 0.0 && arm != 1.0) {
      throw RequestError(fmt::format("'arm': found {}; expected 0 (control) and 1", arm));
    }
    columns.arm.push_back(arm == 1.0 ? 1 : 0);
  }
  if (columns.y.size() != columns.arm.size() || columns.x.size() != columns.arm.size()) {
    throw RequestError("'arm', 'x' and 'y': expected lists of the same length");
  }
  for (const std::vector<double>* list : {&columns.x, &columns.y}) {
    for (const double value : *list) {
      if (!std::isfinite(value)) throw RequestError("'x' and 'y': expected finite numbers");
    }
  }
  return columns;
}

ArmMoments arm_moments_of(const Columns& columns, std::uint8_t arm) {
  std::vector<std::vector<double>> lists(2);
  for (std::size_t i = 0; i < columns.arm.size(); ++i) {
    if (columns.arm[i] != arm) continue;
    lists[0].push_back(columns.y[i]);
    lists[1].push_back(columns.x[i]);
  }
  if (lists[0].size() < 2) throw RequestError("an arm has fewer than two customers");
  return arm_moments(lists);
}

MeanSummary outcome_of(const ArmMoments& moments) {
  return {.n = moments.n, .mean = moments.mean[0], .variance = moments.covariance_of(0, 0)};
}

Json answer_cuped(const Request& request) {
  const Columns columns = columns_of(request);
  const ArmMoments control = arm_moments_of(columns, 0);
  const ArmMoments treat = arm_moments_of(columns, 1);
  const MeanTestOptions options{.confidence = request.level("conf_level")};
  const std::string& type = request.type();
  if (type == "unadjusted_welch") {
    const MeanSummary one = outcome_of(control);
    const MeanSummary other = outcome_of(treat);
    return joined({{"theta", 0.0},
                   {"mean_control_adj", shown(one.mean)},
                   {"mean_treat_adj", shown(other.mean)}},
                  answer_of(welch_test(one, other, options), "effect"));
  }
  if (type.starts_with("cuped_")) {
    return cuped_answer(cuped_test(control, treat, slope_of(type), options));
  }
  const auto model =
      choose<RegressionModel>(type, {{"ancova_ols", RegressionModel::ancova},
                                     {"ancova_hc2", RegressionModel::ancova_hc2},
                                     {"lin_interacted_hc2", RegressionModel::lin_hc2}});
  const std::vector<std::vector<double>> covariates{columns.x};
  Json answer = cuped_answer(regression_effect(
      {.outcome = columns.y, .treated = columns.arm, .covariates = covariates}, model, options));
  if (model == RegressionModel::lin_hc2) return answer;
  answer["mean_control_adj"] = nullptr;
  answer["mean_treat_adj"] = nullptr;
  if (!answer.contains("reason")) answer["reason"] = "the model has coefficients, no arms' means";
  return answer;
}

double probability_of(const Request& request) {
  const double prob = request.number("prob");
  if (!(prob >= 0.0 && prob <= 1.0)) {
    throw RequestError(fmt::format("'prob': found {}; expected a number in 0..1", prob));
  }
  return prob;
}

Json answer_quantile(const Request& request) {
  std::vector<double> values = request.numbers("values");
  if (values.empty() || std::any_of(values.begin(), values.end(),
                                    [](double value) { return !std::isfinite(value); })) {
    throw RequestError("'values': expected finite numbers, at least one");
  }
  std::sort(values.begin(), values.end());
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

std::vector<Field> summary_fields() {
  std::vector<Field> fields;
  for (const auto& [n, suffix] : {std::pair{"n_control", 'c'}, std::pair{"n_treat", 't'}}) {
    const bool control = suffix == 'c';
    fields.push_back({n, "customers of the arm, at least 2", {}, control ? "n1" : "n2"});
    fields.push_back({control ? "mean_y_c" : "mean_y_t", "mean of the outcome"});
    fields.push_back({control ? "mean_x_c" : "mean_x_t", "mean of the covariate"});
    fields.push_back({control ? "var_y_c" : "var_y_t", "variance of the outcome"});
    fields.push_back({control ? "var_x_c" : "var_x_t", "variance of the covariate"});
    fields.push_back({control ? "cov_xy_c" : "cov_xy_t", "covariance of both"});
  }
  fields.push_back(conf_level_field);
  return fields;
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
      {.name = "cuped_summary",
       .short_names = {},
       .purpose = "difference of means sharpened by a covariate, from moments",
       .types = "cuped_pooled_within,cuped_pooled_total,cuped_per_arm",
       .fields = summary_fields(),
       .outputs = "theta,mean_control_adj,mean_treat_adj,effect,se,df,statistic,p_value,lower,"
                  "upper,variance_left",
       .example = R"("n_control": 100, "mean_y_c": 10, "mean_x_c": 9, "var_y_c": 4, "var_x_c": 3, )"
                  R"("cov_xy_c": 2.5, "n_treat": 110, "mean_y_t": 10.4, "mean_x_t": 9.1, )"
                  R"("var_y_t": 4.2, "var_x_t": 3.1, "cov_xy_t": 2.6)",
       .answer = answer_summary},
      {.name = "cuped",
       .short_names = "cuped_expected",
       .purpose = "difference of means sharpened by a covariate, from customers",
       .types = "cuped_pooled_within,cuped_pooled_total,cuped_per_arm,unadjusted_welch,ancova_ols,"
                "ancova_hc2,lin_interacted_hc2",
       .fields = {{"arm", "list: 0 control, 1 treatment"},
                  {"x", "list: known before the test"},
                  {"y", "list: the outcome"},
                  conf_level_field},
       .outputs = "theta,mean_control_adj,mean_treat_adj,effect,se,df,statistic,p_value,lower,"
                  "upper,variance_left",
       .example = R"("arm": [0, 0, 0, 0, 1, 1, 1, 1], "x": [1, 2, 3, 4, 1, 2, 3, 5], )"
                  R"("y": [1.1, 2.3, 2.8, 4.2, 1.9, 2.9, 4.2, 5.6])",
       .answer = answer_cuped},
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
  };
}

}  // namespace journeylab::calc
