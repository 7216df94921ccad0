#include "experiment/sizing_design.h"

#include <stdexcept>

#include <fmt/format.h>

#include "stats/distributions.h"
#include "stats/dunnett.h"
#include "stats/power_many_arms.h"
#include "stats/power_sequential.h"

namespace journeylab {
namespace {

double dunnett_level(const SizingQuestion& question) {
  const auto weight_of = [&](const SizedArm& arm) {
    const double variance = arm.variance > 0.0 ? arm.variance : 1.0;
    return arm.weight / variance;
  };
  DunnettDesign design{
      .n_control = weight_of(question.arms.front()), .n_arms = {}, .sides = question.sides};
  for (std::size_t a = 1; a < question.arms.size(); ++a) {
    design.n_arms.push_back(weight_of(question.arms[a]));
  }
  return question.sides * normal_tail(dunnett_critical(design, question.alpha));
}

SequentialPlan plan_of(const SizingQuestion& question, const TestLevel& level) {
  SequentialPlan plan{.alpha = level.alpha,
                      .sides = level.sides,
                      .power = question.power,
                      .information = even_information(question.looks)};
  switch (question.design) {
    case Design::obrien_fleming:
      plan.shape = BoundaryShape::obrien_fleming;
      break;
    case Design::pocock:
      plan.shape = BoundaryShape::pocock;
      break;
    case Design::wang_tsiatis:
      plan.shape = BoundaryShape::wang_tsiatis;
      plan.delta = question.delta;
      break;
    default:
      plan.shape = BoundaryShape::spending;
      break;
  }
  return plan;
}

}  // namespace

TestLevel comparison_level(const SizingQuestion& question) {
  const TestLevel whole{.alpha = question.alpha, .sides = question.sides};
  const auto arms = static_cast<int>(question.arms.size()) - 1;
  if (arms == 1) return whole;
  switch (question.correction) {
    case CorrectionWord::none:
      return whole;
    case CorrectionWord::dunnett:
      return {.alpha = dunnett_level(question), .sides = question.sides};
    case CorrectionWord::bonferroni:
    case CorrectionWord::holm:
      break;
  }
  return bonferroni_level(whole, arms);
}

std::optional<SequentialDesign> design_of(const SizingQuestion& question, const TestLevel& level) {
  if (question.design == Design::fixed) return {};
  if (question.correction == CorrectionWord::dunnett && question.arms.size() > 2) {
    throw std::invalid_argument(
        "Dunnett's correction is for one analysis at the end; take holm with a design that looks "
        "more than once");
  }
  if (is_group_sequential(question.design)) return sequential_design(plan_of(question, level));
  if (question.design == Design::always_valid) {
    if (level.sides != 2) {
      throw std::invalid_argument("an always-valid test is sized on two sides only");
    }
    return always_valid_design({.alpha = level.alpha,
                                .power = question.power,
                                .information = even_information(question.looks)});
  }
  throw std::invalid_argument(
      fmt::format("the design '{}' has no size by formula; the verb experiment simulates it",
                  name_of(question.design)));
}

SizeFactors factors_of(const SizingQuestion& question,
                       const std::optional<SequentialDesign>& design) {
  SizeFactors factors;
  if (design) {
    factors.inflation = design->inflation;
    factors.expected_none = design->expected_none;
    factors.expected_full = design->expected_full;
  }
  factors.variance_left = variance_left(question.correlation);
  factors.clusters = design_effect(question.clusters);
  return factors;
}

std::vector<double> even_information(std::uint32_t looks) {
  std::vector<double> fractions;
  for (std::uint32_t k = 1; k <= looks; ++k) {
    fractions.push_back(static_cast<double>(k) / static_cast<double>(looks));
  }
  return fractions;
}

}  // namespace journeylab
