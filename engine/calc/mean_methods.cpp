#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/description.h"
#include "stats/ratio_metric.h"
#include "stats/two_means.h"

namespace journeylab::calc {
namespace {

MeanSummary mean_of(const Request& request, std::string_view arm) {
  const double deviation = request.not_negative(fmt::format("sd_{}", arm));
  return {.n = request.count(fmt::format("n_{}", arm), 1),
          .mean = request.number(fmt::format("mean_{}", arm)),
          .variance = deviation * deviation};
}

Json answer_means(const Request& request) {
  const auto test =
      choose<EffectTest (*)(const MeanSummary&, const MeanSummary&, const MeanTestOptions&)>(
          request.type(),
          {{"welch_t", welch_test}, {"student_t", student_test}, {"z_unpooled", z_test}});
  return answer_of(
      test(mean_of(request, "control"), mean_of(request, "treat"), mean_options_of(request)),
      "diff");
}

Json answer_margin(const Request& request) {
  const MeanSummary control = mean_of(request, "control");
  const MeanSummary treat = mean_of(request, "treat");
  const double margin = request.positive("margin");
  const double confidence = request.level("conf_level");
  return answer_of(request.type() == "equivalence"
                       ? equivalence_of_means(control, treat, -margin, margin, confidence)
                       : non_inferiority_of_means(control, treat, margin, confidence),
                   "diff");
}

Json answer_one(const Request& request) {
  const double deviation = request.not_negative("sd");
  return answer_of(one_mean_test({.n = request.count("n", 1),
                                  .mean = request.number("mean"),
                                  .variance = deviation * deviation},
                                 mean_options_of(request)),
                   "estimate");
}

Json answer_lift(const Request& request) {
  const MeanSummary control = mean_of(request, "control");
  const MeanSummary treat = mean_of(request, "treat");
  using Lift = LiftEstimate (*)(const MeanSummary&, const MeanSummary&, double, LiftQuantile);
  using Choice = std::pair<Lift, LiftQuantile>;
  const auto [lift, quantile] = choose<Choice>(
      request.type(), {{"lift_delta_t", {delta_lift_of_means, LiftQuantile::welch}},
                       {"lift_delta_z", {delta_lift_of_means, LiftQuantile::normal}},
                       {"lift_log_t", {log_lift_of_means, LiftQuantile::welch}},
                       {"lift_log_z", {log_lift_of_means, LiftQuantile::normal}},
                       {"lift_fieller_t_welch", {fieller_lift_of_means, LiftQuantile::welch}},
                       {"lift_fieller_t_pooled", {fieller_lift_of_means, LiftQuantile::pooled}},
                       {"lift_fieller_z", {fieller_lift_of_means, LiftQuantile::normal}}});
  const LiftEstimate estimate = lift(control, treat, request.level("conf_level"), quantile);
  Json answer = answer_of(estimate.lift, "lift");
  answer["df"] = estimate.lift.value ? shown(estimate.df) : Json(nullptr);
  return answer;
}

double covariance_of(const Request& request, std::string_view name, double one, double other) {
  const double covariance = request.number(name);
  if (std::abs(covariance) > std::sqrt(one) * std::sqrt(other) * (1.0 + 1e-12)) {
    throw RequestError(
        fmt::format("'{}': found {}; expected at most the root of both variances' "
                    "product, {}",
                    name, covariance, std::sqrt(one) * std::sqrt(other)));
  }
  return covariance;
}

RatioSummary ratio_of(const Request& request, std::string_view arm, char suffix) {
  const auto name = [&](std::string_view stem) { return fmt::format("{}_{}", stem, suffix); };
  RatioSummary summary{.n = request.count(fmt::format("n_{}", arm), 1),
                       .mean_numerator = request.number(name("mean_num")),
                       .mean_denominator = request.number(name("mean_den")),
                       .variance_numerator = request.not_negative(name("var_num")),
                       .variance_denominator = request.not_negative(name("var_den"))};
  summary.covariance =
      covariance_of(request, name("cov"), summary.variance_numerator, summary.variance_denominator);
  return summary;
}

double over(double numerator, double denominator) {
  return denominator == 0.0 ? no_number : numerator / denominator;
}

Json answer_ratio(const Request& request) {
  const RatioSummary control = ratio_of(request, "control", 'c');
  const RatioSummary treat = ratio_of(request, "treat", 't');
  const MeanTestOptions options{.confidence = request.level("conf_level")};
  Json answer = {{"ratio_control", shown(over(control.mean_numerator, control.mean_denominator))},
                 {"ratio_treat", shown(over(treat.mean_numerator, treat.mean_denominator))}};
  const EffectTest test =
      request.type() == "ratio_lift_delta_t"
          ? ratio_lift(control, treat, options)
          : ratio_difference(control, treat, options, request.type() == "ratio_delta_t");
  return joined(std::move(answer), answer_of(test, "effect"));
}

Json answer_descriptive(const Request& request) {
  const std::vector<double> values = request.finite_numbers("values");
  const Description described = describe(values);
  const bool some = described.n > 0;
  const bool spread = described.n > 1;
  return {{"n", described.n},
          {"sum", shown(described.sum)},
          {"mean", shown(some ? described.mean : no_number)},
          {"variance", shown(spread ? described.variance : no_number)},
          {"sd", shown(spread ? described.deviation : no_number)},
          {"min", shown(some ? described.least : no_number)},
          {"max", shown(some ? described.most : no_number)}};
}

std::vector<Field> two_mean_fields() {
  return {{"n_control", "customers in control, at least 1", {}, "n1"},
          {"mean_control", "mean of control", {}, "mean1"},
          {"sd_control", "standard deviation of control, divisor n - 1", {}, "sd1"},
          {"n_treat", "customers in treatment, at least 1", {}, "n2"},
          {"mean_treat", "mean of treatment", {}, "mean2"},
          {"sd_treat", "standard deviation of treatment, divisor n - 1", {}, "sd2"}};
}

std::vector<Field> ratio_fields() {
  return {{"n_control", "customers in control", {}, "n1"},
          {"mean_num_c", "mean of control's numerator"},
          {"mean_den_c", "mean of control's denominator"},
          {"var_num_c", "variance of control's numerator, divisor n - 1"},
          {"var_den_c", "variance of control's denominator"},
          {"cov_c", "covariance of both in control"},
          {"n_treat", "customers in treatment", {}, "n2"},
          {"mean_num_t", "mean of treatment's numerator"},
          {"mean_den_t", "mean of treatment's denominator"},
          {"var_num_t", "variance of treatment's numerator"},
          {"var_den_t", "variance of treatment's denominator"},
          {"cov_t", "covariance of both in treatment"},
          conf_level_field};
}

constexpr std::string_view effect_outputs = "diff,se,df,statistic,p_value,lower,upper";

constexpr std::string_view example_means =
    R"("n_control": 30, "mean_control": 10.1, "sd_control": 2.3, )"
    R"("n_treat": 32, "mean_treat": 11.4, "sd_treat": 2.9)";

}  // namespace

std::vector<Method> mean_methods() {
  return {
      {.name = "means_test",
       .short_names = "two_means,means",
       .purpose = "difference of two means with its test and interval",
       .types = "welch_t,student_t,z_unpooled",
       .fields = with(two_mean_fields(), {conf_level_field, alternative_field, null_field}),
       .outputs = effect_outputs,
       .example = example_means,
       .answer = answer_means},
      {.name = "means_margin_test",
       .short_names = "means_noninferiority",
       .purpose = "Welch's t that a mean is not worse, or is equivalent, within a margin",
       .types = "noninferiority,equivalence",
       .fields = with(two_mean_fields(),
                      {{"margin", "largest harmless difference, above 0"}, conf_level_field}),
       .outputs = effect_outputs,
       .example = R"("n_control": 300, "mean_control": 10.1, "sd_control": 2.3, )"
                  R"("n_treat": 320, "mean_treat": 10.0, "sd_treat": 2.9, "margin": 0.5)",
       .answer = answer_margin},
      {.name = "mean_test",
       .short_names = "mean,mean_ci",
       .purpose = "one mean with its test and interval, by Student's t",
       .types = "student_t",
       .fields = {{"n", "customers, at least 1"},
                  {"mean", "their mean"},
                  {"sd", "their standard deviation, divisor n - 1"},
                  conf_level_field,
                  alternative_field,
                  {"null_diff", "mean under the null hypothesis", "0", "mu0"}},
       .outputs = "estimate,se,df,statistic,p_value,lower,upper",
       .example = R"("n": 30, "mean": 10.1, "sd": 2.3)",
       .answer = answer_one},
      {.name = "means_relative",
       .short_names = "means_lift",
       .purpose = "relative lift of a mean, treatment over control less 1",
       .types = "lift_fieller_t_welch,lift_delta_t,lift_delta_z,lift_log_t,lift_log_z,"
                "lift_fieller_t_pooled,lift_fieller_z",
       .fields = with(two_mean_fields(), {conf_level_field}),
       .outputs = "lift,df,lower,upper",
       .example = example_means,
       .answer = answer_lift},
      {.name = "ratio_metric",
       .short_names = "ratio",
       .purpose = "difference or lift of two ratios of means, by the delta method",
       .types = "ratio_delta_t,ratio_delta_z,ratio_lift_delta_t",
       .fields = ratio_fields(),
       .outputs = "ratio_control,ratio_treat,effect,se,df,statistic,p_value,lower,upper",
       .example = R"("n_control": 20, "mean_num_c": 14.9, "mean_den_c": 3.0, "var_num_c": 133, )"
                  R"("var_den_c": 1.9, "cov_c": 9.7, "n_treat": 25, "mean_num_t": 15.1, )"
                  R"("mean_den_t": 2.9, "var_num_t": 130, "var_den_t": 2.1, "cov_t": 10.9)",
       .answer = answer_ratio},
      {.name = "descriptive",
       .short_names = "descriptive_expected,describe",
       .purpose = "sum, mean and variance of a list, exact where naive sums fail",
       .types = "descriptive",
       .fields = {{"values", "list of numbers", {}, "value,x"}},
       .outputs = "n,sum,mean,variance,sd,min,max",
       .example = R"("values": [10000001, 10000003, 10000002])",
       .answer = answer_descriptive},
  };
}

}  // namespace journeylab::calc
