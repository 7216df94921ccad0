#include "random/quantile_table.h"

#include <algorithm>
#include <cmath>

#include "random/mathematics.h"
#include "random/normal.h"

namespace journeylab {
namespace {

constexpr std::size_t first_cells = 64;
constexpr std::size_t most_cells = 4096;
constexpr double tolerance = 1e-8;

CurvePoint solve_at(const Curve& curve, double z, double start) {
  return solve(curve, {.below = normal_cumulative(z), .above = normal_cumulative(-z)}, z, start);
}

/// Nodes a `step` apart from `origin`, solved outwards from the one nearest to the median, where
/// the first guess is best; each starts on the tangent of its neighbour.
std::vector<CurvePoint> first_nodes(const Curve& curve, double origin, double step) {
  std::vector<CurvePoint> nodes(first_cells + 1);
  const double from_median = std::clamp(-origin / step, 0.0, static_cast<double>(first_cells));
  const auto centre = static_cast<std::size_t>(from_median);
  const auto z_of = [&](std::size_t node) { return origin + step * static_cast<double>(node); };
  const double z = z_of(centre);
  const Probability p{.below = normal_cumulative(z), .above = normal_cumulative(-z)};
  nodes[centre] = solve(curve, p, z, guess(curve, p, z));
  for (std::size_t node = centre + 1; node <= first_cells; ++node) {
    const CurvePoint& last = nodes[node - 1];
    nodes[node] = solve_at(curve, z_of(node), last.y + step * last.slope);
  }
  for (std::size_t node = centre; node-- > 0;) {
    const CurvePoint& last = nodes[node + 1];
    nodes[node] = solve_at(curve, z_of(node), last.y - step * last.slope);
  }
  return nodes;
}

double hermite_middle(const CurvePoint& left, const CurvePoint& right, double step) noexcept {
  return 0.5 * (left.y + right.y) + 0.125 * step * (left.slope - right.slope);
}

struct Refined {
  std::vector<CurvePoint> nodes;
  double error;  ///< of the coarser interpolant, at the new nodes
};

Refined refined(const Curve& curve, const std::vector<CurvePoint>& nodes, double origin,
                double step) {
  Refined result{.nodes = {}, .error = 0.0};
  result.nodes.reserve(2 * nodes.size());
  for (std::size_t cell = 0; cell + 1 < nodes.size(); ++cell) {
    const double expected = hermite_middle(nodes[cell], nodes[cell + 1], step);
    const double z = origin + step * (static_cast<double>(cell) + 0.5);
    const CurvePoint middle = solve_at(curve, z, expected);
    result.error = std::max(result.error, std::abs(middle.y - expected));
    result.nodes.push_back(nodes[cell]);
    result.nodes.push_back(middle);
  }
  result.nodes.push_back(nodes.back());
  return result;
}

void add_cell(const CurvePoint& left, const CurvePoint& right, double step, QuantileTable& table) {
  const double rise = right.y - left.y;
  const double left_slope = left.slope * step;
  const double right_slope = right.slope * step;
  table.constant.push_back(left.y);
  table.linear.push_back(left_slope);
  table.square.push_back(3.0 * rise - 2.0 * left_slope - right_slope);
  table.cube.push_back(left_slope + right_slope - 2.0 * rise);
}

}  // namespace

std::shared_ptr<const QuantileTable> tabulate(const Curve& curve, const DrawRange& range) {
  constexpr double least_width = 1e-6;
  const auto [lowest, highest] = range;
  const double origin = elementary::normal_quantile(lowest.below, lowest.above);
  const double last = elementary::normal_quantile(highest.below, highest.above);
  const double width = std::max(last - origin, least_width);
  std::vector<CurvePoint> nodes = first_nodes(curve, origin, width / first_cells);
  double error = 1.0;
  while (error > tolerance && nodes.size() <= most_cells) {
    Refined next = refined(curve, nodes, origin, width / static_cast<double>(nodes.size() - 1));
    nodes = std::move(next.nodes);
    error = next.error;
  }
  auto table = std::make_shared<QuantileTable>();
  const auto count = static_cast<double>(nodes.size() - 1);
  table->origin = origin;
  table->per_unit = count / width;
  table->end = std::nextafter(count, 0.0);
  for (std::size_t cell = 0; cell + 1 < nodes.size(); ++cell) {
    add_cell(nodes[cell], nodes[cell + 1], width / count, *table);
  }
  return table;
}

std::shared_ptr<const QuantileTable> tabulate_poisson(double mean, const DrawRange& range) {
  auto table = std::make_shared<QuantileTable>();
  table->first_count = poisson_quantile(mean, range.lowest);
  const double last = poisson_quantile(mean, range.highest);
  for (double count = table->first_count; count <= last; count += 1.0) {
    const Probability at = poisson_cumulative(mean, count);
    table->lower.push_back(at.below);
    table->upper.push_back(at.above);
  }
  return table;
}

}  // namespace journeylab
