#include "scenario/validate_constants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "scenario/apply_operation.h"

namespace journeylab {
namespace {

// `and`, `or` and `if` can be known although not all of their operands are.
std::optional<double> choice(const Expression& formula, const KnownValues& known) {
  const auto first = constant_value(formula.operands[0], known);
  if (!first || std::isnan(*first)) return first;
  if (formula.operation == Operation::choose) {
    return constant_value(formula.operands[*first != 0.0 ? 1 : 2], known);
  }
  const bool decided = (formula.operation == Operation::logical_or) == (*first != 0.0);
  if (decided) return *first != 0.0 ? 1.0 : 0.0;
  const auto second = constant_value(formula.operands[1], known);
  if (!second || std::isnan(*second)) return second;
  return *second != 0.0 ? 1.0 : 0.0;
}

std::optional<double> leaf(const Expression& formula, const KnownValues& known) {
  if (formula.operation == Operation::number) {
    if (std::isnan(formula.number)) return std::nullopt;
    return formula.number;
  }
  if (formula.operation == Operation::parameter && known.parameters != nullptr) {
    const KnownValues assumed{.parameters = nullptr, .assumptions = known.assumptions};
    const auto value = constant_value((*known.parameters)[formula.index], assumed);
    if (value && std::isfinite(*value)) return value;
    return std::nullopt;  // what is not finite is reported where it is given
  }
  if (formula.operation == Operation::assumption && known.assumptions != nullptr) {
    const double mean = (*known.assumptions)[formula.index].mean;
    if (!std::isnan(mean)) return mean;
  }
  return std::nullopt;
}

// False where there is a bound and its value is not known.
bool set_bound(const std::optional<Expression>& bound, const KnownValues& known, double& target) {
  if (!bound) return true;
  const auto value = constant_value(*bound, known);
  if (value) target = *value;
  return value.has_value();
}

}  // namespace

std::optional<double> constant_value(const Expression& formula, const KnownValues& known) {
  if (formula.operation <= Operation::first) return leaf(formula, known);
  if (formula.operation == Operation::choose || formula.operation == Operation::logical_and ||
      formula.operation == Operation::logical_or) {
    return choice(formula, known);
  }
  std::vector<double> operands;
  for (const Expression& operand : formula.operands) {
    const auto value = constant_value(operand, known);
    if (!value) return std::nullopt;
    if (std::isnan(*value)) return value;
    operands.push_back(*value);
  }
  return apply_operation(formula.operation, operands);
}

std::optional<DistributionSpec> constant_spec(const Distribution& distribution,
                                              const KnownValues& known) {
  DistributionSpec spec;
  spec.family = distribution.family;
  spec.form = distribution.form;
  for (std::size_t i = 0; i < distribution.parameters.size(); ++i) {
    const auto value = constant_value(distribution.parameters[i], known);
    if (!value) return std::nullopt;
    spec.parameters.at(i) = *value;
  }
  if (!set_bound(distribution.low, known, spec.low)) return std::nullopt;
  if (!set_bound(distribution.high, known, spec.high)) return std::nullopt;
  spec.sample = distribution.sample;
  return spec;
}

ConstantMean constant_mean(const Value& value) {
  double mean = 0.0;
  if (const auto* formula = std::get_if<Expression>(&value)) {
    const auto number = constant_value(*formula, {});
    if (!number) return {.value = std::numeric_limits<double>::quiet_NaN(), .problem = {}};
    mean = *number;
  } else {
    const auto spec = constant_spec(std::get<Distribution>(value), {});
    if (!spec) return {.value = std::numeric_limits<double>::quiet_NaN(), .problem = {}};
    std::string problem = problem_of(*spec);
    if (!problem.empty()) return {.value = 0.0, .problem = std::move(problem)};
    mean = mean_of(*spec);
  }
  if (std::isfinite(mean)) return {.value = mean, .problem = {}};
  return {.value = 0.0,
          .problem = std::isnan(mean) ? "the mean is not a number" : "the mean is infinite"};
}

bool uses(const Expression& formula, Operation operation) noexcept {
  if (formula.operation == operation) return true;
  return std::any_of(formula.operands.begin(), formula.operands.end(),
                     [&](const Expression& operand) { return uses(operand, operation); });
}

bool uses(const Value& value, Operation operation) noexcept {
  if (const auto* formula = std::get_if<Expression>(&value)) return uses(*formula, operation);
  const auto& distribution = std::get<Distribution>(value);
  return (distribution.low && uses(*distribution.low, operation)) ||
         (distribution.high && uses(*distribution.high, operation)) ||
         std::any_of(distribution.parameters.begin(), distribution.parameters.end(),
                     [&](const Expression& formula) { return uses(formula, operation); });
}

}  // namespace journeylab
