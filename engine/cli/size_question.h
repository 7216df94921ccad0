// From the options of size, and a scenario with its simulated customers where there is one, to the
// question that the sizing answers.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cli/options.h"
#include "experiment/sizing.h"
#include "experiment/sizing_facts.h"
#include "experiment/sizing_roll_out.h"
#include "scenario/scenario.h"

namespace journeylab {

/// The number in Scenario::metrics of the metric that decides. Throws UsageError, naming the
/// nearest metric.
[[nodiscard]] std::size_t sized_metric_index(const Scenario& scenario, const SizeOptions& options);

/// Variants of the test in Scenario::variants, control first: those that are named, else all that
/// the scenario's split gives customers. Throws UsageError.
[[nodiscard]] std::vector<std::size_t> sized_variants(const Scenario& scenario,
                                                      const Options& options);

/// The question of a scenario. Throws UsageError.
[[nodiscard]] SizingQuestion question_of(const SimulatedArms& run, std::size_t metric,
                                         const SizeOptions& options);

/// The question without a scenario. Throws UsageError.
[[nodiscard]] SizingQuestion question_of(const SizeOptions& options);

/// What the size that earns the most is asked with; nothing where it is not asked. Throws
/// UsageError.
[[nodiscard]] std::optional<RollOutQuestion> roll_out_question(const SizingQuestion& question,
                                                               const SizeOptions& options);

}  // namespace journeylab
