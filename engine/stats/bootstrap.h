// Bootstrap intervals of any statistic: percentile, BCa and studentised. Equal seeds give equal
// answers on every machine. Theory and when not to use it: engine/methods/bootstrap.md.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "stats/estimated.h"

namespace journeylab {

/// A statistic of one sample.
using SampleStatistic = std::function<double(std::span<const double>)>;

/// A statistic of the customers picked from each arm, by their row: for data with several columns
/// or arms.
using RowStatistic = std::function<double(std::span<const std::vector<std::size_t>>)>;

enum class BootstrapMethod : std::uint8_t {
  percentile,  ///< Efron 1979: quantiles of the replicates
  bca,         ///< Efron 1987: corrected for bias and skewness; one more evaluation a customer
};

struct BootstrapOptions {
  std::uint32_t replicates = 4999;  ///< at least 99; (replicates + 1) tail whole is best
  std::uint64_t seed = 0;
  double confidence = 0.95;
  BootstrapMethod method = BootstrapMethod::bca;
};

/// Interval of a statistic of one sample (fewer than 2^32 values). The standard error is the
/// deviation of the replicates. No interval, and why, of fewer than two values, or where the
/// statistic of some resample is not a number.
[[nodiscard]] Estimated bootstrap_interval(std::span<const double> sample,
                                           const SampleStatistic& statistic,
                                           const BootstrapOptions& options);

/// Interval of statistic(treat) - statistic(control), both arms resampled.
[[nodiscard]] Estimated bootstrap_difference(std::span<const double> control,
                                             std::span<const double> treat,
                                             const SampleStatistic& statistic,
                                             const BootstrapOptions& options);

/// The general form: `arms` are the numbers of customers, resampled arm by arm; BCa's acceleration
/// is that of several samples (Davison and Hinkley 1997, eq. 5.27).
[[nodiscard]] Estimated bootstrap_rows(std::span<const std::size_t> arms,
                                       const RowStatistic& statistic,
                                       const BootstrapOptions& options);

/// Bootstrap-t (Efron 1982, section 10.10): quantiles of (replicate - value) / its own standard
/// error, which `error` computes from a sample. Second-order right where the error is stable.
/// options.method is not used.
[[nodiscard]] Estimated studentised_bootstrap(std::span<const double> sample,
                                              const SampleStatistic& statistic,
                                              const SampleStatistic& error,
                                              const BootstrapOptions& options);

/// Quantile of replicates in increasing order at rank (size + 1) prob, between neighbours.
[[nodiscard]] double replicate_quantile(std::span<const double> sorted, double prob);

}  // namespace journeylab
