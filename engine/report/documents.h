// What each answer says to people, as documents. Every table says which kind of uncertainty its
// numbers carry; what is missing is shown as missing, with the reason beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/problem.h"
#include "experiment/analysis.h"
#include "experiment/facts.h"
#include "report/document.h"
#include "scenario/scenario.h"
#include "scenario/story.h"

namespace journeylab {

/// What will happen: for each variant its metrics, in total and by segment, and the flow through
/// steps, ways on, touchpoints, goals and endings. `analysis` is of this scenario.
[[nodiscard]] Document simulate_document(const Scenario& scenario, const RunFacts& facts,
                                         const Analysis& analysis);

/// Which variant is better, and how sure that is: the answer in a sentence for each variant first,
/// then every metric, then the segments, then how it was computed. The analysis was made to
/// compare; its first variant is control.
[[nodiscard]] Document compare_document(const Scenario& scenario, const RunFacts& facts,
                                        const Analysis& analysis);

/// What is wrong with a scenario file, every problem on a line of its own.
[[nodiscard]] Document check_document(const std::string& file, const std::vector<Problem>& problems,
                                      const std::vector<Problem>& warnings);

/// One customer's story (its number counts from 1), a line for each thing that happens.
[[nodiscard]] Document story_document(const Scenario& scenario, std::size_t variant,
                                      std::uint64_t customer, const Story& story);

}  // namespace journeylab
