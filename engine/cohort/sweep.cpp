#include "cohort/sweep.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "cohort/observe.h"
#include "scenario/curve_grid.h"

namespace journeylab {
namespace {

using Members = std::vector<std::uint32_t>;  // positions in the tile, increasing

// A sum in eight lanes, whatever the machine's vectors are, so that its bits are everybody's.
template <typename Term>
double lane_sum(std::size_t n, Term&& term) {
  std::array<double, 8> lanes{};
  std::size_t i = 0;
  for (; i + lanes.size() <= n; i += lanes.size()) {
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] += term(i + lane);
  }
  for (; i < n; ++i) lanes[i % lanes.size()] += term(i);
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

// Values of the members of a segment, side by side.
class Gathered {
 public:
  void clear() { n_variables_ = 0; }
  void add(const std::vector<double>& column, const Members& members) {
    if (n_variables_ == values_.size()) values_.emplace_back();
    std::vector<double>& values = values_[n_variables_++];
    values.resize(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) values[i] = column[members[i]];
  }
  [[nodiscard]] const std::vector<double>& operator[](std::size_t i) const { return values_[i]; }

  // Two passes: means, then centred products.
  [[nodiscard]] Comoments comoments() const {
    Comoments moments;
    moments.variables = n_variables_;
    moments.n = values_[0].size();
    if (moments.n == 0) return moments;
    const std::size_t n = values_[0].size();
    for (std::size_t v = 0; v < n_variables_; ++v) {
      const double* x = values_[v].data();
      moments.mean[v] = lane_sum(n, [=](std::size_t i) { return x[i]; }) / static_cast<double>(n);
    }
    for (std::size_t v = 0; v < n_variables_; ++v) {
      for (std::size_t w = v; w < n_variables_; ++w) {
        const double* x = values_[v].data();
        const double* y = values_[w].data();
        const double mean_x = moments.mean[v];
        const double mean_y = moments.mean[w];
        moments.products[v][w] =
            lane_sum(n, [=](std::size_t i) { return (x[i] - mean_x) * (y[i] - mean_y); });
      }
    }
    return moments;
  }

  // Customers for whom the first half of the variables differs from the second half.
  [[nodiscard]] std::uint64_t differing() const {
    const std::size_t half = n_variables_ / 2;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < values_[0].size(); ++i) {
      bool differs = false;
      for (std::size_t v = 0; v < half; ++v) differs |= values_[v][i] != values_[half + v][i];
      count += differs ? 1 : 0;
    }
    return count;
  }

 private:
  std::size_t n_variables_ = 0;
  std::vector<std::vector<double>> values_;
};

// Adds one metric of one segment to its tallies.
class MetricSweep {
 public:
  MetricSweep(const TallyShape& shape, const Tile& tile, std::size_t metric, const Members& members,
              Gathered& gathered)
      : shape_(shape),
        tile_(tile),
        metric_(metric),
        members_(members),
        n_values_(values_kept(shape.scenario->metrics[metric])),
        gathered_(gathered) {}

  void add_own(std::size_t variant, MetricTally& tally) {
    columns_ = &tile_.variants[variant][metric_];
    std::visit([this](auto& held) { add(held); }, tally);
  }

  void add_paired(std::size_t variant, PairedTally& tally) {
    control_ = &tile_.variants[0][metric_];
    columns_ = &tile_.variants[variant][metric_];
    std::visit([this](auto& held) { add(held); }, tally);
  }

 private:
  void gather(const MetricColumns& columns, std::size_t n_values) {
    for (std::size_t v = 0; v < n_values; ++v) gathered_.add(columns.values[v], members_);
  }

  void add(ShareTally& tally) const {
    const std::vector<double>& reached = columns_->values[0];
    tally.n += members_.size();
    for (const std::uint32_t i : members_) tally.successes += reached[i] != 0.0 ? 1 : 0;
  }

  void add(MeanTally& tally) {
    gathered_.clear();
    gather(*columns_, n_values_);
    tally.moments.merge(gathered_.comoments());
  }

  void add(RetentionTally& tally) const {
    for (const std::uint32_t i : members_) {
      const double covered = columns_->values[0][i];
      if (covered < 0.0) continue;
      const std::uint64_t customer = tile_.first_customer + i;
      tally.records.push_back(
          {.group = static_cast<std::uint16_t>(customer % shape_.retention_groups),
           .covered = static_cast<std::uint16_t>(covered),
           .ended = static_cast<std::uint16_t>(columns_->values[1][i]),
           .counts = columns_->values[2][i] != 0.0});
    }
  }

  void add(TimeTally& tally) {
    gathered_.clear();
    gathered_.add(columns_->values[0], members_);
    tally.restricted.merge(gathered_.comoments());
    const std::vector<Ticks>& borders = shape_.borders[metric_];
    reached_.clear();
    for (const std::uint32_t i : members_) {
      const Ticks first = columns_->values[1][i];
      if (first == never) continue;
      reached_.push_back(i);
      const auto border = std::lower_bound(borders.begin() + 1, borders.end(), first);
      ++tally.first[static_cast<std::size_t>(border - borders.begin() - 1)];
    }
    // Of those who reached the goal the restricted time is the time.
    gathered_.clear();
    gathered_.add(columns_->values[0], reached_);
    tally.reached.merge(gathered_.comoments());
  }

