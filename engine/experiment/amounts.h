// How amounts spread over customers, read from their histogram.
#pragma once

#include <optional>

#include "experiment/analysis.h"

namespace journeylab {

/// The distribution behind a histogram; nothing where nobody was looked at. A quantile lies in the
/// bin of the customer of that rank, straight within it and between the extremes, so it is off by
/// no more than the bin is wide: 1/32 of its size.
[[nodiscard]] std::optional<AmountDistribution> amount_distribution(
    const AmountHistogram& histogram);

}  // namespace journeylab
