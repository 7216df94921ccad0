#include "stats/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "random/philox_engine.h"
#include "stats/description.h"
#include "stats/distributions.h"
#include "stats/quantiles.h"

namespace journeylab {
namespace {

using Rows = std::vector<std::vector<std::size_t>>;

// Uniform below `bound` < 2^32 without bias (Lemire 2019).
std::size_t below(PhiloxEngine& engine, std::uint32_t bound) {
  std::uint64_t product = std::uint64_t{engine()} * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t unfair = (0U - bound) % bound;
    while (static_cast<std::uint32_t>(product) < unfair) {
      product = std::uint64_t{engine()} * bound;
    }
  }
  return product >> 32;
}

// Every replicate has a stream of its own, so that one does not depend on how many there are.
void resample(Rows& rows, std::span<const std::size_t> arms, std::uint64_t seed,
              std::uint32_t replicate) {
  PhiloxEngine engine(seed, replicate);
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    const auto n = static_cast<std::uint32_t>(arms[arm]);
    for (std::size_t& row : rows[arm]) row = below(engine, n);
  }
}

Rows all_rows(std::span<const std::size_t> arms) {
  Rows rows(arms.size());
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    for (std::size_t row = 0; row < arms[arm]; ++row) rows[arm].push_back(row);
  }
  return rows;
}

struct Replicates {
  std::vector<double> sorted;
  double deviation = 0.0;
  bool finite = true;
};

Replicates replicates_of(std::span<const std::size_t> arms, const RowStatistic& statistic,
                         const BootstrapOptions& options) {
  Replicates result;
  Rows rows = all_rows(arms);
  result.sorted.reserve(options.replicates);
  for (std::uint32_t replicate = 0; replicate < options.replicates; ++replicate) {
    resample(rows, arms, options.seed, replicate);
    result.sorted.push_back(statistic(rows));
    if (!std::isfinite(result.sorted.back())) {
      result.finite = false;
      return result;
    }
  }
  std::sort(result.sorted.begin(), result.sorted.end());
  result.deviation = describe(result.sorted).deviation;
  return result;
}

// BCa's acceleration from leaving out every customer once; nothing where that is not a number.
std::optional<double> acceleration(std::span<const std::size_t> arms,
                                   const RowStatistic& statistic) {
  double cubes = 0.0;
  double squares = 0.0;
  Rows rows = all_rows(arms);
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    const std::size_t n = arms[arm];
    std::vector<double> left_out(n);
    rows[arm].pop_back();
    // Position k holds the last customer while customer k is out.
    for (std::size_t k = n; k-- > 0;) {
      if (k + 1 < n) rows[arm][k] = n - 1;
      left_out[k] = statistic(rows);
      if (!std::isfinite(left_out[k])) return std::nullopt;
      if (k + 1 < n) rows[arm][k] = k;
    }
    rows[arm].push_back(n - 1);
    const double mean = describe(left_out).mean;
    const double share = (static_cast<double>(n) - 1.0) / static_cast<double>(n);
    for (const double value : left_out) {
      const double influence = share * (mean - value);
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
  }
  return squares > 0.0 ? cubes / (6.0 * squares * std::sqrt(squares)) : 0.0;
}

std::optional<Interval> bca_interval(const std::vector<double>& sorted, double value,
                                     double accelerated, double confidence) {
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
  const auto size = static_cast<double>(sorted.size());
  const double under =
      (static_cast<double>(first - sorted.begin()) + static_cast<double>(last - sorted.begin())) /
      (2.0 * size);
  if (under <= 0.0 || under >= 1.0) return std::nullopt;
  const double bias = -normal_quantile_above(under);
  const double z = normal_critical(confidence);
  const auto end = [&](double towards) {
    const double moved = bias + towards;
    const double corrected = bias + moved / (1.0 - accelerated * moved);
    return replicate_quantile(sorted, normal_tail(-corrected));
  };
  if (std::abs(accelerated) * (std::abs(bias) + z) >= 1.0) return std::nullopt;
  return Interval{.low = end(-z), .high = end(z)};
}

Estimated with_interval(double value, double error, std::optional<Interval> interval) {
  Estimated result{.value = value, .standard_error = error, .interval = interval, .reason = {}};
  if (!interval) result.reason = "the replicates lie too far to one side";
  return result;
}

std::vector<double> picked(std::span<const double> sample, const std::vector<std::size_t>& rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(sample[row]);
  return values;
}

