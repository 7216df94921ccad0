#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/cuped.h"
#include "stats/regression.h"

namespace journeylab::calc {
namespace {

CupedSlope slope_of(const std::string& type) {
  return choose<CupedSlope>(type, {{"cuped_pooled_within", CupedSlope::pooled_within},
                                   {"cuped_pooled_total", CupedSlope::pooled_total},
                                   {"cuped_per_arm", CupedSlope::per_arm}});
}

Json cuped_answer(const CupedResult& result) {
  Json theta = nullptr;
  if (result.slopes.size() == 1) theta = shown(result.slopes.front());
  if (result.slopes.size() > 1) theta = shown(result.slopes);
  Json answer = {{"theta", theta},
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

// The customers of one request: arm, outcome columns (one, or numerator and denominator) and
// covariates.
struct Customers {
  std::vector<std::uint8_t> arm;
  std::vector<std::vector<double>> outcomes;
  std::vector<std::vector<double>> covariates;
};

Customers customers_of(const Request& request, std::initializer_list<std::string_view> outcomes) {
  Customers customers{.arm = {}, .outcomes = {}, .covariates = request.lists_of_numbers("x")};
  for (const double arm : request.numbers("arm")) {
    if (arm != 0.0 && arm != 1.0) {
      throw RequestError(fmt::format("'arm': found {}; expected 0 (control) and 1", arm));
    }
    customers.arm.push_back(arm == 1.0 ? 1 : 0);
  }
  for (const std::string_view name : outcomes) {
    customers.outcomes.push_back(request.finite_numbers(name));
  }
  for (const auto* columns : {&customers.outcomes, &customers.covariates}) {
    for (const std::vector<double>& column : *columns) {
      if (column.size() != customers.arm.size()) {
        throw RequestError(
            fmt::format("found a list of {} values beside {} of 'arm'; expected lists of the same "
                        "length",
                        column.size(), customers.arm.size()));
      }
    }
  }
  return customers;
}

// Outcomes first, then covariates.
ArmMoments arm_moments_of(const Customers& customers, std::uint8_t arm) {
  std::vector<std::vector<double>> lists;
  for (const auto* columns : {&customers.outcomes, &customers.covariates}) {
    for (const std::vector<double>& column : *columns) {
      std::vector<double>& list = lists.emplace_back();
      for (std::size_t i = 0; i < column.size(); ++i) {
        if (customers.arm[i] == arm) list.push_back(column[i]);
      }
    }
  }
  if (lists.front().size() < 2) throw RequestError("an arm has fewer than two customers");
  return arm_moments(lists);
}

// The outcome about a mean that is measured from control's.
MeanSummary spread_about(const ArmMoments& moments, double mean) {
  return {.n = moments.n, .mean = mean, .variance = moments.covariance_of(0, 0)};
}

Json answer_cuped(const Request& request) {
  const Customers customers = customers_of(request, {"y"});
  const ArmMoments control = arm_moments_of(customers, 0);
  const ArmMoments treat = arm_moments_of(customers, 1);
  const MeanTestOptions options{.confidence = request.level("conf_level")};
  const std::string& type = request.type();
  if (type == "unadjusted_welch") {
    const EffectTest test = welch_test(spread_about(control, 0.0),
                                       spread_about(treat, mean_gap(control, treat, 0)), options);
    return joined({{"theta", 0.0},
                   {"mean_control_adj", shown(control.mean[0])},
                   {"mean_treat_adj", shown(treat.mean[0])}},
                  answer_of(test, "effect"));
  }
  if (type.starts_with("cuped_")) {
    return cuped_answer(cuped_test(control, treat, slope_of(type), options));
  }
  const auto model =
      choose<RegressionModel>(type, {{"ancova_ols", RegressionModel::ancova},
                                     {"ancova_hc2", RegressionModel::ancova_hc2},
                                     {"lin_interacted_hc2", RegressionModel::lin_hc2}});
  Json answer = cuped_answer(regression_effect({.outcome = customers.outcomes.front(),
                                                .treated = customers.arm,
                                                .covariates = customers.covariates},
                                               model, options));
  if (model == RegressionModel::lin_hc2) return answer;
  answer["mean_control_adj"] = nullptr;
  answer["mean_treat_adj"] = nullptr;
  if (!answer.contains("reason")) answer["reason"] = "the model has coefficients, no arms' means";
  return answer;
}

Json answer_ratio(const Request& request) {
  const Customers customers = customers_of(request, {"num", "den"});
  return cuped_answer(cuped_ratio_test(arm_moments_of(customers, 0), arm_moments_of(customers, 1),
                                       slope_of(request.type()),
                                       {.confidence = request.level("conf_level")}));
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

constexpr std::string_view outputs =
    "theta,mean_control_adj,mean_treat_adj,effect,se,df,statistic,p_value,lower,upper,"
    "variance_left";

}  // namespace

std::vector<Method> cuped_methods() {
  return {
      {.name = "cuped_summary",
       .short_names = {},
       .purpose = "difference of means sharpened by a covariate, from moments",
       .types = "cuped_pooled_within,cuped_pooled_total,cuped_per_arm",
       .fields = summary_fields(),
       .outputs = outputs,
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
                  {"x", "list: known before the test; several covariates are a list of lists"},
                  {"y", "list: the outcome"},
                  conf_level_field},
       .outputs = outputs,
       .example = R"("arm": [0, 0, 0, 0, 1, 1, 1, 1], "x": [1, 2, 3, 4, 1, 2, 3, 5], )"
                  R"("y": [1.1, 2.3, 2.8, 4.2, 1.9, 2.9, 4.2, 5.6])",
       .answer = answer_cuped},
      {.name = "cuped_ratio",
       .short_names = {},
       .purpose = "difference of two ratios of sums sharpened by covariates, from customers",
       .types = "cuped_pooled_within,cuped_pooled_total,cuped_per_arm",
       .fields = {{"arm", "list: 0 control, 1 treatment"},
                  {"x", "list: known before the test; several covariates are a list of lists"},
                  {"num", "list: the numerator"},
                  {"den", "list: the denominator"},
                  conf_level_field},
       .outputs = outputs,
       .example = R"("arm": [0, 0, 0, 0, 1, 1, 1, 1], "x": [1, 2, 3, 4, 1, 2, 3, 5], )"
                  R"("num": [11, 23, 28, 42, 19, 29, 42, 56], "den": [1, 2, 2, 3, 1, 2, 3, 3])",
       .answer = answer_ratio},
  };
}

}  // namespace journeylab::calc
