#include "experiment/amounts.h"

#include <algorithm>
#include <cmath>

namespace journeylab {
namespace {

// The outermost bins end at the extremes.
AmountDistribution::Bin bin_at(const AmountHistogram& histogram, std::size_t bin) {
  const double low = AmountHistogram::low_border(bin);
  const double high = AmountHistogram::high_border(bin);
  return {.low = std::isinf(low) ? histogram.least : low,
          .high = std::isinf(high) ? histogram.most : high,
          .customers = histogram.bins[bin]};
}

double quantile(const AmountDistribution& distribution, double probability) {
  const auto some = static_cast<double>(distribution.customers - distribution.none);
  double wanted = probability * some;
  for (const AmountDistribution::Bin& bin : distribution.bins) {
    const auto here = static_cast<double>(bin.customers);
    if (here >= wanted) {
      const double amount = bin.low + (bin.high - bin.low) * (wanted / here);
      return std::clamp(amount, *distribution.least, *distribution.most);
    }
    wanted -= here;
  }
  return *distribution.most;
}

}  // namespace

std::optional<AmountDistribution> amount_distribution(const AmountHistogram& histogram) {
  if (histogram.customers == 0) return std::nullopt;
  AmountDistribution distribution;
  distribution.customers = histogram.customers;
  distribution.none = histogram.customers;
  for (std::size_t k = 0; k < histogram.bins.size(); ++k) {
    if (histogram.bins[k] == 0) continue;
    distribution.bins.push_back(bin_at(histogram, k));
    distribution.none -= histogram.bins[k];
  }
  if (distribution.bins.empty()) return distribution;
  distribution.least = histogram.least;
  distribution.most = histogram.most;
  for (const double probability : {0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
    distribution.quantiles.push_back(
        {.probability = probability, .amount = quantile(distribution, probability)});
  }
  return distribution;
}

}  // namespace journeylab
