// Two retentions of the same customers, compared by leaving out one group of customers at a time.
// Formulas and limits: engine/methods/survival.md.
#pragma once

#include <optional>
#include <span>

#include "stats/estimated.h"
#include "stats/retention.h"

namespace journeylab {

/// Life tables of the same groups of customers, in the same order, under control and a variant.
struct PairedLifeTables {
  std::span<const LifeTable> control;
  std::span<const LifeTable> variant;
};

struct RetentionDifference {
  Estimated difference;           ///< variant - control
  Estimated relative;             ///< variant / control - 1, interval on the logarithm
  std::optional<double> p_value;  ///< two-sided; 1 where no group shows a difference
};

/// Compares retention at border number `border` by the grouped jackknife (Quenouille 1956; Shao and
/// Tu 1995, section 2.3): variance (G - 1) / G times the sum of squares of the estimates without
/// one group about their mean, Student's t with G - 1 degrees of freedom, over the G groups that
/// hold customers. Needs two groups at least, and retention that is known without each of them.
[[nodiscard]] RetentionDifference retention_difference(const PairedLifeTables& tables,
                                                       std::size_t border, double confidence);

}  // namespace journeylab
