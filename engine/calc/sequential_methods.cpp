#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/method.h"
#include "calc/pieces.h"
#include "calc/sequential.h"
#include "stats/always_valid.h"
#include "stats/two_means.h"
#include "stats/uniform_boundary.h"

namespace journeylab::calc {
namespace {

// A list of numbers for each of a look's fields, all of the same length.
class Looks {
 public:
  explicit Looks(const Request& request) : request_(request) {}

  std::vector<double> column(std::string_view name) {
    std::vector<double> numbers = request_.numbers(name);
    if (length_ == 0) length_ = numbers.size();
    if (numbers.size() != length_ || length_ == 0) {
      throw RequestError(fmt::format("'{}': found {} values; expected {}, one a look", name,
                                     numbers.size(), length_));
    }
    return numbers;
  }

 private:
  const Request& request_;
  std::size_t length_ = 0;
};

std::vector<EffectLook> looks_of(const Request& request) {
  Looks looks(request);
  const auto n_control = looks.column("n_control");
  const auto n_treat = looks.column("n_treat");
  const auto mean_control = looks.column("mean_control");
  const auto mean_treat = looks.column("mean_treat");
  const auto var_control = looks.column("var_control");
  const auto var_treat = looks.column("var_treat");
  std::vector<EffectLook> effects;
  for (std::size_t i = 0; i < n_control.size(); ++i) {
    effects.push_back({.effect = mean_treat[i] - mean_control[i],
                       .variance = var_control[i] / n_control[i] + var_treat[i] / n_treat[i]});
  }
  return effects;
}

// One look gives numbers, a list of looks gives lists.
Json shown_looks(std::span<const double> values) {
  return values.size() == 1 ? shown(values.front()) : shown(values);
}

Json answer_mixture(const Request& request) {
  const std::vector<MixtureLook> looks =
      mixture_test(looks_of(request), {.mixing_variance = request.positive("tau2"),
                                       .null_effect = request.number("theta0"),
                                       .alpha = request.level("alpha")});
  const auto column = [&](auto part) {
    std::vector<double> values;
    for (const MixtureLook& look : looks) values.push_back(part(look));
    return shown_looks(values);
  };
  return {{"lambda_log", column([](const MixtureLook& look) { return look.ln_ratio; })},
          {"p_look", column([](const MixtureLook& look) { return look.p_look; })},
          {"p_always_valid", column([](const MixtureLook& look) { return look.p_value; })},
          {"lower_look", column([](const MixtureLook& look) { return look.interval.low; })},
          {"upper_look", column([](const MixtureLook& look) { return look.interval.high; })},
          {"lower_running", column([](const MixtureLook& look) { return look.running.low; })},
          {"upper_running", column([](const MixtureLook& look) { return look.running.high; })}};
}

Json answer_asymptotic(const Request& request) {
  const AsymptoticSequence sequence{.best_at = request.positive("tuning_parameter"),
                                    .alpha = request.level("alpha"),
                                    .sides = request.type() == "asympcs_one_sided" ? 1 : 2};
  return {{"rho", shown(asymptotic_rho(sequence))},
          {"halfwidth", shown(asymptotic_half_width(sequence, request.positive("n"),
                                                    request.not_negative("variance")))}};
}

Json answer_bound(const Request& request) {
  const std::string& type = request.type();
  const double v = request.not_negative("v");
  const double alpha = request.level("alpha");
  if (type == "poly_stitching") {
    return {{"bound", shown(polynomial_stitching(v, alpha,
                                                 {.first_variance = request.positive("v_min"),
                                                  .c = request.not_negative("c"),
                                                  .s = request.positive("stitch_s"),
                                                  .eta = request.positive("eta")}))}};
  }
  const BoundaryTuning tuning{.variance = request.positive("v_opt"),
                              .alpha = request.level("alpha_opt")};
  if (type.starts_with("beta_binomial")) {
    return {{"bound", shown(beta_binomial_mixture(v, alpha, tuning, request.positive("g"),
                                                  request.positive("h"),
                                                  type.ends_with("two_sided") ? 2 : 1))}};
  }
  if (type.starts_with("gamma")) {
    const auto mixture =
        type == "gamma_poisson" ? gamma_poisson_mixture : gamma_exponential_mixture;
    return {{"bound", shown(mixture(v, alpha, tuning, request.positive("c")))}};
  }
  const auto mixture =
      type.ends_with("two_sided") ? normal_mixture_two_sided : normal_mixture_one_sided;
  return {{"bound", shown(mixture(v, alpha, tuning))}};
}

// An arm out of its sums. The mean's rounding is kept beside it: the difference of two means that
// nearly agree, and a variance far smaller than the mean, live on it.
struct SummedArm {
  MeanSummary summary;
  double rounding = 0.0;  // exact mean less the double
};

SummedArm summed_arm(const Request& request, std::string_view arm, bool share) {
  const std::uint64_t n = request.count(fmt::format("n_{}", arm), 2);
  const double sum = request.number(fmt::format("sum_{}", arm));
  const double count = static_cast<double>(n);
  const double mean = sum / count;
  const double remainder = std::fma(-mean, count, sum);
  SummedArm result{.summary = {.n = n, .mean = mean}, .rounding = remainder / count};
  if (share) {
    result.summary.variance = mean * ((count - sum) / count);
    return result;
  }
  const double squares = request.not_negative(fmt::format("sumsq_{}", arm));
  const double product = sum * mean;
  const double below = std::fma(sum, mean, -product) + mean * remainder;
  result.summary.variance = ((squares - product) - below) / (count - 1.0);
  return result;
}

}  // namespace

SummedEffect summed_effect(const Request& request) {
  static constexpr std::array<std::string_view, 2> kinds{"proportion", "mean"};
  static constexpr std::array<std::string_view, 2> differences{"relative", "absolute"};
  const bool share = request.word("stat_type", kinds) == "proportion";
  const auto [control, control_rounding] = summed_arm(request, "control", share);
  const auto [treat, treat_rounding] = summed_arm(request, "treat", share);
  const double difference = (treat.mean - control.mean) + (treat_rounding - control_rounding);
  const double control_part = control.variance / static_cast<double>(control.n);
  const double treat_part = treat.variance / static_cast<double>(treat.n);
  SummedEffect effect{.n = static_cast<double>(control.n) + static_cast<double>(treat.n),
                      .control_mean = control.mean};
  effect.relative = request.word("difference_type", differences) == "relative";
  if (!effect.relative) {
    effect.value = difference;
    effect.error = std::sqrt(control_part + treat_part);
    return effect;
  }
  if (control.mean == 0.0)
    throw RequestError("control's mean is 0, so there is no relative effect");
  effect.value = difference / std::abs(control.mean);
  const double lift = treat.mean / control.mean;
  effect.error = std::sqrt(treat_part + lift * lift * control_part) / std::abs(control.mean);
  return effect;
}

std::vector<Field> summed_fields() {
  return {{"stat_type", "proportion or mean", "\"mean\""},
          {"n_control", "customers in control, at least 2", {}, "n1"},
          {"sum_control", "sum of control's values"},
          {"sumsq_control", "sum of control's squares, of a mean", "0"},
          {"n_treat", "customers in treatment, at least 2", {}, "n2"},
          {"sum_treat", "sum of treatment's values"},
          {"sumsq_treat", "sum of treatment's squares, of a mean", "0"},
          {"difference_type", "relative or absolute", "\"relative\""}};
}

namespace {

Json answer_summed(const Request& request) {
  const SummedEffect effect = summed_effect(request);
  if (!(effect.error > 0.0)) throw RequestError("both arms are constant, so nothing varies");
  const SequentialEffect result =
      sequential_effect({.best_at = request.positive("tuning_parameter"),
                         .alpha = request.level("alpha"),
                         .sides = 2},
                        effect.value, effect.error, effect.n);
  return {{"effect", shown(effect.value)},
          {"se", shown(effect.error)},
          {"p_value", shown(result.p_value)},
          {"lower", shown(result.interval.low)},
          {"upper", shown(result.interval.high)}};
}

std::vector<Field> look_fields() {
  return {{"n_control", "customers in control, a number or a list, one a look"},
          {"n_treat", "customers in treatment"},
          {"mean_control", "mean of control"},
          {"mean_treat", "mean of treatment"},
          {"var_control", "variance of control"},
          {"var_treat", "variance of treatment"},
          {"tau2", "variance of the mixture over effects, above 0"},
          {"theta0", "effect under the null hypothesis", "0"},
          alpha_field,
          {"look", "ignored: looks are in order", "null"}};
}

std::vector<Field> bound_fields() {
  return {{"v", "accumulated variance"},
          alpha_field,
          {"v_opt", "where the boundary is tightest", "1"},
          {"alpha_opt", "the error there", "0.05"},
          {"c", "scale of a gamma or stitched boundary", "0"},
          {"g", "of beta_binomial: observations are above -g", "null"},
          {"h", "of beta_binomial: observations are below h", "null"},
          {"v_min", "of poly_stitching: where it begins", "1"},
          {"stitch_s", "of poly_stitching, above 1", "1.4"},
          {"eta", "of poly_stitching, above 1", "2"}};
}

}  // namespace

std::vector<Method> sequential_methods() {
  std::vector<Method> methods = group_sequential_methods();
  methods.push_back({.name = "msprt",
                     .short_names = {},
                     .purpose = "always-valid p-value and interval of a difference of means",
                     .types = "msprt_normal",
                     .fields = look_fields(),
                     .outputs = "lambda_log,p_look,p_always_valid,lower_look,upper_look,"
                                "lower_running,upper_running",
                     .example = R"("n_control": [200, 400], "n_treat": [200, 400], )"
                                R"("mean_control": [1.02, 0.95], "mean_treat": [1.01, 1.04], )"
                                R"("var_control": [1, 1], "var_treat": [1.1, 1.1], "tau2": 0.01)",
                     .answer = answer_mixture});
  methods.push_back({.name = "asymptotic_cs",
                     .short_names = "asymptotic_confidence_sequence",
                     .purpose = "half width of an asymptotic confidence sequence",
                     .types = "asympcs_two_sided,asympcs_one_sided",
                     .fields = {{"n", "observations"},
                                {"variance", "of one observation"},
                                {"tuning_parameter", "observations where it is tightest", "5000"},
                                {"rho_input", "ignored", "null"},
                                alpha_field,
                                {"sided", "ignored: the type says it", "null"}},
                     .outputs = "rho,halfwidth",
                     .example = R"("n": 2000, "variance": 1.5)",
                     .answer = answer_asymptotic});
  methods.push_back(
      {.name = "confseq_bounds",
       .short_names = "uniform_boundary",
       .purpose = "boundary that a centred sum crosses ever with chance alpha at most",
       .types = "normal_mixture_two_sided,normal_mixture_one_sided,gamma_exponential,"
                "gamma_poisson,beta_binomial_two_sided,beta_binomial_one_sided,"
                "poly_stitching",
       .fields = bound_fields(),
       .outputs = "bound",
       .example = R"("v": 100, "v_opt": 100)",
       .answer = answer_bound});
  methods.push_back(
      {.name = "growthbook_sequential",
       .short_names = "sequential_effect",
       .purpose = "asymptotic confidence sequence of an effect, from sums of two arms",
       .types = "gb_sequential_two_sided",
       .fields =
           with(summed_fields(),
                {alpha_field, {"tuning_parameter", "customers where it is tightest", "5000"}}),
       .outputs = "effect,se,p_value,lower,upper",
       .example = R"("stat_type": "proportion", "n_control": 3000, )"
                  R"("sum_control": 300, "n_treat": 3000, "sum_treat": 350)",
       .answer = answer_summed});
  return methods;
}

}  // namespace journeylab::calc
