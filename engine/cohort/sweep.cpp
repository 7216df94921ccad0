#include "cohort/sweep.h"

#include <algorithm>
#include <array>

#include "cohort/arrivals.h"
#include "cohort/curve_cells.h"
#include "cohort/observe.h"

namespace journeylab {
namespace {

// How retention looks to the estimate at its age: what lies beyond the age, or beyond what a
// customer is followed for, is not looked at.
struct Seen {
  double covered;
  double ended;
  double counts;
};

Seen seen_until(double cells, const MetricColumns& columns, std::uint32_t i) {
  const double covered = std::min(columns.values[0][i], cells);
  const double ended = columns.values[1][i];
  const double counts = columns.values[2][i];
  return {.covered = covered,
          .ended = ended < covered ? ended : cells,
          .counts = ended < covered ? counts : 0.0};
}

// 1 or 0. Whether a life ends in time is anybody's guess: no branch depends on it.
std::uint64_t differs(const Seen& a, const Seen& b) {
  return static_cast<std::uint64_t>(a.covered != b.covered) |
         static_cast<std::uint64_t>(a.ended != b.ended) |
         static_cast<std::uint64_t>(a.counts != b.counts);
}

std::uint64_t n_differing(const VectorLoops& loops, const std::vector<Sample>& a,
                          const std::vector<Sample>& b, std::size_t n_values) {
  const std::size_t size = a[0].values().size();
  if (n_values == 1) {
    return loops.count_different(a[0].values().data(), b[0].values().data(), size);
  }
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < size; ++i) {
    bool differs = false;
    for (std::size_t v = 0; v < n_values; ++v) {
      differs |= a[v].values()[i] != b[v].values()[i];
    }
    n += differs ? 1U : 0U;
  }
  return n;
}

// Adds one metric of one segment, for one variant after another, to its tallies. What the pairs
// need of control is kept from when control was added.
class MetricSweep {
 public:
  MetricSweep(const TallyShape& shape, const Tile& tile, const VectorLoops& loops,
              std::size_t metric, Members members, SweepRoom& room)
      : shape_(shape),
        tile_(tile),
        loops_(loops),
        metric_(metric),
        members_(members),
        n_values_(values_kept(shape.scenario->metrics[metric])),
        room_(room) {}

  void add_own(std::size_t variant, MetricTally& tally) {
    columns_ = &tile_.variants[variant][metric_];
    own_ = variant == 0 ? &room_.control : &room_.variant;
    std::visit([this](auto& held) { add(held); }, tally);
  }

  /// Of the variant that was added last.
  void add_paired(PairedTally& tally) {
    std::visit([this](auto& held) { add(held); }, tally);
  }

 private:
  void take(std::size_t n_values) {
    for (std::size_t v = 0; v < n_values; ++v) {
      (*own_)[v].take(loops_, columns_->values[v], members_);
    }
  }

  // Of 0 and 1 only; exact.
  void add(ShareTally& tally) {
    (*own_)[0].take_sum(loops_, columns_->values[0], members_);
    tally.n += members_.size();
    tally.successes += static_cast<std::uint64_t>((*own_)[0].sum());
  }

  void add(MeanTally& tally) {
    take(n_values_);
    const std::array<const Sample*, 2> variables = {own_->data(), own_->data() + 1};
    tally.moments.merge(comoments_of(loops_, std::span(variables).first(n_values_)));
  }

  void add(RetentionTally& tally) {
    const double* covered = columns_->values[0].data();
    std::vector<std::uint32_t>& entered =
        own_ == &room_.control ? room_.control_entered : room_.entered;
    find_entered(covered, entered);
    // Numbers of a tile's customers are told apart by 32 bits, which divide sooner.
    const auto n_groups = static_cast<std::uint32_t>(shape_.retention_groups);
    const auto first = static_cast<std::uint32_t>(tile_.first_customer % n_groups);
    std::size_t at = tally.records.size();
    tally.records.resize(at + entered.size());
    for (const std::uint32_t i : entered) {
      tally.records[at++] = {
          .group = static_cast<std::uint16_t>((first + tile_.place[i]) % n_groups),
          .covered = static_cast<std::uint16_t>(covered[i]),
          .ended = static_cast<std::uint16_t>(columns_->values[1][i]),
          .counts = columns_->values[2][i] != 0.0};
    }
  }

  // Who of the members has cells covered at all, in their order.
  void find_entered(const double* covered, std::vector<std::uint32_t>& entered) {
    entered.resize(members_.size() + position_padding);
    const double* values = values_of(loops_, covered, members_, room_.covered);
    entered.resize(loops_.select_between(values, 0.0, never, members_.size(), entered.data()));
    for (std::uint32_t& place : entered) place = members_[place];
  }

  void add(TimeTally& tally) {
    take(1);
    const std::array<const Sample*, 1> restricted = {own_->data()};
    tally.restricted.merge(comoments_of(loops_, restricted));
    const CurveCells cells(shape_.borders[metric_]);
    room_.reached.clear();
    for (const std::uint32_t i : members_) {
      const Ticks first = columns_->values[1][i];
      if (first == never) continue;
      room_.reached.push_back(i);
      ++tally.first[cells.cell_of(first)];
    }
    // Of those who reached the goal the restricted time is the time.
    room_.some.take(loops_, columns_->values[0], room_.reached);
    const std::array<const Sample*, 1> reached = {&room_.some};
    tally.reached.merge(comoments_of(loops_, reached));
  }

