#include "experiment/size_answer.h"

#include <cmath>

namespace journeylab {

double SimulatedRate::error() const noexcept {
  if (tests == 0) return 0.0;
  const auto n = static_cast<double>(tests);
  // Half a test more of each kind, so that a rate of 0 or 1 has an error too.
  const double rate = (static_cast<double>(found) + 0.5) / (n + 1.0);
  return std::sqrt(rate * (1.0 - rate) / n);
}

}  // namespace journeylab
