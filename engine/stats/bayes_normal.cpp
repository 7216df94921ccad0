#include "stats/bayes_normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>

#include "stats/distributions.h"
#include "stats/gauss_panel.h"

namespace journeylab {
namespace {

void check(const NormalPosterior& normal) {
  if (!(std::isfinite(normal.mean) && normal.deviation >= 0.0 && std::isfinite(normal.deviation))) {
    throw std::invalid_argument("a normal posterior needs a finite mean and deviation");
  }
}

double density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

// E max(Z - z, 0). Far out the difference would lose its digits, and Mills' ratio has a series: the
// loss is phi(z) / z^2 (1 - 3 / z^2 + 15 / z^4 - ...).
double unit_loss(double z) {
  constexpr double series_from = 25.0;
  if (z < series_from) return density(z) - z * normal_tail(z);
  const double inverse = 1.0 / (z * z);
  return density(z) * inverse *
         (1.0 + inverse * (-3.0 + inverse * (15.0 + inverse * (-105.0 + 945.0 * inverse))));
}

}  // namespace

NormalPosterior posterior_of(double estimate, double standard_error,
                             const std::optional<NormalPosterior>& prior) {
  const NormalPosterior flat{.mean = estimate, .deviation = standard_error};
  check(flat);
  if (!prior) return flat;
  check(*prior);
  if (prior->deviation == 0.0) throw std::invalid_argument("the prior's deviation is 0");
  const double variance = standard_error * standard_error;
  const double prior_variance = prior->deviation * prior->deviation;
  const double all = variance + prior_variance;
  return {.mean = estimate * (prior_variance / all) + prior->mean * (variance / all),
          .deviation = standard_error * (prior->deviation / std::sqrt(all))};
}

BayesComparison judge_effect(const NormalPosterior& effect, double credibility) {
  check(effect);
  const double d = effect.mean;
  const double s = effect.deviation;
  BayesComparison result{.difference = d};
  if (s == 0.0) {
    result.chance_better = d > 0.0 ? 1.0 : d < 0.0 ? 0.0 : 0.5;
    result.loss_treatment = std::max(-d, 0.0);
    result.loss_control = std::max(d, 0.0);
    result.interval = {.low = d, .high = d};
    return result;
  }
  const double z = d / s;
  const double reach = s * normal_critical(credibility);
  result.chance_better = normal_tail(-z);
  result.loss_treatment = s * unit_loss(z);
  result.loss_control = s * unit_loss(-z);
  result.interval = {.low = d - reach, .high = d + reach};
  return result;
}

BayesComparison compare_normal(const NormalPosterior& control, const NormalPosterior& treatment,
                               double credibility) {
  check(control);
  check(treatment);
  return judge_effect({.mean = treatment.mean - control.mean,
                       .deviation = std::hypot(control.deviation, treatment.deviation)},
                      credibility);
}

std::vector<double> normal_chances_best(std::span<const NormalPosterior> arms) {
  std::vector<double> borders;
  for (const NormalPosterior& arm : arms) {
    check(arm);
    if (arm.deviation == 0.0) throw std::invalid_argument("a posterior's deviation is 0");
    for (double k = -10.0; k <= 10.0; k += 1.0) borders.push_back(arm.mean + k * arm.deviation);
  }
  std::sort(borders.begin(), borders.end());
  std::vector<double> chances;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    double sum = 0.0;
    const auto add = [&](double x, double weight) {
      double part = density((x - arms[i].mean) / arms[i].deviation) / arms[i].deviation;
      for (std::size_t j = 0; j < arms.size() && part > 0.0; ++j) {
        if (j != i) part *= normal_tail((arms[j].mean - x) / arms[j].deviation);
      }
      sum += weight * part;
    };
    for (std::size_t k = 0; k + 1 < borders.size(); ++k) {
      if (borders[k + 1] > borders[k]) for_panel(borders[k], borders[k + 1], add);
    }
    chances.push_back(sum);
  }
  return chances;
}

double gamma_chance_better(const GammaPosterior& control, const GammaPosterior& treatment) {
  for (const double value : {control.shape, control.rate, treatment.shape, treatment.rate}) {
    if (!(value > 0.0 && std::isfinite(value))) {
      throw std::invalid_argument("a Gamma posterior's parameters are not finite and above 0");
    }
  }
  const double both = control.rate + treatment.rate;
  if (control.rate < treatment.rate) {
    return boost::math::ibeta(control.shape, treatment.shape, control.rate / both);
  }
  return boost::math::ibetac(treatment.shape, control.shape, treatment.rate / both);
}

}  // namespace journeylab
