// Customers and days: when so many have entered, and who is followed how far. For the sources of
// this room.
#pragma once

#include "experiment/sizing.h"

namespace journeylab {

/// The first day at whose end this many are expected to have entered; none without traffic and
/// beyond a hundred years.
[[nodiscard]] std::optional<std::uint32_t> days_for(const TestPlan& test, double customers);

/// Days after the last entry: as asked, else until the last customer is mature.
[[nodiscard]] std::uint32_t follow_up_days(const SizingQuestion& question);

/// How customers who enter over so many days are followed until the end of the test; with no days
/// everybody is followed until mature.
[[nodiscard]] StaggeredFollowUp follow_up_after(const SizingQuestion& question,
                                                std::optional<std::uint32_t> entry_days);

/// Whether the size depends on how long entry takes: customers are analysed before they are mature.
[[nodiscard]] bool is_staggered(const SizingQuestion& question);

}  // namespace journeylab
