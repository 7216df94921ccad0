// Inversion as inline loops, for whoever compiles them for the instructions of a machine. The
// switch over families is outside the loops, which are short enough to become vector code. Plain
// functions: random/distribution.h.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "random/distribution.h"
#include "random/family_draws.h"
#include "random/normal.h"

namespace journeylab {

/// Draws that are a function of the normal quantile of their probability.
template <class Draw>
concept DrawFromNormal = requires(const Draw& draw) {
  draw.from_normal(0.0);
};

template <class Draw>
[[nodiscard]] inline double drawn(const Draw& draw, double below, double above) noexcept {
  if constexpr (DrawFromNormal<Draw>) {
    return draw.from_normal(elementary::normal_quantile(below, above));
  } else {
    return draw(below, above);
  }
}

/// Truncation: the uniform number is mapped into the window, each tail from its own end, and
/// rounding is kept from leaving the window.
struct Truncation {
  double below_low;
  double above_high;
  double window;
  double low;
  double high;

  [[nodiscard]] double below(double uniform) const noexcept { return below_low + uniform * window; }
  [[nodiscard]] double above(double uniform) const noexcept {
    return above_high + uniform * window;
  }
  [[nodiscard]] double held(double x) const noexcept {
    const double above_low = x > low ? x : low;
    return above_low < high ? above_low : high;
  }
};

[[nodiscard]] inline Truncation truncation_of(const PreparedDistribution& distribution) noexcept {
  return {.below_low = distribution.below_low.below,
          .above_high = distribution.up_to_high.above,
          .window = distribution.window,
          .low = distribution.low,
          .high = distribution.high};
}

inline constexpr std::size_t draw_chunk_size = 256;
struct alignas(64) DrawBuffer : std::array<double, draw_chunk_size> {};

/// Draws for n probabilities, at most a chunk; `out` may be an input.
template <class Draw>
void draw_chunk(const Draw& draw, const double* below, const double* above, double* out,
                std::size_t n) noexcept {
  if constexpr (DrawFromNormal<Draw>) {
    DrawBuffer z;
    elementary::normal_quantiles(below, above, z.data(), n);
    for (std::size_t i = 0; i < n; ++i) out[i] = draw.from_normal(z[i]);
  } else {
    DrawBuffer values;  // apart from the inputs, so that the loop needs no order
    for (std::size_t i = 0; i < n; ++i) values[i] = draw(below[i], above[i]);
    std::copy_n(values.data(), n, out);
  }
}

template <class Draw>
void draw_truncated_chunk(const Truncation& truncation, const Draw& draw, const double* below,
                          const double* above, double* out, std::size_t n) noexcept {
  DrawBuffer below_inside;
  DrawBuffer above_inside;
  for (std::size_t i = 0; i < n; ++i) below_inside[i] = truncation.below(below[i]);
  for (std::size_t i = 0; i < n; ++i) above_inside[i] = truncation.above(above[i]);
  draw_chunk(draw, below_inside.data(), above_inside.data(), out, n);
  for (std::size_t i = 0; i < n; ++i) out[i] = truncation.held(out[i]);
}

[[nodiscard]] inline TriangularDraw triangular_draw(
    const PreparedDistribution& distribution) noexcept {
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
void with_draw(const PreparedDistribution& distribution, const Action& action) noexcept {
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
      if (table != nullptr) return action(TabulatedGammaDraw{CurveView(*table), second});
      return action(SolvedDraw{curve_of(Family::gamma, first, 0.0), second});
    case Family::weibull:
      return action(WeibullDraw<complement>{constant, second});
    case Family::uniform:
      return action(UniformDraw{first, second - first, constant});
    case Family::triangular:
      return action(triangular_draw(distribution));
    case Family::beta:
      if (table != nullptr) return action(TabulatedBetaDraw{CurveView(*table)});
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

/// As `quantiles`, inline.
inline void quantiles_in_chunks(const PreparedDistribution& distribution, const double* below,
                                const double* above, std::size_t n, double* out) noexcept {
  const auto in_chunks = [=](const auto& action) {
    for (std::size_t first = 0; first < n; first += draw_chunk_size) {
      action(below + first, above + first, out + first,
             n - first < draw_chunk_size ? n - first : draw_chunk_size);
    }
  };
  if (!distribution.truncated) {
    return with_draw<Complement::exact>(distribution, [&](const auto& draw) {
      in_chunks(
          [&draw](const double* from_below, const double* from_above, double* to,
                  std::size_t count) { draw_chunk(draw, from_below, from_above, to, count); });
    });
  }
  const Truncation truncation = truncation_of(distribution);
  with_draw<Complement::rounded>(distribution, [&](const auto& draw) {
    in_chunks(
        [&](const double* from_below, const double* from_above, double* to, std::size_t count) {
          draw_truncated_chunk(truncation, draw, from_below, from_above, to, count);
        });
  });
}

}  // namespace journeylab
