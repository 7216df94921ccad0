// Whether a variant worsens a metric by more than its author accepts.
#pragma once

#include "experiment/effects.h"

namespace journeylab {

/// The guardrail's verdict by one-sided bounds, each at `confidence`, on the relative worsening:
/// kept if the upper one is within the limit, broken if the lower one is beyond it. Exactly no
/// effect is always kept. Undecided without a relative effect, and where `confidence` is at most
/// 50 %, which bounds nothing. The metric has a guardrail.
[[nodiscard]] GuardrailResult guardrail_result(const MeasuredMetric& measured,
                                               const PairedTallies& tallies, double confidence);

}  // namespace journeylab
