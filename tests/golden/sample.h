// Scenarios with hand-made analyses, for the tests of what is written about them. The figures are
// made up; only their shapes matter.
#pragma once

#include "experiment/analysis.h"
#include "experiment/facts.h"
#include "scenario/scenario.h"
#include "scenario/story.h"

namespace journeylab {

struct Sample {
  Scenario scenario;
  RunFacts facts;
  Analysis analysis;
};

/// Two variants, two segments, one metric of each measure, every part of an answer filled.
[[nodiscard]] Sample usual_sample();

/// A partial run with names that formats trip over, and with values missing for a reason.
[[nodiscard]] Sample odd_sample();

/// No metrics, no variants, no customers.
[[nodiscard]] Sample empty_sample();

/// A story in usual_sample's control.
[[nodiscard]] Story usual_story();

}  // namespace journeylab
