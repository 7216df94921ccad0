#include "cohort/arrivals.h"

#include <algorithm>
#include <cmath>

#include "cohort/faults.h"
#include "plan/step.h"
#include "random/mathematics.h"

namespace journeylab {
namespace {

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

}  // namespace

void draw_customers(const JourneyPlan& plan, std::uint64_t seed, ChunkValues& values, Tile& tile,
                    std::size_t offset, std::size_t n) {
  const VectorLoops& loops = values.loops();
  loops.keys(seed, tile.first_customer + offset, n, tile.key.data() + offset);
  loops.choose(
      {.key = tile.key.data(),
       .segment = nullptr,
       .place = plan.segment_place,
       .thresholds = plan.segment_thresholds.data(),
       .n_segments = 1,
       .n_ways = plan.n_segments},
      {.position = all_positions().data() + offset, .visit = nullptr, .n = n, .is_run = true},
      tile.segment.data() + offset);
  if (plan.attributes.empty()) return;
  AttributeDraw draw(plan, loops, values, tile);
  for (std::size_t done = 0; done < n; done += chunk_customers) {
    draw(offset + done, std::min(chunk_customers, n - done));
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
