#include "cohort/arrivals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "cohort/faults.h"
#include "plan/step.h"
#include "random/mathematics.h"

namespace journeylab {
namespace {

// Up to this many segments a pass for each finds its customers soonest.
constexpr std::size_t most_passes = 12;

// Draws the attributes of one chunk of a tile.
class AttributeDraw {
 public:
  AttributeDraw(const JourneyPlan& plan, const VectorLoops& loops, ChunkValues& values, Tile& tile)
      : plan_(plan), loops_(loops), values_(values), tile_(tile), normals_(plan.correlated.size()) {
    batch_.key = tile.key.data();
    batch_.segment = tile.segment.data();
    for (auto& attribute : tile.attributes) batch_.column.push_back(attribute.data());
  }

  void operator()(std::size_t offset, std::size_t n) {
    all_.take_run(offset, n);
    std::copy_n(tile_.segment.begin() + static_cast<std::ptrdiff_t>(offset), n, segment_.begin());
    correlate();
    for (const PlanAttribute& attribute : plan_.attributes) {
      if (attribute.by_segment.size() == 1) {
        draw(attribute, attribute.by_segment.front(), all_);
        continue;
      }
      for (std::uint32_t segment = 0; segment < plan_.n_segments; ++segment) {
        keep(loops_, all_, segment_, segment, some_);
        draw(attribute, attribute.by_segment[segment], some_);
      }
    }
  }

 private:
  // Correlated normals of the whole chunk, row by row of the factor.
  void correlate() {
    const std::size_t rows = plan_.correlated.size();
    std::vector<Lane> independent(rows);
    for (std::size_t j = 0; j < rows; ++j) {
      loops_.uniforms(batch_.key, plan_.correlated[j], all_.who(), below_.data(), above_.data());
      for (std::size_t i = 0; i < all_.n; ++i) {
        independent[j][i] = normal_quantile(below_[i], above_[i]);
      }
    }
    for (std::size_t r = 0; r < rows; ++r) {
      std::fill_n(normals_[r].begin(), all_.n, 0.0);
      for (std::size_t j = 0; j <= r; ++j) {
        const double weight = plan_.cholesky[r * rows + j];
        for (std::size_t i = 0; i < all_.n; ++i) normals_[r][i] += weight * independent[j][i];
      }
    }
  }

  void draw(const PlanAttribute& attribute, const PlanValue& value, const Chunk& chunk) {
    if (chunk.n == 0) return;
    if (attribute.normal == no_index) {
      values_.draw(value, batch_, chunk.who(), drawn_.data());
    } else {
      for (std::size_t i = 0; i < chunk.n; ++i) {
        const double z = normals_[attribute.normal][chunk.positions()[i] - all_.positions()[0]];
        below_[i] = normal_cumulative(z);
        above_[i] = normal_cumulative(-z);
      }
      values_.draw_at(value, batch_, chunk.who(), below_.data(), above_.data(), drawn_.data());
    }
    if (!(loops_.largest(drawn_.data(), chunk.n) < never)) throw BatchFault();
    loops_.scatter(batch_.column[attribute.column], chunk.who(), drawn_.data());
  }

