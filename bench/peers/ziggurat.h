// The fastest generator and samplers for a scalar program: xoshiro256++ (Blackman and Vigna 2021,
// "Scrambled linear pseudorandom number generators") and the ziggurat with 256 layers (Marsaglia
// and Tsang 2000, "The ziggurat method for generating random variables").
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace peers {

class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t seed) noexcept {
    for (std::uint64_t& word : state_) {  // splitmix64, as its authors advise
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
      z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
      word = z ^ (z >> 31U);
    }
  }
  std::uint64_t operator()() noexcept {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  /// In [0, 1), 53 bits.
  double uniform() noexcept { return static_cast<double>((*this)() >> 11U) * 0x1p-53; }

 private:
  std::array<std::uint64_t, 4> state_{};
};

// Layers of equal area under a falling density f on [0, inf): x[i] is the right edge of layer i,
// x[0] that of the base with its tail as a rectangle.
struct Layers {
  std::array<double, 257> x{}, y{};
  template <typename Density, typename Inverse>
  Layers(double tail, double area, Density f, Inverse inverse) {
    x[0] = area / f(tail);
    x[1] = tail;
    for (std::size_t i = 1; i < 255; ++i) x[i + 1] = inverse(area / x[i] + f(x[i]));
    x[256] = 0.0;
    for (std::size_t i = 0; i < 257; ++i) y[i] = f(x[i]);
  }
};

class Exponential {
 public:
  double operator()(Xoshiro& random) const noexcept {
    for (double offset = 0.0;; offset += tail) {
      for (;;) {
        const std::uint64_t bits = random();
        const std::size_t i = bits & 255U;
        const double value = static_cast<double>(bits >> 11U) * 0x1p-53 * layers_.x[i];
        if (value < layers_.x[i + 1]) [[likely]] {
          return offset + value;
        }
        if (i == 0) break;  // the tail is the same law again
        const double y = layers_.y[i] + (layers_.y[i + 1] - layers_.y[i]) * random.uniform();
        if (y < std::exp(-value)) return offset + value;
      }
    }
  }

 private:
  static constexpr double tail = 7.69711747013104972;
  Layers layers_{tail, 0.0039496598225815571993, [](double x) { return std::exp(-x); },
                 [](double y) { return -std::log(y); }};
};

class Normal {
 public:
  double operator()(Xoshiro& random) const noexcept {
    for (;;) {
      const std::uint64_t bits = random();
      const std::size_t i = bits & 255U;
      const double value = static_cast<double>(bits >> 11U) * 0x1p-53 * layers_.x[i];
      const double sign = (bits & 256U) != 0 ? -1.0 : 1.0;
      if (value < layers_.x[i + 1]) [[likely]] {
        return sign * value;
      }
      if (i == 0) return sign * from_tail(random);
      const double y = layers_.y[i] + (layers_.y[i + 1] - layers_.y[i]) * random.uniform();
      if (y < std::exp(-0.5 * value * value)) return sign * value;
    }
  }

 private:
  static constexpr double tail = 3.6541528853610088;
  static double from_tail(Xoshiro& random) noexcept {
    for (;;) {
      const double x = -std::log(1.0 - random.uniform()) / tail;
      const double y = -std::log(1.0 - random.uniform());
      if (y + y > x * x) return tail + x;
    }
  }
  Layers layers_{tail, 0.00492867323399, [](double x) { return std::exp(-0.5 * x * x); },
                 [](double y) { return std::sqrt(-2.0 * std::log(y)); }};
};

}  // namespace peers
