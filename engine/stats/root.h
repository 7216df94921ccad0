// The root of a function between two points, for intervals that invert a test.
#pragma once

#include <functional>

namespace journeylab {

/// x in [low, high] where `f` changes sign, to a few units in the last place of x (Alefeld, Potra
/// and Shi 1995, algorithm 748). Where f has the same sign at both ends, the end at which it is
/// nearer to zero.
[[nodiscard]] double find_root(const std::function<double(double)>& f, double low, double high);

}  // namespace journeylab
