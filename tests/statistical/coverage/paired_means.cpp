// Means and ratios of the same customers under control and variant, simulated.
#include "stats/paired_means.h"

#include <cmath>

#include "statistical/coverage/draws.h"
#include "statistical/coverage/tables.h"
#include "unit/stats/moments_of.h"

namespace journeylab::coverage {

// Values of mean 5 and 5.5 that share a customer's own level, over counts of mean 3 that the
// variant leaves alone.
Table paired_means_table() {
  constexpr std::size_t n = 100;
  Draws draws(109);
  Count difference;
  Count relative;
  Count ratio_difference;
  Count ratio_relative;
  for (int i = 0; i < 4000; ++i) {
    std::vector<std::vector<double>> rows;
    std::vector<std::vector<double>> ratios;
    for (std::size_t k = 0; k < n; ++k) {
      const double level = 5.0 + draws.normal();
      const double control = level + draws.normal();
      const double treat = level + 0.5 + draws.normal();
      const double count = 1.0 + draws.poisson(2.0);
      rows.push_back({control, treat});
      ratios.push_back({control, count, treat, count});
    }
    const PairedMeanTally pairs{.moments = testing::moments_of(rows), .differing = n};
    const PairedMeanTally quotients{.moments = testing::moments_of(ratios), .differing = n};
    difference.add(holds(paired_mean_difference(pairs, 0.95).difference.interval, 0.5));
    relative.add(holds(paired_mean_relative(pairs, 0.95).interval, 0.1));
    ratio_difference.add(
        holds(paired_ratio_difference(quotients, 0.95).difference.interval, 0.5 / 3.0));
    ratio_relative.add(holds(paired_ratio_relative(quotients, 0.95).interval, 0.1));
  }
  return {
      .id = "paired_means",
      .columns = simulated_columns,
      .lines = {simulated_coverage("difference of means, n = 100", difference, Claim::exact),
                simulated_coverage("relative (Fieller), n = 100", relative, Claim::exact),
                simulated_coverage("difference of ratios, n = 100", ratio_difference, Claim::limit),
                simulated_coverage("relative of ratios, n = 100", ratio_relative, Claim::limit)}};
}

}  // namespace journeylab::coverage
