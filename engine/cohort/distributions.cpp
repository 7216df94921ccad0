#include "cohort/distributions.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "cohort/curve_cells.h"

namespace journeylab {
namespace {

using Places = std::array<std::uint32_t, tile_customers + position_padding>;

void count_reaches(const CurveCells& cells, std::size_t n_cells, std::span<const double> first,
                   const std::uint8_t* takes, const VectorLoops& loops, ReachTally& tally) {
  if (tally.first.empty()) tally.first.resize(n_cells);
  tally.n += takes == nullptr ? first.size()
                              : first.size() - static_cast<std::size_t>(std::count(
                                                   takes, takes + first.size(), std::uint8_t{0}));
  Places places;
  const std::size_t reached = loops.select_between(
      first.data(), 0.0, std::numeric_limits<double>::max(), first.size(), places.data());
  for (const std::uint32_t i : std::span(places).first(reached)) {
    if (takes == nullptr || takes[i] != 0) ++tally.first[cells.cell_of(first[i])];
  }
}

void count_amounts(std::span<const double> amounts, const VectorLoops& loops,
                   AmountHistogram& tally) {
  constexpr double least = std::numeric_limits<double>::denorm_min();
  constexpr double most = std::numeric_limits<double>::max();
  tally.customers += amounts.size();
  Places places;
  const auto add_between = [&](double low, double high) {
    const std::size_t n =
        loops.select_between(amounts.data(), low, high, amounts.size(), places.data());
    for (const std::uint32_t i : std::span(places).first(n)) tally.add(amounts[i]);
  };
  add_between(least, most);
  add_between(-most, -least);
}

}  // namespace

void count_distributions(const JourneyPlan& plan, const TallyShape& shape, const ColumnsView& view,
                         const Tile& tile, std::size_t offset, DistributionTally& tally,
                         const VectorLoops& loops) {
  const std::vector<Metric>& metrics = shape.scenario->metrics;
  tally.goals.resize(metrics.size());
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const auto* share = std::get_if<GoalShare>(&metrics[m].kind);
    if (share == nullptr) continue;
    const std::vector<std::uint8_t>& population = tile.populations[m];
    count_reaches(CurveCells(shape.borders[m]), shape.borders[m].size() - 1,
                  {view[plan.layout.goal_first[share->goal]], view.n},
                  population.empty() ? nullptr : population.data() + offset, loops, tally.goals[m]);
  }
  if (plan.layout.revenue != no_column) {
    count_amounts({view[plan.layout.revenue], view.n}, loops, tally.revenue);
  }
}

}  // namespace journeylab
