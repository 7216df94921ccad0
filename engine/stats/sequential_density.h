// The distribution of a group sequential statistic among the trials that go on, by the recursive
// numerical integration of Armitage, McPherson and Rowe (1969; Jennison and Turnbull 2000,
// chapter 19). Everything about boundaries is computed from it. Theory:
// engine/methods/sequential.md.
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace journeylab {

/// The statistics of a look at which the trial goes on: strictly between the two.
struct LookBounds {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
};

/// The smallest step of information between two looks that the integration resolves.
inline constexpr double smallest_information_step = 1e-6;

/// A bound beyond which a normal tail is no double any more. One that is never crossed because the
/// chance to do so underflows is walked as this one, not as an infinite one.
inline constexpr double farthest_bound = 38.0;

/// Throws std::invalid_argument unless the fractions of information rise by at least the smallest
/// step from above 0, and the last is 1.
void check_information(std::span<const double> information);

/// Walks the looks of one trial. Z_k is normal with mean drift sqrt(t_k) and variance 1, and
/// Z_k sqrt(t_k) has independent increments. Integrates by 16-point Gauss-Legendre panels no wider
/// than two standard deviations of the narrowest step beside them; absolute error below 1e-12, and
/// relative below 1e-9 in the tails beyond finite bounds.
class SequentialDensity {
 public:
  /// `information` outlives this object.
  SequentialDensity(std::span<const double> information, double drift);

  /// P(no stop so far and Z > z at this look); z may be infinite.
  [[nodiscard]] double above(double z) const;
  /// P(no stop so far and Z <= z at this look).
  [[nodiscard]] double below(double z) const;

  /// Stops outside the bounds of this look and goes to the next one.
  void pass(const LookBounds& bounds);

  /// The look that comes next, from 0.
  [[nodiscard]] std::size_t look() const noexcept { return look_; }

 private:
  struct Node {
    double score = 0.0;  // Z sqrt(t) of the look before
    double mass = 0.0;   // quadrature weight times density
  };
  [[nodiscard]] double density_at(double score) const;
  [[nodiscard]] double step_deviation() const;

  std::span<const double> information_;
  double drift_;
  std::size_t look_ = 0;
  std::vector<Node> nodes_;
};

}  // namespace journeylab
