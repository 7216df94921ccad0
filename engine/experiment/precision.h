// How precise a run is so far, for its stopping rule.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "experiment/analysis.h"

namespace journeylab {

/// A run does not stop at an interval that fewer customers carry: of a relative width, those who
/// make up the estimate (successes; of a mean the sum's square over the sum of squares); of a
/// paired difference of means or retention, those who differ. Score intervals of shares need no
/// such bound.
inline constexpr double least_evidence = 100.0;

/// The whole width (high - low) of the primary metric's interval (the first metric where none is
/// primary), the widest over the variants: of its estimate, or with options.compare of its
/// difference from control. With `relative`, as a share of the estimate's size, or the width of the
/// relative effect's interval. Nothing where an interval is still missing, has no width because no
/// customer has shown a spread yet, or rests on fewer than `least_evidence` customers; without
/// metrics; and in a comparison without variants. `variants` are as in `analyze`. Its looks, its
/// coverage: engine/methods/precision.md.
[[nodiscard]] std::optional<double> interval_width(const Scenario& scenario,
                                                   const std::vector<std::size_t>& variants,
                                                   const RunTally& tally,
                                                   const AnalysisOptions& options, bool relative);

}  // namespace journeylab
