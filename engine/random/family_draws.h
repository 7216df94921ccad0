// The formula of each family from a uniform draw to a value, as small function objects that the
// single draw and the loop over many share, so that their bits agree. For quantile.cpp.
#pragma once

#include <cmath>
#include <cstddef>

#include "random/curves.h"
#include "random/distribution.h"
#include "random/elementary.h"
#include "random/normal.h"
#include "random/quantile_table.h"

namespace journeylab {

/// Whether the probability above is exactly 1 less the one below. It is for uniform draws; within a
/// truncation window it is rounded, and small values need the other side.
enum class Complement : bool { rounded, exact };

/// -log(P(X > x)): the quantile of the exponential with mean 1.
template <Complement complement>
[[nodiscard]] inline double hazard(double below, double above) noexcept {
  if constexpr (complement == Complement::exact) {
    return -elementary::log(above);
  } else {
    const double lost = ((1.0 - above) - below) / above;
    return -elementary::log(above) - (below < 0.5 ? lost : 0.0);
  }
}

template <Complement complement>
struct ExponentialDraw {
  double mean;
  double operator()(double below, double above) const noexcept {
    return mean * hazard<complement>(below, above);
  }
};

struct LognormalDraw {
  double mu;
  double sigma;
  [[nodiscard]] double from_normal(double z) const noexcept {
    return elementary::exp(mu + sigma * z);
  }
};

struct NormalDraw {
  double mean;
  double sd;
  [[nodiscard]] double from_normal(double z) const noexcept { return mean + sd * z; }
};

struct TabulatedGammaDraw {
  CurveView table;
  double scale;
  [[nodiscard]] double from_normal(double z) const noexcept {
    return scale * elementary::exp(interpolated(table, z));
  }
};

struct TabulatedBetaDraw {
  CurveView table;
  [[nodiscard]] double from_normal(double z) const noexcept {
    return 1.0 / (1.0 + elementary::exp(-interpolated(table, z)));
  }
};

struct SolvedDraw {
  Curve curve;
  double scale;
  double operator()(double below, double above) const noexcept {
    const Probability p{.below = below, .above = above};
    const double z = elementary::normal_quantile(below, above);
    const double y = solve(curve, p, z, guess(curve, p, z)).y;
    return curve.family == Family::gamma ? scale * elementary::exp(y)
                                         : 1.0 / (1.0 + elementary::exp(-y));
  }
};

template <Complement complement>
struct WeibullDraw {
  double inverse_shape;
  double scale;
  double operator()(double below, double above) const noexcept {
    const double exponent = elementary::log(hazard<complement>(below, above)) * inverse_shape;
    return scale * elementary::exp(exponent);
  }
};

struct UniformDraw {
  double low;
  double width;
  double last;  // the largest double below high
  double operator()(double below, double /*above*/) const noexcept {
    const double x = low + below * width;
    return x < last ? x : last;
  }
};

struct TriangularDraw {
  double low;
  double high;
  double up_to_mode;
  double rising;   // sqrt((high - low) (mode - low))
  double falling;  // sqrt((high - low) (high - mode))
  double operator()(double below, double above) const noexcept {
    const double left = low + std::sqrt(below) * rising;
    const double right = high - std::sqrt(above) * falling;
    return below < up_to_mode ? left : right;
  }
};

struct BernoulliDraw {
  double p;
  double operator()(double /*below*/, double above) const noexcept { return above < p ? 1.0 : 0.0; }
};

struct TabulatedPoissonDraw {
  const QuantileTable& table;
  double operator()(double below, double above) const noexcept {
    return tabulated_count(table, {.below = below, .above = above});
  }
};

struct PoissonDraw {
  double mean;
  double operator()(double below, double above) const noexcept {
    return poisson_quantile(mean, {.below = below, .above = above});
  }
};

template <Complement complement>
struct GeometricDraw {
  double rate;  // -log(1 - p)
  double operator()(double below, double above) const noexcept {
    const double failures = std::ceil(hazard<complement>(below, above) / rate) - 1.0;
    return failures > 0.0 ? failures : 0.0;
  }
};

template <Complement complement>
struct ParetoDraw {
  double scale;
  double inverse_shape;
  double operator()(double below, double above) const noexcept {
    return scale * elementary::exp(hazard<complement>(below, above) * inverse_shape);
  }
};

struct EmpiricalDraw {
  const double* sorted;
  double rows;
  double operator()(double below, double /*above*/) const noexcept {
    const double row = below * rows;
    const double last = rows - 1.0;
    return sorted[static_cast<std::size_t>(row < last ? row : last)];
  }
};

}  // namespace journeylab