  void add(PairedShareTally& tally) {
    const std::span<const double> a = room_.control[0].values();
    const std::span<const double> b = room_.variant[0].values();
    const auto both = static_cast<std::uint64_t>(
        loops_.sum_products(a.data(), 0.0, b.data(), 0.0, members_.size()));
    const auto of_control = static_cast<std::uint64_t>(room_.control[0].sum());
    const auto of_variant = static_cast<std::uint64_t>(room_.variant[0].sum());
    tally.both += both;
    tally.control_only += of_control - both;
    tally.variant_only += of_variant - both;
    tally.neither += members_.size() + both - of_control - of_variant;
  }

  void add(PairedMeanTally& tally) {
    // Time to a goal compares the restricted time alone.
    const bool is_time = std::holds_alternative<TimeTo>(shape_.scenario->metrics[metric_].kind);
    const std::size_t n_values = is_time ? 1 : n_values_;
    std::array<const Sample*, Comoments::most_variables> variables{};
    for (std::size_t v = 0; v < n_values; ++v) {
      variables[v] = &room_.control[v];
      variables[n_values + v] = &room_.variant[v];
    }
    tally.moments.merge(comoments_of(loops_, std::span(variables).first(2 * n_values)));
    tally.differing += n_differing(loops_, room_.control, room_.variant, n_values);
  }

  void add(PairedRetentionTally& tally) const {
    const auto& retained = std::get<Retained>(shape_.scenario->metrics[metric_].kind);
    const std::vector<Ticks>& borders = shape_.borders[metric_];
    const auto cells = static_cast<double>(
        std::lower_bound(borders.begin(), borders.end(), retained.at) - borders.begin());
    const MetricColumns& control = tile_.variants[0][metric_];
    // Who entered in neither is alike in both.
    std::uint64_t n = 0;
    for (const std::uint32_t i : room_.control_entered) {
      n += differs(seen_until(cells, control, i), seen_until(cells, *columns_, i));
    }
    for (const std::uint32_t i : room_.entered) n += control.values[0][i] < 0.0 ? 1U : 0U;
    tally.differing += n;
  }

  const TallyShape& shape_;
  const Tile& tile_;
  const VectorLoops& loops_;
  std::size_t metric_;
  Members members_;
  std::size_t n_values_;
  SweepRoom& room_;
  const MetricColumns* columns_ = nullptr;
  std::vector<Sample>* own_ = nullptr;
};

}  // namespace

TileSweep::TileSweep(const TallyShape& shape, const VectorLoops& loops)
    : shape_(shape), loops_(loops), begins_(shape.scenario->segments.size() + 1) {
  members_.resize(tile_customers + position_padding);
  some_.resize(tile_customers);
}

// In a tile that is in the order of segments all positions are members of one after the other.
void TileSweep::sort_members(const Tile& tile) {
  everybody_ = tile.order == TileOrder::by_number ? Members(members_) : Members(all_positions());
  if (tile.order == TileOrder::by_number) {
    sort_by_segment(loops_, tile.segment.data(), tile.n, begins_, members_.data());
    return;
  }
  const auto begin = tile.segment.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(tile.n);
  for (std::size_t s = 0; s < begins_.size(); ++s) {
    begins_[s] = static_cast<std::size_t>(std::lower_bound(begin, end, s) - begin);
  }
}

Members TileSweep::members_in(std::size_t segment, const std::vector<std::uint8_t>& population) {
  const Members all = everybody_.subspan(begins_[segment], begins_[segment + 1] - begins_[segment]);
  if (population.empty()) return all;
  std::size_t n = 0;
  for (const std::uint32_t i : all) {
    some_[n] = i;
    n += population[i] != 0 ? 1 : 0;
  }
  return Members(some_).first(n);
}

void TileSweep::operator()(const Tile& tile, RunTally& tally) {
  sort_members(tile);
  const std::size_t n_segments = shape_.scenario->segments.size();
  tally.customers += tile.n;
  for (VariantTally& variant : tally.variants) {
    for (std::size_t s = 0; s < n_segments; ++s) {
      variant.segment_customers[s] += begins_[s + 1] - begins_[s];
    }
  }
  for (std::size_t m = 0; m < shape_.scenario->metrics.size(); ++m) {
    for (std::size_t s = 0; s < n_segments; ++s) {
      const Members members = members_in(s, tile.populations[m]);
      MetricSweep metric(shape_, tile, loops_, m, members, room_);
      for (std::size_t v = 0; v < tally.variants.size(); ++v) {
        VariantTally& variant = tally.variants[v];
        metric.add_own(v, variant.metrics[m][s]);
        if (!variant.paired.empty()) metric.add_paired(variant.paired[m][s]);
      }
    }
  }
}

}  // namespace journeylab
