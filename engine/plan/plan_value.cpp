#include "plan/plan_value.h"

#include <algorithm>
#include <cmath>

namespace journeylab {
namespace {

// The number that a program gives in a segment, where it depends on nothing else.
double in_segment(const Program& program, std::size_t segment) {
  return evaluate(program, nullptr, static_cast<std::uint32_t>(segment));
}

// Prepares a distribution for every segment, once where all are alike.
void prepare_by_segment(PlanValue& value, const Distribution& distribution,
                        std::size_t n_segments) {
  const auto depends = [](const Program& program) {
    return program.result.kind == OperandKind::segment_table;
  };
  const bool varies = std::any_of(value.parameters.begin(), value.parameters.end(), depends) ||
                      (value.low && depends(*value.low)) || (value.high && depends(*value.high));
  for (std::size_t s = 0; s < (varies ? n_segments : 1); ++s) {
    DistributionSpec spec = value.spec;
    for (std::size_t i = 0; i < value.parameters.size(); ++i) {
      spec.parameters[i] = in_segment(value.parameters[i], s);
    }
    if (value.low) spec.low = in_segment(*value.low, s);
    if (value.high) spec.high = in_segment(*value.high, s);
    const std::string problem = problem_of(spec);
    if (!problem.empty()) {
      throw InputError(Problem{.severity = Severity::error,
                               .place = distribution.place,
                               .found = distribution.text + ": " + problem,
                               .expected = {},
                               .nearest = {}});
    }
    value.prepared.push_back(prepare(spec, Tables::build));
  }
}

PlanValue lower_distribution(const Distribution& distribution, const FormulaContext& context,
                             std::uint64_t place) {
  PlanValue value;
  value.place = place;
  value.text = distribution.text;
  value.spec.family = distribution.family;
  value.spec.form = distribution.form;
  value.spec.sample = distribution.sample;
  for (const Expression& parameter : distribution.parameters) {
    value.parameters.push_back(lower(parameter, context));
  }
  if (distribution.low) value.low = lower(*distribution.low, context);
  if (distribution.high) value.high = lower(*distribution.high, context);
  const auto fixed = [](const Program& program) { return program.is_by_segment(); };
  const bool all_fixed = std::all_of(value.parameters.begin(), value.parameters.end(), fixed) &&
                         (!value.low || fixed(*value.low)) && (!value.high || fixed(*value.high));
  value.kind = all_fixed ? PlanValue::Kind::drawn : PlanValue::Kind::composed;
  if (all_fixed) prepare_by_segment(value, distribution, context.parameters.size());
  return value;
}

}  // namespace

PlanValue lower(const Value& value, const FormulaContext& context, std::uint64_t place) {
  if (const auto* distribution = std::get_if<Distribution>(&value)) {
    return lower_distribution(*distribution, context, place);
  }
  PlanValue lowered;
  lowered.kind = PlanValue::Kind::computed;
  lowered.formula = lower(std::get<Expression>(value), context);
  lowered.text = lowered.formula.text;
  return lowered;
}

PlanValue lower(const std::optional<Value>& value, const FormulaContext& context,
                std::uint64_t place) {
  return value ? lower(*value, context, place) : PlanValue{};
}

DistributionSpec compose(const PlanValue& value, const double* columns, std::uint32_t segment) {
  DistributionSpec spec = value.spec;
  for (std::size_t i = 0; i < value.parameters.size(); ++i) {
    spec.parameters[i] = evaluate(value.parameters[i], columns, segment);
  }
  if (value.low) spec.low = evaluate(*value.low, columns, segment);
  if (value.high) spec.high = evaluate(*value.high, columns, segment);
  return spec;
}

}  // namespace journeylab