  const JourneyPlan& plan_;
  const VectorLoops& loops_;
  ChunkValues& values_;
  Tile& tile_;
  BatchColumns batch_;
  std::vector<Lane> normals_;
  alignas(64) Tags segment_{};
  Chunk all_{};
  Chunk some_{};
  Lane below_{};
  Lane above_{};
  Lane drawn_{};
};

// Keys and segments of the tile's customers, in the order of their numbers.
void draw_segments(const JourneyPlan& plan, std::uint64_t seed, const VectorLoops& loops,
                   const Tile& tile, std::uint64_t* key, std::uint32_t* segment) {
  loops.keys(seed, tile.first_customer, tile.n, key);
  loops.choose({.key = key,
                .segment = nullptr,
                .place = plan.segment_place,
                .thresholds = plan.segment_thresholds.data(),
                .n_segments = 1,
                .n_ways = plan.n_segments},
               {.position = all_positions().data(), .visit = nullptr, .n = tile.n, .is_run = true},
               segment);
}

// In one loop, where the path has one: customers are drawn into rows of segments, which then come
// one after the other.
bool arrive_by_segment(const JourneyPlan& plan, std::uint64_t seed, const VectorLoops& loops,
                       Tile& tile) {
  constexpr std::size_t stride = tile_customers + position_padding;
  constexpr std::size_t most_rows = 8;
  if (plan.n_segments > most_rows) return false;
  alignas(cache_line) std::array<std::uint64_t, most_rows * stride> key;
  alignas(cache_line) std::array<std::uint32_t, most_rows * stride> place;
  std::array<std::size_t, most_rows> count;
  const Arrivals arrivals{.seed = seed,
                          .first = tile.first_customer,
                          .n = tile.n,
                          .place = plan.segment_place,
                          .thresholds = plan.segment_thresholds.data(),
                          .n_segments = plan.n_segments,
                          .stride = stride};
  if (!loops.arrive(arrivals, key.data(), place.data(), count.data())) return false;
  std::size_t begin = 0;
  for (std::uint32_t s = 0; s < plan.n_segments; ++s) {
    std::copy_n(key.data() + s * stride, count[s], tile.key.data() + begin);
    std::copy_n(place.data() + s * stride, count[s], tile.place.data() + begin);
    std::fill_n(tile.segment.data() + begin, count[s], s);
    begin += count[s];
  }
  return true;
}

void draw_by_segment(const JourneyPlan& plan, std::uint64_t seed, const VectorLoops& loops,
                     Tile& tile) {
  if (arrive_by_segment(plan, seed, loops, tile)) return;
  alignas(64) std::array<std::uint64_t, tile_customers> key;
  alignas(64) std::array<std::uint32_t, tile_customers> segment;
  draw_segments(plan, seed, loops, tile, key.data(), segment.data());
  std::vector<std::size_t> begins(plan.n_segments + 1);
  sort_by_segment(loops, segment.data(), tile.n, begins, tile.place.data());
  loops.gather_keys(key.data(), {.position = tile.place.data(), .visit = nullptr, .n = tile.n},
                    tile.key.data());
  for (std::uint32_t s = 0; s < plan.n_segments; ++s) {
    std::fill(tile.segment.data() + begins[s], tile.segment.data() + begins[s + 1], s);
  }
}

}  // namespace

void sort_by_segment(const VectorLoops& loops, const std::uint32_t* segment, std::size_t n,
                     std::span<std::size_t> begins, std::uint32_t* positions) {
  const std::size_t n_segments = begins.size() - 1;
  begins[0] = 0;
  if (n_segments <= most_passes) {
    for (std::size_t s = 0; s < n_segments; ++s) {
      begins[s + 1] = begins[s] + loops.select(segment, static_cast<std::uint32_t>(s), n,
                                               all_positions().data(), positions + begins[s]);
    }
    return;
  }
  std::fill(begins.begin(), begins.end(), 0);
  for (std::size_t i = 0; i < n; ++i) ++begins[segment[i] + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (std::uint32_t i = 0; i < n; ++i) positions[next[segment[i]]++] = i;
}

void draw_customers(const JourneyPlan& plan, std::uint64_t seed, ChunkValues& values, Tile& tile,
                    TileOrder order) {
  const VectorLoops& loops = values.loops();
  tile.order = plan.n_segments > 1 ? order : TileOrder::by_number;
  if (tile.order == TileOrder::by_segment) {
    draw_by_segment(plan, seed, loops, tile);
  } else {
    std::copy_n(all_positions().begin(), tile.n, tile.place.begin());
    draw_segments(plan, seed, loops, tile, tile.key.data(), tile.segment.data());
  }
  if (plan.attributes.empty()) return;
  AttributeDraw draw(plan, loops, values, tile);
  for (std::size_t done = 0; done < tile.n; done += chunk_customers) {
    draw(done, std::min(chunk_customers, tile.n - done));
  }
}

void find_populations(const JourneyPlan& plan, ChunkValues& values, Tile& tile, std::size_t offset,
                      std::size_t n) {
  BatchColumns batch;
  batch.segment = tile.segment.data();
  for (auto& attribute : tile.attributes) batch.column.push_back(attribute.data());
  Lane holds;
  for (std::size_t m = 0; m < tile.populations.size(); ++m) {
    const PlanMetric& metric = plan.metrics[m];
    if (!metric.has_where) continue;
    for (std::size_t begin = offset; begin < offset + n; begin += chunk_customers) {
      const std::size_t count = std::min(chunk_customers, offset + n - begin);
      values.evaluate_run(metric.where, batch, begin, count, holds.data());
      for (std::size_t i = 0; i < count; ++i) {
        if (std::isnan(holds[i])) throw BatchFault();
        tile.populations[m][begin + i] = holds[i] != 0.0 ? 1 : 0;
      }
    }
  }
}

}  // namespace journeylab
