#include "trial/stop_table.h"

#include <cmath>

#include "stats/group_sequential_stop.h"

namespace journeylab {
namespace {

constexpr double farthest = 10.0;
constexpr double step = 0.25;
constexpr std::size_t n_nodes = 81;  // from -10 to 10

// Catmull and Rom's (1974) cubic through the middle two of four equally spaced values.
double between(double before, double left, double right, double after, double at) {
  const double slope_left = 0.5 * (right - before);
  const double slope_right = 0.5 * (after - left);
  const double rise = right - left;
  const double square = slope_left - rise;
  const double cube = rise - slope_right;
  return left + at * rise + at * (1.0 - at) * (square * (1.0 - at) + cube * at);
}

bool is_finite(const StopEstimate& node) {
  return std::isfinite(node.drift) && std::isfinite(node.interval.low) &&
         std::isfinite(node.interval.high);
}

}  // namespace

StopTable::StopTable(std::span<const double> information, std::span<const LookBounds> bounds,
                     double confidence) {
  for (std::size_t look = 0; look < bounds.size(); ++look) {
    std::vector<StopEstimate> nodes;
    for (std::size_t i = 0; i < n_nodes; ++i) {
      const double z = -farthest + step * static_cast<double>(i);
      const StoppedTrial stop = stopped_trial(information, bounds.first(look + 1), z, confidence);
      nodes.push_back({.drift = stop.drift, .interval = stop.interval});
    }
    nodes_.push_back(std::move(nodes));
  }
}

std::optional<StopEstimate> StopTable::at(std::size_t look, double z) const {
  const double position = (z + farthest) / step;
  if (!(position >= 1.0 && position < static_cast<double>(n_nodes - 2))) return std::nullopt;
  const auto left = static_cast<std::size_t>(position);
  const StopEstimate* node = nodes_[look].data() + left;
  const double at = position - static_cast<double>(left);
  for (const StopEstimate* near = node - 1; near <= node + 2; ++near) {
    if (!is_finite(*near)) return std::nullopt;
  }
  const auto mix = [&](auto&& part) {
    return between(part(node[-1]), part(node[0]), part(node[1]), part(node[2]), at);
  };
  return StopEstimate{
      .drift = mix([](const StopEstimate& n) { return n.drift; }),
      .interval = {.low = mix([](const StopEstimate& n) { return n.interval.low; }),
                   .high = mix([](const StopEstimate& n) { return n.interval.high; })}};
}

}  // namespace journeylab
