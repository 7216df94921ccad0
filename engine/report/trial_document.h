// What a real experiment showed, as a document: the answer in sentences first, then the sample
// ratio, every metric, the segments, and how it was computed.
#pragma once

#include "dataset/trial_analysis.h"
#include "report/document.h"

namespace journeylab {

[[nodiscard]] Document trial_document(const TrialPlan& plan, const TrialData& data,
                                      const TrialAnalysis& analysis);

}  // namespace journeylab
