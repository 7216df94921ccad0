#include "stats/poisson_bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "random/philox_engine.h"
#include "stats/bootstrap.h"
#include "stats/description.h"
#include "stats/distributions.h"

namespace journeylab {
namespace {

// Words below entry k give at most k: 2^32 P(X <= k).
constexpr auto thresholds = [] {
  std::array<std::uint32_t, 12> table{};
  constexpr double inverse_e = 0.36787944117144232160;
  double term = inverse_e;
  double sum = 0.0;
  for (std::size_t k = 0; k < table.size(); ++k) {
    sum += term;
    table[k] = static_cast<std::uint32_t>(sum * 4294967296.0);
    term /= static_cast<double>(k + 1);
  }
  return table;
}();

Estimated from_replicates(double value, std::vector<double> replicates, double confidence) {
  if (!std::all_of(replicates.begin(), replicates.end(),
                   [](double x) { return std::isfinite(x); })) {
    return no_interval(value, "the denominator of a replicate is 0");
  }
  if (replicates.size() < 2) return no_interval(value, "there are no replicates");
  std::sort(replicates.begin(), replicates.end());
  const double tail = outside(confidence) / 2.0;
  return {.value = value,
          .standard_error = describe(replicates).deviation,
          .interval = Interval{.low = replicate_quantile(replicates, tail),
                               .high = replicate_quantile(replicates, 1.0 - tail)},
          .reason = {}};
}

}  // namespace

std::uint32_t poisson_weight(std::uint32_t word) noexcept {
  std::uint32_t weight = 0;
  while (weight < thresholds.size() && word >= thresholds[weight]) ++weight;
  return weight;
}

PoissonBootstrap::PoissonBootstrap(std::uint32_t replicates, std::uint64_t seed)
    : seed_(seed), numerators_(replicates), denominators_(replicates) {}

void PoissonBootstrap::add(std::uint64_t customer, double numerator, double denominator) {
  numerator_ += numerator;
  denominator_ += denominator;
  PhiloxEngine engine(seed_, customer);
  for (std::size_t i = 0; i < numerators_.size(); ++i) {
    const auto weight = static_cast<double>(poisson_weight(engine()));
    numerators_[i] += weight * numerator;
    denominators_[i] += weight * denominator;
  }
}

void PoissonBootstrap::merge(const PoissonBootstrap& other) {
  if (other.seed_ != seed_ || other.numerators_.size() != numerators_.size()) return;
  numerator_ += other.numerator_;
  denominator_ += other.denominator_;
  for (std::size_t i = 0; i < numerators_.size(); ++i) {
    numerators_[i] += other.numerators_[i];
    denominators_[i] += other.denominators_[i];
  }
}

Estimated PoissonBootstrap::ratio(double confidence) const {
  if (denominator_ == 0.0) return no_estimate("the denominator is 0");
  std::vector<double> replicates;
  replicates.reserve(numerators_.size());
  for (std::size_t i = 0; i < numerators_.size(); ++i) {
    replicates.push_back(numerators_[i] / denominators_[i]);
  }
  return from_replicates(numerator_ / denominator_, std::move(replicates), confidence);
}

Estimated PoissonBootstrap::difference(const PoissonBootstrap& control,
                                       const PoissonBootstrap& treat, double confidence) {
  if (control.denominator_ == 0.0 || treat.denominator_ == 0.0) {
    return no_estimate("the denominator is 0");
  }
  const double value =
      treat.numerator_ / treat.denominator_ - control.numerator_ / control.denominator_;
  if (control.numerators_.size() != treat.numerators_.size()) {
    return no_interval(value, "the arms have different numbers of replicates");
  }
  std::vector<double> replicates;
  for (std::size_t i = 0; i < control.numerators_.size(); ++i) {
    replicates.push_back(treat.numerators_[i] / treat.denominators_[i] -
                         control.numerators_[i] / control.denominators_[i]);
  }
  return from_replicates(value, std::move(replicates), confidence);
}

}  // namespace journeylab
