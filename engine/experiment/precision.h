// How precise a run is so far, for its stopping rule.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "experiment/analysis.h"

namespace journeylab {

/// The whole width (high - low) of the primary metric's interval (the first metric where none is
/// primary), the widest over the variants: of its estimate, or with options.compare of its
/// difference from control. With `relative`, as a share of the estimate's size, or the width of the
/// relative effect's interval. Nothing where an interval is still missing, or has no width because
/// no customer has shown a spread yet; without metrics; and in a comparison without variants.
/// `variants` are as in `analyze`.
[[nodiscard]] std::optional<double> interval_width(const Scenario& scenario,
                                                   const std::vector<std::size_t>& variants,
                                                   const RunTally& tally,
                                                   const AnalysisOptions& options, bool relative);

}  // namespace journeylab
