// Formulas whose value is known before anything runs: made of numbers, of a segment's parameters,
// and of assumptions at their means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "random/distribution.h"
#include "scenario/scenario.h"

namespace journeylab {

/// What stands for a segment's parameters and the assumptions; null: unknown.
struct KnownValues {
  const std::vector<Expression>* parameters = nullptr;
  const std::vector<Assumption>* assumptions = nullptr;
};

/// The value, or nothing where it depends on what is not known, or on a number that is NaN (a value
/// with a problem that has been reported). What comes out may be NaN or infinite by its own
/// arithmetic: log(-1).
[[nodiscard]] std::optional<double> constant_value(const Expression& formula,
                                                   const KnownValues& known);

/// The distribution with numbers in place of formulas, where all of them are known.
[[nodiscard]] std::optional<DistributionSpec> constant_spec(const Distribution& distribution,
                                                            const KnownValues& known);

/// A mean, or what is wrong with it.
struct ConstantMean {
  double value = 0.0;
  std::string problem;
};

/// The mean of a value made of literals alone.
[[nodiscard]] ConstantMean constant_mean(const Value& value);

/// Whether the formula uses an operation anywhere.
[[nodiscard]] bool uses(const Expression& formula, Operation operation) noexcept;
[[nodiscard]] bool uses(const Value& value, Operation operation) noexcept;

}  // namespace journeylab
