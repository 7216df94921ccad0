#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calc/pieces.h"
#include "calc/sequential.h"
#include "stats/bayes_beta.h"
#include "stats/bayes_normal.h"

namespace journeylab::calc {
namespace {

Json answer_of(const BayesComparison& comparison) {
  return {{"prob_treat_better", shown(comparison.chance_better)},
          {"expected_loss_choose_treat", shown(comparison.loss_treatment)},
          {"expected_loss_choose_control", shown(comparison.loss_control)},
          {"mean_diff", shown(comparison.difference)},
          {"lower", shown(comparison.interval.low)},
          {"upper", shown(comparison.interval.high)}};
}

BetaPosterior beta_of(const Request& request, std::string_view arm) {
  return {.a = request.positive(fmt::format("alpha_{}", arm)),
          .b = request.positive(fmt::format("beta_{}", arm))};
}

Json answer_beta(const Request& request) {
  const BetaPosterior control = beta_of(request, "control");
  const BetaPosterior treat = beta_of(request, "treat");
  const double level = request.level("cred_level");
  Json answer = answer_of(compare_beta(control, treat, level));
  const Interval lift = beta_lift_interval(control, treat, level);
  answer["lift_lower"] = shown(lift.low);
  answer["lift_upper"] = shown(lift.high);
  return answer;
}

Json answer_normal(const Request& request) {
  const NormalPosterior control{.mean = request.number("mean_control"),
                                .deviation = request.not_negative("sd_control")};
  const NormalPosterior treat{.mean = request.number("mean_treat"),
                              .deviation = request.not_negative("sd_treat")};
  Json answer = answer_of(compare_normal(control, treat, request.level("cred_level")));
  answer["sd_diff"] = shown(std::hypot(control.deviation, treat.deviation));
  return answer;
}

Json answer_gamma(const Request& request) {
  const GammaPosterior control{.shape = request.positive("shape_control"),
                               .rate = request.positive("rate_control")};
  const GammaPosterior treat{.shape = request.positive("shape_treat"),
                             .rate = request.positive("rate_treat")};
  return {{"prob_treat_better", shown(gamma_chance_better(control, treat))}};
}

template <typename Posterior, typename Make>
std::vector<Posterior> arms_of(const std::vector<double>& first, const std::vector<double>& second,
                               Make make) {
  if (first.size() != second.size() || first.empty()) {
    throw RequestError("expected two lists of the same length, one value an arm");
  }
  std::vector<Posterior> arms;
  for (std::size_t i = 0; i < first.size(); ++i) arms.push_back(make(first[i], second[i]));
  return arms;
}

Json answer_best(const Request& request) {
  if (request.type() == "beta_binomial") {
    const auto arms =
        arms_of<BetaPosterior>(request.numbers("alpha"), request.numbers("beta"),
                               [](double a, double b) { return BetaPosterior{.a = a, .b = b}; });
    return {{"prob_best", shown(beta_chances_best(arms))}};
  }
  if (!request.has("mean") || !request.has("sd")) {
    throw RequestError("'mean' or 'sd' is missing; expected a list of both for the type normal");
  }
  const auto arms = arms_of<NormalPosterior>(
      request.numbers("mean"), request.numbers("sd"),
      [](double mean, double sd) { return NormalPosterior{.mean = mean, .deviation = sd}; });
  return {{"prob_best", shown(normal_chances_best(arms))}};
}

// The prior of the effect on its own scale: a relative prior of an absolute effect is in units of
// control's mean, an absolute one of a relative effect is divided by it.
std::optional<NormalPosterior> prior_of(const Request& request, const SummedEffect& effect) {
  static constexpr std::array<std::string_view, 2> kinds{"relative", "absolute"};
  if (request.any_number("prior_proper") != 1.0) return {};
  const bool relative = request.word("prior_type", kinds) == "relative";
  const double base = std::abs(effect.control_mean);
  double scale = 1.0;
  if (relative && !effect.relative) scale = base;
  if (!relative && effect.relative) scale = 1.0 / base;
  return NormalPosterior{.mean = request.number("prior_mean") * scale,
                         .deviation = std::sqrt(request.positive("prior_variance")) * scale};
}

Json answer_effect(const Request& request) {
  const SummedEffect effect = summed_effect(request);
  const NormalPosterior posterior =
      posterior_of(effect.value, effect.error, prior_of(request, effect));
  const BayesComparison judged = judge_effect(posterior, 1.0 - request.level("alpha"));
  const bool inverse = request.any_number("inverse") == 1.0;
  return {{"chance_to_win", shown(inverse ? 1.0 - judged.chance_better : judged.chance_better)},
          {"expected", shown(posterior.mean)},
          {"sd", shown(posterior.deviation)},
          {"lower", shown(judged.interval.low)},
          {"upper", shown(judged.interval.high)},
          {"risk_choose_control", shown(inverse ? judged.loss_treatment : judged.loss_control)},
          {"risk_choose_treat", shown(inverse ? judged.loss_control : judged.loss_treatment)}};
}

const Field cred_level_field{"cred_level", "level of the credible interval", "0.95",
                             "conf_level,confidence"};

}  // namespace

std::vector<Method> bayes_methods() {
  return {
      {.name = "bayes_beta_binomial",
       .short_names = {},
       .purpose = "two Beta posteriors of a share: chance to be better, expected losses",
       .types = "beta_binomial",
       .fields = {{"alpha_control", "posterior: prior plus successes, above 0"},
                  {"beta_control", "posterior: prior plus failures, above 0"},
                  {"alpha_treat", "the same of treatment"},
                  {"beta_treat", "the same of treatment"},
                  cred_level_field},
       .outputs = "prob_treat_better,expected_loss_choose_treat,expected_loss_choose_control,"
                  "mean_diff,lower,upper,lift_lower,lift_upper",
       .example = R"("alpha_control": 121, "beta_control": 881, "alpha_treat": 151, )"
                  R"("beta_treat": 851)",
       .answer = answer_beta},
      {.name = "bayes_normal",
       .short_names = {},
       .purpose = "two Normal posteriors of a mean",
       .types = "normal",
       .fields = {{"mean_control", "posterior mean"},
                  {"sd_control", "posterior deviation"},
                  {"mean_treat", "posterior mean"},
                  {"sd_treat", "posterior deviation"},
                  cred_level_field},
       .outputs = "prob_treat_better,expected_loss_choose_treat,expected_loss_choose_control,"
                  "mean_diff,lower,upper,sd_diff",
       .example = R"("mean_control": 5, "sd_control": 1, "mean_treat": 6, "sd_treat": 1)",
       .answer = answer_normal},
      {.name = "bayes_gamma_poisson",
       .short_names = {},
       .purpose = "two Gamma posteriors of a rate",
       .types = "gamma_poisson",
       .fields = {{"shape_control", "prior plus events, above 0"},
                  {"rate_control", "prior plus exposure, above 0"},
                  {"shape_treat", "the same of treatment"},
                  {"rate_treat", "the same of treatment"}},
       .outputs = "prob_treat_better",
       .example = R"("shape_control": 50, "rate_control": 100, "shape_treat": 60, )"
                  R"("rate_treat": 100)",
       .answer = answer_gamma},
      {.name = "bayes_best",
       .short_names = {},
       .purpose = "chance of each of many arms to be the best",
       .types = "beta_binomial,normal",
       .fields = {{"alpha", "list, of beta_binomial", "null"},
                  {"beta", "list, of beta_binomial", "null"},
                  {"mean", "list, of normal", "null"},
                  {"sd", "list, of normal", "null"}},
       .outputs = "prob_best",
       .example = R"("alpha": [121, 151, 140], "beta": [881, 851, 860])",
       .answer = answer_best},
      {.name = "growthbook_bayes",
       .short_names = "bayes_effect",
       .purpose = "posterior of an effect from sums of two arms and a normal prior",
       .types = "gb_effect_bayesian",
       .fields = with(summed_fields(), {alpha_field,
                                        {"prior_proper", "1: use the prior; 0: flat", "0"},
                                        {"prior_mean", "of the effect", "0"},
                                        {"prior_variance", "of the effect, above 0", "1"},
                                        {"prior_type", "relative or absolute", "\"relative\""},
                                        {"inverse", "1: less is better", "0"}}),
       .outputs = "chance_to_win,expected,sd,lower,upper,risk_choose_control,risk_choose_treat",
       .example = R"("stat_type": "proportion", "n_control": 3000, "sum_control": 300, )"
                  R"("n_treat": 3000, "sum_treat": 350)",
       .answer = answer_effect},
  };
}

}  // namespace journeylab::calc
