#include "plan/chances.h"

namespace journeylab {

ChanceCheck cumulative_thresholds(std::span<const double> chances, std::size_t rest,
                                  std::span<Threshold> thresholds) noexcept {
  double stated = 0.0;
  for (std::size_t way = 0; way < chances.size(); ++way) {
    if (way == rest) continue;
    const double chance = chances[way];
    if (!(chance >= 0.0 && chance <= 1.0)) {
      return {.fault = ChanceFault::not_a_chance, .way = way, .value = chance};
    }
    stated += chance;
  }
  if (stated > 1.0 + chance_tolerance) {
    return {.fault = ChanceFault::sum_above_one, .way = 0, .value = stated};
  }
  const bool has_rest = rest < chances.size();
  if (!has_rest && stated < 1.0 - chance_tolerance) {
    return {.fault = ChanceFault::sum_below_one, .way = 0, .value = stated};
  }
  const double left = has_rest && stated < 1.0 ? 1.0 - stated : 0.0;
  const auto chance_of = [&](std::size_t way) { return way == rest ? left : chances[way]; };
  std::size_t last = 0;
  for (std::size_t way = 0; way < chances.size(); ++way) {
    if (chance_of(way) > 0.0) last = way;
  }
  double sum = 0.0;
  for (std::size_t way = 0; way < chances.size(); ++way) {
    sum += chance_of(way);
    thresholds[way] = threshold_of(way >= last ? 1.0 : sum);
  }
  return {};
}

}  // namespace journeylab
