// A number that is computed or drawn at its moment, ready to run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/draws.h"
#include "plan/program.h"
#include "random/distribution.h"
#include "scenario/scenario.h"

namespace journeylab {

struct PlanValue {
  enum class Kind : std::uint8_t {
    none,      ///< nothing: no wait, no revenue
    computed,  ///< a formula
    drawn,     ///< a distribution whose parameters depend on the segment at most
    composed,  ///< a distribution whose parameters are computed for each customer
  };
  Kind kind = Kind::none;
  Program formula;                             ///< of `computed`
  std::uint64_t place = 0;                     ///< of `drawn` and `composed`
  std::vector<PreparedDistribution> prepared;  ///< of `drawn`: one, or n_segments
  DistributionSpec spec;                       ///< of `composed`: all but the parameters
  std::vector<Program> parameters;             ///< of `composed`
  std::optional<Program> low;
  std::optional<Program> high;
  std::string text;  ///< as written, for messages

  /// The one number that it always is, if it is.
  [[nodiscard]] std::optional<double> constant() const noexcept {
    const bool is_one = kind == Kind::computed && formula.result.kind == OperandKind::constant;
    return is_one ? std::optional(formula.result.value) : std::nullopt;
  }
  [[nodiscard]] const PreparedDistribution& prepared_for(std::uint32_t segment) const noexcept {
    return prepared.size() == 1 ? prepared.front() : prepared[segment];
  }
};

/// Lowers a value whose draws stand at `place`. Throws InputError where the parameters of a
/// distribution are impossible in some segment.
[[nodiscard]] PlanValue lower(const Value& value, const FormulaContext& context,
                              std::uint64_t place);
[[nodiscard]] PlanValue lower(const std::optional<Value>& value, const FormulaContext& context,
                              std::uint64_t place);

/// The distribution of a `composed` value for one customer; its problem_of may be non-empty.
[[nodiscard]] DistributionSpec compose(const PlanValue& value, const double* columns,
                                       std::uint32_t segment);

}  // namespace journeylab
