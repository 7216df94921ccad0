// The shape of a run's tallies, and tallies and tiles of it with nothing in them.
#include <algorithm>

#include <fmt/format.h>

#include "base/problem.h"
#include "cohort/observe.h"
#include "cohort/sweep.h"
#include "scenario/curve_grid.h"

namespace journeylab {
namespace {

MetricTally empty_metric(const TallyShape& shape, std::size_t metric, RetentionTables tables) {
  const Metric& authored = shape.scenario->metrics[metric];
  const std::size_t n_cells = shape.borders[metric].empty() ? 0 : shape.borders[metric].size() - 1;
  if (std::holds_alternative<Retained>(authored.kind)) {
    RetentionTally tally;
    if (tables == RetentionTables::with) {
      tally.groups.assign(shape.retention_groups, LifeTable(n_cells));
    }
    return tally;
  }
  if (std::holds_alternative<TimeTo>(authored.kind)) {
    TimeTally tally;
    tally.first.resize(n_cells);
    return tally;
  }
  const std::size_t n_values = values_kept(authored);
  const bool is_share = std::holds_alternative<GoalShare>(authored.kind) ||
                        (std::holds_alternative<Returned>(authored.kind) && n_values == 1);
  if (is_share) return ShareTally{};
  MeanTally tally;
  tally.moments.variables = n_values;
  return tally;
}

PairedTally empty_paired(const MetricTally& own) {
  struct Pair {
    PairedTally operator()(const ShareTally&) const { return PairedShareTally{}; }
    PairedTally operator()(const MeanTally& tally) const {
      PairedMeanTally paired;
      paired.moments.variables = 2 * tally.moments.variables;
      return paired;
    }
    PairedTally operator()(const RetentionTally&) const { return PairedRetentionTally{}; }
    PairedTally operator()(const TimeTally&) const {
      PairedMeanTally paired;
      paired.moments.variables = 2;
      return paired;
    }
  };
  return std::visit(Pair{}, own);
}

FlowTally empty_flow(const Scenario& scenario, const Variant& variant) {
  FlowTally flow;
  for (const Step& step : variant.steps) {
    StepTally tally;
    tally.ways.resize(step.ways.size());
    flow.steps.push_back(std::move(tally));
  }
  flow.touchpoints.resize(scenario.names.touchpoints.size());
  flow.goals.resize(scenario.names.goals.size());
  flow.endings.resize(scenario.names.statuses.size() + 1);
  return flow;
}

// Groups of the jackknife: enough for a good variance, fewer where tables would fill the memory.
// Times to goals keep their cells in every shard that is in flight, about as many.
std::size_t retention_groups(const TallyShape& shape) {
  constexpr std::size_t most = 64;
  constexpr std::size_t least = 16;
  constexpr std::size_t memory = std::size_t{512} << 20;
  constexpr std::size_t gibibyte = std::size_t{1} << 30;
  constexpr std::size_t most_memory = 8 * gibibyte;
  std::size_t cells = 0;
  for (std::size_t m = 0; m < shape.borders.size(); ++m) {
    const bool is_share = std::holds_alternative<GoalShare>(shape.scenario->metrics[m].kind);
    cells += is_share ? 0 : shape.borders[m].size();
  }
  const std::size_t bytes =
      3 * sizeof(std::uint32_t) * cells * shape.variants.size() * shape.scenario->segments.size();
  if (bytes > most_memory / least) {
    throw RunError(fmt::format(
        "{}: the curves of its metrics, in {} segments and {} variants, need {:.0f} GiB of memory; "
        "expected at most {}: fewer segments, retention metrics or variants at once",
        shape.scenario->file, shape.scenario->segments.size(), shape.variants.size(),
        static_cast<double>(bytes * least) / static_cast<double>(gibibyte),
        most_memory / gibibyte));
  }
  return bytes == 0 ? most : std::clamp(memory / bytes, least, most);
}

}  // namespace

TallyShape tally_shape(const Scenario& scenario, std::vector<std::size_t> variants, bool paired) {
  TallyShape shape{.scenario = &scenario,
                   .variants = std::move(variants),
                   .paired = paired,
                   .distributions = false,
                   .retention_groups = 0,
                   .borders = {}};
  for (const Metric& metric : scenario.metrics) {
    shape.borders.push_back(curve_borders(scenario, metric));
  }
  shape.retention_groups = retention_groups(shape);
  return shape;
}

RunTally empty_tally(const TallyShape& shape, RetentionTables tables) {
  RunTally tally;
  const std::size_t n_segments = shape.scenario->segments.size();
  for (std::size_t v = 0; v < shape.variants.size(); ++v) {
    VariantTally variant;
    variant.flow = empty_flow(*shape.scenario, shape.scenario->variants[shape.variants[v]]);
    variant.segment_customers.resize(n_segments);
    for (std::size_t m = 0; m < shape.scenario->metrics.size(); ++m) {
      const MetricTally own = empty_metric(shape, m, tables);
      variant.metrics.emplace_back(n_segments, own);
      if (shape.paired && v > 0) variant.paired.emplace_back(n_segments, empty_paired(own));
    }
    tally.variants.push_back(std::move(variant));
  }
  return tally;
}

Tile make_tile(const TallyShape& shape) {
  Tile tile;
  tile.place.resize(tile_customers + position_padding);
  tile.key.resize(tile_customers);
  tile.segment.resize(tile_customers);
  tile.attributes.assign(shape.scenario->names.attributes.size(),
                         AlignedColumn<double>(tile_customers));
  std::vector<MetricColumns> metrics(shape.scenario->metrics.size());
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const Metric& metric = shape.scenario->metrics[m];
    for (std::size_t v = 0; v < values_kept(metric); ++v) {
      metrics[m].values[v].resize(tile_customers);
    }
    tile.populations.emplace_back(metric.where ? tile_customers : 0);
  }
  tile.variants.assign(shape.variants.size(), metrics);
  return tile;
}

}  // namespace journeylab
