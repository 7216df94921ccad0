#include "stats/description.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace journeylab {
namespace {

// The unevaluated sum of two doubles.
struct Twofold {
  double high = 0.0;
  double low = 0.0;
};

Twofold exact_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {.high = sum, .low = (a - (sum - part)) + (b - part)};
}

Twofold exact_product(double a, double b) {
  const double product = a * b;
  return {.high = product, .low = std::fma(a, b, -product)};
}

Twofold plus(const Twofold& a, const Twofold& b) {
  const Twofold sum = exact_sum(a.high, b.high);
  return exact_sum(sum.high, sum.low + a.low + b.low);
}

Twofold square(const Twofold& a) {
  const Twofold product = exact_product(a.high, a.high);
  return exact_sum(product.high, product.low + 2.0 * a.high * a.low);
}

Twofold divided(const Twofold& a, double by) {
  const double quotient = a.high / by;
  const Twofold product = exact_product(quotient, by);
  const double rest = ((a.high - product.high) - product.low) + a.low;
  return exact_sum(quotient, rest / by);
}

// The exact sum as partial sums that do not overlap, the smallest first.
class PartialSums {
 public:
  void add(double x) {
    std::size_t kept = 0;
    for (const double partial : partials_) {
      const Twofold sum = exact_sum(std::max(x, partial), std::min(x, partial));
      if (sum.low != 0.0) partials_[kept++] = sum.low;
      x = sum.high;
    }
    partials_.resize(kept);
    partials_.push_back(x);
  }
  [[nodiscard]] Twofold value() const {
    Twofold sum;
    for (std::size_t i = partials_.size(); i-- > 0;) {
      sum = plus(sum, {.high = partials_[i], .low = 0.0});
    }
    return sum;
  }

 private:
  std::vector<double> partials_;
};

// Power of two that brings the largest value near one: squares then neither overflow nor vanish.
int scale_of(double least, double most) {
  const double size = std::max(std::abs(least), std::abs(most));
  return size == 0.0 ? 0 : std::ilogb(size) + 1;
}

// Twofold sum of the squared distances from the mean of scaled values, less what the mean's own
// rounding adds.
double squared_distances(std::span<const double> values, const Twofold& mean, int scale) {
  Twofold squares;
  Twofold distances;
  for (const double value : values) {
    const Twofold distance = plus({.high = std::ldexp(value, -scale), .low = 0.0},
                                  {.high = -mean.high, .low = -mean.low});
    squares = plus(squares, square(distance));
    distances = plus(distances, distance);
  }
  const double left = distances.high * distances.high / static_cast<double>(values.size());
  return std::max(0.0, squares.high - left);
}

}  // namespace

Description describe(std::span<const double> values) {
  Description result;
  result.n = values.size();
  if (values.empty()) return result;
  const auto n = static_cast<double>(values.size());
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  result.least = *least;
  result.most = *most;
  const int scale = scale_of(*least, *most);
  PartialSums sums;
  // Numbers whose sum could overflow are summed scaled, the others as they are.
  const int taken = scale + std::ilogb(n) > 1021 ? scale : 0;
  for (const double value : values) sums.add(std::ldexp(value, -taken));
  const Twofold sum = sums.value();
  const Twofold mean = divided(sum, n);
  result.sum = std::ldexp(sum.high, taken);
  result.mean = std::ldexp(mean.high, taken);
  if (values.size() < 2 || *least == *most) return result;
  const Twofold scaled_mean{.high = std::ldexp(mean.high, taken - scale),
                            .low = std::ldexp(mean.low, taken - scale)};
  const double variance = squared_distances(values, scaled_mean, scale) / (n - 1.0);
  result.variance = std::ldexp(variance, 2 * scale);
  result.deviation = std::ldexp(std::sqrt(variance), scale);
  return result;
}

}  // namespace journeylab