std::string fault_of(std::span<const std::size_t> arms, std::uint32_t replicates) {
  constexpr std::uint32_t fewest_replicates = 99;
  constexpr std::size_t most_customers = 0xFFFFFFFF;
  if (replicates < fewest_replicates) return "a bootstrap needs at least 99 replicates";
  for (const std::size_t n : arms) {
    if (n == 0) return "no customers";
    if (n > most_customers) return "a bootstrap takes fewer than 2^32 customers";
  }
  return {};
}

}  // namespace

double replicate_quantile(std::span<const double> sorted, double prob) {
  return quantile(sorted, prob, QuantileType::type6);
}

Estimated bootstrap_rows(std::span<const std::size_t> arms, const RowStatistic& statistic,
                         const BootstrapOptions& options) {
  if (std::string fault = fault_of(arms, options.replicates); !fault.empty()) {
    return no_estimate(std::move(fault));
  }
  const double value = statistic(all_rows(arms));
  if (!std::isfinite(value)) return no_estimate("the statistic is not a number");
  if (std::any_of(arms.begin(), arms.end(), [](std::size_t n) { return n < 2; })) {
    return no_interval(value, "one customer shows no spread");
  }
  const Replicates replicates = replicates_of(arms, statistic, options);
  if (!replicates.finite) return no_interval(value, "the statistic of a resample is not a number");
  const std::vector<double>& sorted = replicates.sorted;
  const bool constant = sorted.front() == sorted.back();
  if (constant || options.method == BootstrapMethod::percentile) {
    const double tail = outside(options.confidence) / 2.0;
    return with_interval(value, replicates.deviation,
                         Interval{.low = replicate_quantile(sorted, tail),
                                  .high = replicate_quantile(sorted, 1.0 - tail)});
  }
  const std::optional<double> accelerated = acceleration(arms, statistic);
  if (!accelerated) return no_interval(value, "the statistic of a resample is not a number");
  return with_interval(value, replicates.deviation,
                       bca_interval(sorted, value, *accelerated, options.confidence));
}

Estimated bootstrap_interval(std::span<const double> sample, const SampleStatistic& statistic,
                             const BootstrapOptions& options) {
  const std::vector<std::size_t> arms{sample.size()};
  return bootstrap_rows(
      arms,
      [&](std::span<const std::vector<std::size_t>> rows) {
        return statistic(picked(sample, rows[0]));
      },
      options);
}

Estimated bootstrap_difference(std::span<const double> control, std::span<const double> treat,
                               const SampleStatistic& statistic, const BootstrapOptions& options) {
  const std::vector<std::size_t> arms{control.size(), treat.size()};
  return bootstrap_rows(
      arms,
      [&](std::span<const std::vector<std::size_t>> rows) {
        return statistic(picked(treat, rows[1])) - statistic(picked(control, rows[0]));
      },
      options);
}

Estimated studentised_bootstrap(std::span<const double> sample, const SampleStatistic& statistic,
                                const SampleStatistic& error, const BootstrapOptions& options) {
  const std::vector<std::size_t> arms{sample.size()};
  if (std::string fault = fault_of(arms, options.replicates); !fault.empty()) {
    return no_estimate(std::move(fault));
  }
  const double value = statistic(sample);
  const double spread = error(sample);
  if (!std::isfinite(value)) return no_estimate("the statistic is not a number");
  if (sample.size() < 2) return no_interval(value, "one customer shows no spread");
  if (!(spread > 0.0)) return no_interval(value, "the values show no spread");
  std::vector<double> quotients;
  Rows rows = all_rows(arms);
  for (std::uint32_t replicate = 0; replicate < options.replicates; ++replicate) {
    resample(rows, arms, options.seed, replicate);
    const std::vector<double> values = picked(sample, rows[0]);
    quotients.push_back((statistic(values) - value) / error(values));
    if (!std::isfinite(quotients.back())) {
      return no_interval(value, "a resample has no standard error");
    }
  }
  std::sort(quotients.begin(), quotients.end());
  const double tail = outside(options.confidence) / 2.0;
  return {.value = value,
          .standard_error = spread,
          .interval = Interval{.low = value - replicate_quantile(quotients, 1.0 - tail) * spread,
                               .high = value - replicate_quantile(quotients, tail) * spread},
          .reason = {}};
}

}  // namespace journeylab
