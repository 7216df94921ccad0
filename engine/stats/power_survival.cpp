#include "stats/power_survival.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace journeylab {
namespace {

void check_ratio(double hazard_ratio) {
  if (!(hazard_ratio > 0.0 && std::isfinite(hazard_ratio))) {
    throw std::invalid_argument("the hazard ratio is not above 0");
  }
  if (hazard_ratio == 1.0) {
    throw std::invalid_argument("the hazard ratio is 1, which no number of customers shows");
  }
}

// The statistic's mean is its root times the root of the number of events.
double shift_per_event(double hazard_ratio, EventsModel model, double ratio) {
  if (model == EventsModel::schoenfeld) {
    return std::sqrt(ratio) / (1.0 + ratio) * std::abs(std::log(hazard_ratio));
  }
  return std::sqrt(ratio) * std::abs(1.0 - hazard_ratio) / (1.0 + ratio * hazard_ratio);
}

// 1 - (1 - e^-x) / x, with its digits for small x.
double one_less_mean_decay(double x) {
  if (x > 0.5) return 1.0 + std::expm1(-x) / x;
  double sum = 0.0;
  double term = 1.0;
  for (int k = 1; k <= 16; ++k) {
    term *= x / (k + 1.0);
    sum += k % 2 == 1 ? term : -term;
  }
  return sum;
}

}  // namespace

double events_for_logrank(double hazard_ratio, EventsModel model, const SizePlan& plan) {
  check_ratio(hazard_ratio);
  const double root =
      plan_deviations(plan).sum() / shift_per_event(hazard_ratio, model, plan.ratio);
  return root * root;
}

double power_of_events(double hazard_ratio, double events, EventsModel model,
                       const TestLevel& level, double ratio) {
  check_ratio(hazard_ratio);
  if (!(events > 0.0)) throw std::invalid_argument("there are no events");
  if (!(ratio > 0.0)) throw std::invalid_argument("the ratio of the arms is not above 0");
  return normal_power(shift_per_event(hazard_ratio, model, ratio) * std::sqrt(events), 1.0, level,
                      PowerTails::near);
}

double event_chance(double hazard, const ExponentialTest& test) {
  if (!(hazard > 0.0 && test.dropout_hazard >= 0.0 && test.accrual >= 0.0 &&
        test.follow_up >= 0.0)) {
    throw std::invalid_argument("a rate or a time is below 0");
  }
  if (!(test.accrual + test.follow_up > 0.0)) throw std::invalid_argument("nobody is followed");
  const double leaving = hazard + test.dropout_hazard;
  // 1 - e^(-u) m(v) with the mean decay m over entry, as what is lost by u and, of the rest, by v.
  const double late = leaving * test.follow_up;
  const double gone =
      -std::expm1(-late) + std::exp(-late) * one_less_mean_decay(leaving * test.accrual);
  return hazard / leaving * gone;
}

ExponentialSize size_for_exponential(const ExponentialTest& test, const SizePlan& plan) {
  if (!(test.median_control > 0.0)) throw std::invalid_argument("the median is not above 0");
  ExponentialSize size;
  size.events = events_for_logrank(test.hazard_ratio, EventsModel::schoenfeld, plan);
  const double hazard = std::numbers::ln2 / test.median_control;
  size.chance_control = event_chance(hazard, test);
  size.chance_treat = event_chance(hazard * test.hazard_ratio, test);
  const double mean = (size.chance_control + plan.ratio * size.chance_treat) / (1.0 + plan.ratio);
  size.total = size.events / mean;
  return size;
}

}  // namespace journeylab
