#include <algorithm>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "plan/compile.h"
#include "scenario/walk.h"

namespace journeylab {
namespace {

void note_attributes(const Expression& formula, std::vector<std::uint32_t>& read) {
  if (formula.operation == Operation::attribute) read.push_back(formula.index);
  for (const Expression& operand : formula.operands) note_attributes(operand, read);
}

std::vector<std::uint32_t> attributes_read(const Attribute& attribute) {
  std::vector<std::uint32_t> read;
  for (const Value& value : attribute.by_segment) {
    for_each_formula_of(value, [&](const Expression& formula) { note_attributes(formula, read); });
  }
  return read;
}

// Attributes after those that they are computed from; the reader has refused cycles.
std::vector<std::uint32_t> computing_order(const std::vector<Attribute>& attributes) {
  std::vector<std::uint32_t> order;
  std::vector<bool> placed(attributes.size());
  while (order.size() < attributes.size()) {
    const std::size_t before = order.size();
    for (std::uint32_t a = 0; a < attributes.size(); ++a) {
      const auto read = attributes_read(attributes[a]);
      const bool ready =
          std::all_of(read.begin(), read.end(), [&](std::uint32_t other) { return placed[other]; });
      if (placed[a] || !ready) continue;
      placed[a] = true;
      order.push_back(a);
    }
    if (order.size() == before) refuse(attributes.front().place, "attributes that need each other");
  }
  return order;
}

// One value for all segments where all have the one that the attribute itself states.
bool is_same_everywhere(const Attribute& attribute) {
  const auto place = [](const Value& value) -> const Place& {
    return std::visit([](const auto& held) -> const Place& { return held.place; }, value);
  };
  const Place& first = place(attribute.by_segment.front());
  return std::all_of(attribute.by_segment.begin(), attribute.by_segment.end(),
                     [&](const Value& value) {
                       return first.line > 0 && place(value).line == first.line &&
                              place(value).column == first.column;
                     });
}

std::uint64_t attribute_place(const Scenario& scenario, std::size_t attribute) {
  return draw_place(StreamKind::attribute, scenario.names.attributes[attribute], "",
                    DrawRole::value);
}

void compile_correlations(const Scenario& scenario, JourneyPlan& plan) {
  std::vector<std::uint32_t> row(scenario.attributes.size(), no_index);
  for (std::uint32_t a = 0; a < scenario.attributes.size(); ++a) {
    for (const Correlation& correlation : scenario.correlations) {
      if ((correlation.first == a || correlation.second == a) && row[a] == no_index) {
        row[a] = static_cast<std::uint32_t>(plan.correlated.size());
        plan.correlated.push_back(attribute_place(scenario, a));
      }
    }
  }
  for (PlanAttribute& attribute : plan.attributes) attribute.normal = row[attribute.column];
  if (plan.correlated.empty()) return;
  const auto n = static_cast<Eigen::Index>(plan.correlated.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
  for (const Correlation& correlation : scenario.correlations) {
    matrix(row[correlation.first], row[correlation.second]) = correlation.rho;
    matrix(row[correlation.second], row[correlation.first]) = correlation.rho;
  }
  const Eigen::LLT<Eigen::MatrixXd> factor(matrix);
  if (factor.info() != Eigen::Success) {
    refuse(scenario.correlations.front().place, "correlations that no variables can have together",
           "a positive definite matrix");
  }
  const Eigen::MatrixXd lower_factor = factor.matrixL();
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) plan.cholesky.push_back(lower_factor(i, j));
  }
}

}  // namespace

void compile_customer(const CompileContext& context, JourneyPlan& plan) {
  const Scenario& scenario = context.scenario;
  plan.segment_place = draw_place(StreamKind::segment, "", "", DrawRole::value);
  double sum = 0.0;
  for (const Segment& segment : scenario.segments) {
    sum += segment.share;
    plan.segment_thresholds.push_back(threshold_of(sum));
  }
  // The last segment with customers takes what rounding leaves.
  for (std::size_t s = scenario.segments.size(); s-- > 0;) {
    plan.segment_thresholds[s] = threshold_of(1.0);
    if (scenario.segments[s].share > 0.0) break;
  }

  for (const std::uint32_t a : computing_order(scenario.attributes)) {
    const Attribute& attribute = scenario.attributes[a];
    const std::uint64_t place = attribute_place(scenario, a);
    PlanAttribute compiled;
    compiled.column = plan.layout.attributes[a];
    const std::size_t n = is_same_everywhere(attribute) ? 1 : attribute.by_segment.size();
    for (std::size_t s = 0; s < n; ++s) {
      compiled.by_segment.push_back(lower(attribute.by_segment[s], context.formulas, place));
    }
    plan.attributes.push_back(std::move(compiled));
  }
  compile_correlations(scenario, plan);

  for (std::size_t s = 0; s < context.variant.state.size(); ++s) {
    plan.start_state.push_back(
        lower(context.variant.state[s], context.formulas,
              draw_place(StreamKind::start_state, scenario.names.state[s], "", DrawRole::value)));
  }
}

}  // namespace journeylab
