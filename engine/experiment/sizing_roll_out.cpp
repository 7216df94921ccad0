#include "experiment/sizing_roll_out.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace journeylab {
namespace {

void check(const SizingQuestion& sizing, const RollOutQuestion& question) {
  if (sizing.arms.size() != 2) {
    throw std::invalid_argument("test-and-roll is for control and one variant; choose one");
  }
  if (sizing.metric.kind == SizedKind::share && !question.value) {
    throw std::invalid_argument(
        "test-and-roll needs what a conversion is worth: --value-per-conversion");
  }
  if (sizing.metric.kind != SizedKind::share && sizing.metric.kind != SizedKind::mean) {
    throw std::invalid_argument(
        "test-and-roll is for a share with a value per conversion, or for a mean");
  }
  if (!sizing.metric.higher_is_better) {
    throw std::invalid_argument("test-and-roll earns what is the better the higher");
  }
}

}  // namespace

RollOutAnswer size_roll_out(const Sizing& sizing, const RollOutQuestion& question) {
  check(sizing.question, question);
  const SizedArm& control = sizing.question.arms.front();
  const double unit = question.value.value_or(1.0);
  RollOutAnswer answer{.question = question, .best = {}, .classical = {}};
  answer.prior_from_effect = !question.prior_deviation;
  answer.prior_deviation = question.prior_deviation.value_or(
      std::sqrt(std::numbers::pi) / 2.0 * std::abs(sizing.question.effects.front().value));
  const NormalPrior prior{.mean = unit * control.value,
                          .deviation = unit * answer.prior_deviation,
                          .customer_deviation = unit * std::sqrt(control.variance)};
  const double each = test_and_roll_size(prior, question.population);
  const RollOut roll_out{.first = prior, .second = prior, .population = question.population};
  answer.best = test_and_roll(roll_out, each, each);
  answer.classical_fits = sizing.size.total <= question.population;
  if (answer.classical_fits) {
    answer.classical = test_and_roll(roll_out, sizing.size.customers[0], sizing.size.customers[1]);
  }
  return answer;
}

}  // namespace journeylab
