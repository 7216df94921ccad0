// Rows that stand for many customers: counts of an arm, or of an arm in a segment or on a day. For
// the sources of this room.
#pragma once

#include <vector>

#include "dataset/columns.h"
#include "dataset/trial_data.h"

namespace journeylab {

/// Adds the record just read to its groups: customers, and for each metric successes, or sum and
/// sum of squares, or average and standard deviation. A metric without values counts the row's
/// customers as missing. What no counts can be is collected in `faults`.
void add_counts(const CsvReader& reader, const TrialPlan& plan, const TrialColumns& columns,
                const std::vector<TrialGroup*>& places, ValueFaults& faults);

}  // namespace journeylab