  void add(PairedShareTally& tally) const {
    const std::vector<double>& control = control_->values[0];
    const std::vector<double>& variant = columns_->values[0];
    for (const std::uint32_t i : members_) {
      const bool a = control[i] != 0.0;
      const bool b = variant[i] != 0.0;
      tally.both += a && b ? 1 : 0;
      tally.control_only += a && !b ? 1 : 0;
      tally.variant_only += !a && b ? 1 : 0;
      tally.neither += !a && !b ? 1 : 0;
    }
  }

  void add(PairedMeanTally& tally) {
    // Time to a goal compares the restricted time alone.
    const bool is_time = std::holds_alternative<TimeTo>(shape_.scenario->metrics[metric_].kind);
    const std::size_t n_values = is_time ? 1 : n_values_;
    gathered_.clear();
    gather(*control_, n_values);
    gather(*columns_, n_values);
    tally.moments.merge(gathered_.comoments());
    tally.differing += gathered_.differing();
  }

  // Two customers are alike where the estimate at its age cannot tell them apart: what lies beyond
  // the age, or beyond what they are followed for, is not looked at.
  void add(PairedRetentionTally& tally) const {
    const auto& retained = std::get<Retained>(shape_.scenario->metrics[metric_].kind);
    const std::vector<Ticks>& borders = shape_.borders[metric_];
    const auto cells = static_cast<double>(
        std::lower_bound(borders.begin(), borders.end(), retained.at) - borders.begin());
    const auto seen = [&](const MetricColumns& columns, std::uint32_t i) {
      const double covered = std::min(columns.values[0][i], cells);
      const bool ends = columns.values[1][i] < covered;
      return std::array<double, 3>{covered, ends ? columns.values[1][i] : cells,
                                   ends ? columns.values[2][i] : 0.0};
    };
    for (const std::uint32_t i : members_) {
      tally.differing += seen(*control_, i) != seen(*columns_, i) ? 1 : 0;
    }
  }

  const TallyShape& shape_;
  const Tile& tile_;
  std::size_t metric_;
  const Members& members_;
  std::size_t n_values_;
  Gathered& gathered_;
  const MetricColumns* control_ = nullptr;
  const MetricColumns* columns_ = nullptr;
  Members reached_;
};

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
std::size_t retention_groups(const TallyShape& shape) {
  constexpr std::size_t most = 64;
  constexpr std::size_t least = 16;
  constexpr std::size_t memory = std::size_t{512} << 20;
  std::size_t cells = 0;
  for (const auto& borders : shape.borders) cells += borders.size();
  const std::size_t bytes =
      3 * sizeof(std::uint32_t) * cells * shape.variants.size() * shape.scenario->segments.size();
  return bytes == 0 ? most : std::clamp(memory / bytes, least, most);
}

}  // namespace

TallyShape tally_shape(const Scenario& scenario, std::vector<std::size_t> variants, bool paired) {
  TallyShape shape{.scenario = &scenario,
                   .variants = std::move(variants),
                   .paired = paired,
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
  tile.key.resize(tile_customers);
  tile.segment.resize(tile_customers);
  tile.attributes.assign(shape.scenario->names.attributes.size(),
                         std::vector<double>(tile_customers));
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

void sweep(const TallyShape& shape, const Tile& tile, RunTally& tally) {
  const std::size_t n_segments = shape.scenario->segments.size();
  std::vector<Members> everybody(n_segments);
  for (std::uint32_t i = 0; i < tile.n; ++i) everybody[tile.segment[i]].push_back(i);
  tally.customers += tile.n;
  for (VariantTally& variant : tally.variants) {
    for (std::size_t s = 0; s < n_segments; ++s) {
      variant.segment_customers[s] += everybody[s].size();
    }
  }
  Gathered gathered;
  Members some;
  for (std::size_t m = 0; m < shape.scenario->metrics.size(); ++m) {
    const std::vector<std::uint8_t>& population = tile.populations[m];
    for (std::size_t s = 0; s < n_segments; ++s) {
      const Members* members = &everybody[s];
      if (!population.empty()) {
        some.clear();
        std::copy_if(members->begin(), members->end(), std::back_inserter(some),
                     [&](std::uint32_t i) { return population[i] != 0; });
        members = &some;
      }
      MetricSweep metric(shape, tile, m, *members, gathered);
      for (std::size_t v = 0; v < tally.variants.size(); ++v) {
        VariantTally& variant = tally.variants[v];
        metric.add_own(v, variant.metrics[m][s]);
        if (!variant.paired.empty()) metric.add_paired(v, variant.paired[m][s]);
      }
    }
  }
}

}  // namespace journeylab
