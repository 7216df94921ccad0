// What simulated tests showed of their plans, as a document: the answer in a sentence a plan, all
// plans side by side, their findings by variant, their looks, and how it was computed.
#pragma once

#include "experiment/test_results.h"
#include "report/document.h"
#include "scenario/scenario.h"

namespace journeylab {

[[nodiscard]] Document experiment_document(const Scenario& scenario, const TestResults& results);

}  // namespace journeylab
