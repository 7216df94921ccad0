// A sum of doubles that does not depend on the order of its terms: two fixed-point limbs.
#pragma once

#include <cmath>
#include <cstdint>

namespace journeylab {

/// Sum of terms with |x| < 2^40, kept to 2^-60 each: a term loses nothing if it is 0 or at least
/// 2^-7 in size, and less than 1e-18 otherwise. Integer addition, so any order gives the same bits.
class ExactSum {
 public:
  static constexpr double term_limit = 1099511627776.0;  // 2^40

  /// Adds one term; the caller has checked its size.
  void add(double term) noexcept {
    const double high = std::nearbyint(term * high_scale);
    const double low = std::nearbyint((term - high / high_scale) * low_scale);
    high_ += static_cast<std::int64_t>(high);
    low_ += static_cast<std::int64_t>(low);
  }
  /// Adds `times` equal terms.
  void add(double term, std::uint64_t times) noexcept {
    ExactSum one;
    one.add(term);
    high_ += one.high_ * static_cast<Wide>(times);
    low_ += one.low_ * static_cast<Wide>(times);
  }
  /// Adds terms that were summed in limbs of the same scales elsewhere.
  void add_limbs(std::int64_t high, std::int64_t low) noexcept {
    high_ += high;
    low_ += low;
  }
  void add(const ExactSum& other) noexcept {
    high_ += other.high_;
    low_ += other.low_;
  }
  [[nodiscard]] double value() const noexcept {
    return static_cast<double>(high_) / high_scale + static_cast<double>(low_) / low_scale;
  }

  friend bool operator==(const ExactSum&, const ExactSum&) = default;

 private:
  __extension__ using Wide = __int128;
  static constexpr double high_scale = 1048576.0;             // 2^20
  static constexpr double low_scale = 1152921504606846976.0;  // 2^60

  Wide high_ = 0;
  Wide low_ = 0;
};

}  // namespace journeylab
