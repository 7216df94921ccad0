// Every variant against control, metric by metric, overall and by segment, with the correction for
// many comparisons: engine/methods/comparisons.md.
#pragma once

#include "experiment/effects.h"

namespace journeylab {

/// All comparisons of a run whose first variant is control: by metric, then variant, then overall
/// before segments (segments only where there are several). Three families are corrected apart: the
/// primary metric, the other metrics, and all segments. Throws std::invalid_argument for an unknown
/// adjustment.
[[nodiscard]] std::vector<Comparison> compare_with_control(
    const Scenario& scenario, const std::vector<MeasuredMetric>& metrics, const RunTally& tally,
    const AnalysisOptions& options);

}  // namespace journeylab
