// Inversion, family by family. Each family is a small function object that both the single draw and
// the loop over many call, so that their bits agree; the switch over families is outside the loop.
#include <cmath>

#include "random/curves.h"
#include "random/distribution.h"
#include "random/elementary.h"
#include "random/normal.h"
#include "random/quantile_table.h"

namespace journeylab {
namespace {

using elementary::normal_quantile;

/// Whether the probability above is exactly 1 less the one below. It is for uniform draws; within a
/// truncation window it is rounded, and small values need the other side.
enum class Complement : bool { rounded, exact };

/// -log(P(X > x)): the quantile of the exponential with mean 1.
template <Complement complement>
double hazard(double below, double above) noexcept {
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
  double operator()(double below, double above) const noexcept {
    return elementary::exp(mu + sigma * normal_quantile(below, above));
  }
};

struct NormalDraw {
  double mean;
  double sd;
  double operator()(double below, double above) const noexcept {
    return mean + sd * normal_quantile(below, above);
  }
};

struct TabulatedGammaDraw {
  const QuantileTable& table;
  double scale;
  double operator()(double below, double above) const noexcept {
    return scale * elementary::exp(interpolated(table, normal_quantile(below, above)));
  }
};

struct TabulatedBetaDraw {
  const QuantileTable& table;
  double operator()(double below, double above) const noexcept {
    return 1.0 / (1.0 + elementary::exp(-interpolated(table, normal_quantile(below, above))));
  }
};

struct SolvedDraw {
  Curve curve;
  double scale;
  double operator()(double below, double above) const noexcept {
    const Probability p{.below = below, .above = above};
    const double z = normal_quantile(below, above);
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

/// A draw from what truncation leaves: the uniform number is mapped into the window, each tail from
/// its own end, and rounding is kept from leaving the window.
template <class Draw>
struct TruncatedDraw {
  Draw draw;
  double below_low;
  double above_high;
  double window;
  double low;
  double high;
  double operator()(double below, double above) const noexcept {
    const double x = draw(below_low + below * window, above_high + above * window);
    const double above_low = x > low ? x : low;
    return above_low < high ? above_low : high;
  }
};

TriangularDraw triangular_draw(const PreparedDistribution& distribution) noexcept {
  const auto [low, mode, high] = distribution.parameters;
  const double root_width = std::sqrt(high - low);
  return {.low = low,
          .high = high,
          .up_to_mode = distribution.constants[0],
          .rising = root_width * std::sqrt(mode - low),
          .falling = root_width * std::sqrt(high - mode)};
}

/// Calls `action` with the family's draw, truncation aside.
template <Complement complement, class Action>
void with_whole_draw(const PreparedDistribution& distribution, const Action& action) noexcept {
  const auto [first, second, third] = distribution.parameters;
  const double constant = distribution.constants[0];
  const QuantileTable* table = distribution.table.get();
  switch (distribution.family) {
    case Family::exponential:
      return action(ExponentialDraw<complement>{first});
    case Family::lognormal:
      return action(LognormalDraw{first, second});
    case Family::normal:
      return action(NormalDraw{first, second});
    case Family::gamma:
      if (table != nullptr) return action(TabulatedGammaDraw{*table, second});
      return action(SolvedDraw{curve_of(Family::gamma, first, 0.0), second});
    case Family::weibull:
      return action(WeibullDraw<complement>{constant, second});
    case Family::uniform:
      return action(UniformDraw{first, second - first, constant});
    case Family::triangular:
      return action(triangular_draw(distribution));
    case Family::beta:
      if (table != nullptr) return action(TabulatedBetaDraw{*table});
      return action(SolvedDraw{curve_of(Family::beta, first, second), 1.0});
    case Family::bernoulli:
      return action(BernoulliDraw{first});
    case Family::poisson:
      if (table != nullptr) return action(TabulatedPoissonDraw{*table});
      return action(PoissonDraw{first});
    case Family::geometric:
      return action(GeometricDraw<complement>{constant});
    case Family::pareto:
      return action(ParetoDraw<complement>{first, constant});
    case Family::empirical:
      return action(EmpiricalDraw{distribution.sample->data(),
                                  static_cast<double>(distribution.sample->size())});
  }
}

template <class Action>
void with_draw(const PreparedDistribution& distribution, const Action& action) noexcept {
  if (!distribution.truncated) {
    return with_whole_draw<Complement::exact>(distribution, action);
  }
  with_whole_draw<Complement::rounded>(distribution, [&](const auto& draw) {
    action(TruncatedDraw<std::decay_t<decltype(draw)>>{
        draw, distribution.below_low.below, distribution.up_to_high.above, distribution.window,
        distribution.low, distribution.high});
  });
}

}  // namespace

double quantile(const PreparedDistribution& distribution, Probability probability) noexcept {
  double result = 0.0;
  with_draw(distribution,
            [&](const auto& draw) { result = draw(probability.below, probability.above); });
  return result;
}

void quantiles(const PreparedDistribution& distribution, std::span<const double> below,
               std::span<const double> above, std::span<double> out) noexcept {
  with_draw(distribution, [&](const auto& shared_draw) {
    const auto draw = shared_draw;
    const double* const from_below = below.data();
    const double* const from_above = above.data();
    double* const to = out.data();
    const std::size_t size = out.size();
#pragma GCC ivdep
    for (std::size_t i = 0; i < size; ++i) to[i] = draw(from_below[i], from_above[i]);
  });
}

}  // namespace journeylab
