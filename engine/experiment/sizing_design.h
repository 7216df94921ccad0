// What the plan of a test does to its size: the level of one comparison after the correction, the
// inflation of looking more than once. For the sources of this room.
#pragma once

#include "experiment/sizing.h"
#include "stats/group_sequential.h"

namespace journeylab {

/// The level at which each variant is compared. Holm's correction is sized as Bonferroni's, which
/// it is never worse than; Dunnett's by its critical value at the arms' sizes.
[[nodiscard]] TestLevel comparison_level(const SizingQuestion& question);

/// The looks of a comparison at this level; nothing for a fixed design. Throws
/// std::invalid_argument for a design that has no size by formula.
[[nodiscard]] std::optional<SequentialDesign> design_of(const SizingQuestion& question,
                                                        const TestLevel& level);

/// Everything that multiplies the size of a fixed test.
[[nodiscard]] SizeFactors factors_of(const SizingQuestion& question,
                                     const std::optional<SequentialDesign>& design);

/// Fractions of information of equally spaced looks.
[[nodiscard]] std::vector<double> even_information(std::uint32_t looks);

}  // namespace journeylab
