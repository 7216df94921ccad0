#include "cohort/arrivals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plan/step.h"
#include "random/mathematics.h"

namespace journeylab {
namespace {

using Lane = std::array<double, chunk_customers>;

// Draws the attributes of one chunk of a tile.
class AttributeDraw {
 public:
  AttributeDraw(const JourneyPlan& plan, ChunkValues& values, Tile& tile)
      : plan_(plan), values_(values), tile_(tile), normals_(plan.correlated.size()) {
    batch_.key = tile.key.data();
    batch_.segment = tile.segment.data();
    for (auto& attribute : tile.attributes) batch_.column.push_back(attribute.data());
  }

  void operator()(std::size_t offset, std::size_t n) {
    std::iota(all_.position.begin(), all_.position.begin() + static_cast<std::ptrdiff_t>(n),
              static_cast<std::uint32_t>(offset));
    std::fill_n(all_.visit.begin(), n, 0U);
    all_.n = n;
    correlate();
    for (const PlanAttribute& attribute : plan_.attributes) {
      if (attribute.by_segment.size() == 1) {
        draw(attribute, attribute.by_segment.front(), all_);
        continue;
      }
      for (std::uint32_t segment = 0; segment < plan_.n_segments; ++segment) {
        kept_.clear();
        for (std::uint32_t i = 0; i < n; ++i) {
          if (tile_.segment[offset + i] == segment) kept_.push_back(i);
        }
        keep(all_, kept_, some_);
        draw(attribute, attribute.by_segment[segment], some_);
      }
    }
  }

 private:
  void uniforms(std::uint64_t place, const Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.n; ++i) {
      const std::uint64_t word = random_word(batch_.key[chunk.position[i]], place, 0);
      const Probability u = probability_of(uniform_bits_of(word));
      below_[i] = u.below;
      above_[i] = u.above;
    }
  }

  // Correlated normals of the whole chunk, row by row of the factor.
  void correlate() {
    const std::size_t rows = plan_.correlated.size();
    std::vector<Lane> independent(rows);
    for (std::size_t j = 0; j < rows; ++j) {
      uniforms(plan_.correlated[j], all_);
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
      values_.draw(value, batch_, chunk, drawn_.data());
    } else {
      for (std::size_t i = 0; i < chunk.n; ++i) {
        const double z = normals_[attribute.normal][chunk.position[i] - all_.position[0]];
        below_[i] = normal_cumulative(z);
        above_[i] = normal_cumulative(-z);
      }
      values_.draw_at(value, batch_, positions(chunk), below_.data(), above_.data(), drawn_.data());
    }
    for (std::size_t i = 0; i < chunk.n; ++i) {
      if (!std::isfinite(drawn_[i])) throw BatchFault();
    }
    scatter(batch_.column[attribute.column], positions(chunk), drawn_.data());
  }

  static std::span<const std::uint32_t> positions(const Chunk& chunk) {
    return {chunk.position.data(), chunk.n};
  }

  const JourneyPlan& plan_;
  ChunkValues& values_;
  Tile& tile_;
  BatchColumns batch_;
  std::vector<Lane> normals_;
  std::vector<std::uint32_t> kept_;
  Chunk all_{};
  Chunk some_{};
  Lane below_{};
  Lane above_{};
  Lane drawn_{};
};

}  // namespace

void draw_customers(const JourneyPlan& plan, std::uint64_t seed, ChunkValues& values, Tile& tile,
                    std::size_t offset, std::size_t n) {
  for (std::size_t i = offset; i < offset + n; ++i) {
    tile.key[i] = customer_key(seed, tile.first_customer + i);
    tile.segment[i] =
        chosen_way(choice_of(random_word(tile.key[i], plan.segment_place, 0)), plan.n_segments,
                   [&](std::uint32_t segment) { return plan.segment_thresholds[segment]; });
  }
  if (plan.attributes.empty()) return;
  AttributeDraw draw(plan, values, tile);
  for (std::size_t done = 0; done < n; done += chunk_customers) {
    draw(offset + done, std::min(chunk_customers, n - done));
  }
}

}  // namespace journeylab
