#include "trial/arm_tally.h"

#include <algorithm>
#include <cmath>

namespace journeylab {
namespace {

constexpr double day_ticks = 86400.0 * ticks_per_second;

bool counts(const Tile& tile, std::size_t metric, std::size_t i) {
  return tile.populations[metric].empty() || tile.populations[metric][i] != 0;
}

}  // namespace

void Sums::add(const Sums& other) noexcept {
  n += other.n;
  x += other.x;
  xx += other.xx;
  y += other.y;
  yy += other.yy;
  xy += other.xy;
}

FollowUpTable::FollowUpTable(std::uint32_t last_day, std::uint32_t cells)
    : cells_(cells), counts_((last_day + 1) * ends * (cells + 1)) {}

void FollowUpTable::enter(std::uint32_t start, End end, std::uint32_t cell) noexcept {
  const std::size_t row = start * ends + static_cast<std::size_t>(end);
  const std::size_t at = row * (cells_ + 1) + cell;
  // Who starts after the last day is seen by no look.
  if (at < counts_.size()) ++counts_[at];
}

void FollowUpTable::clear() noexcept {
  std::fill(counts_.begin(), counts_.end(), 0U);
}

const std::uint32_t* FollowUpTable::row(std::uint32_t start, End end) const noexcept {
  return counts_.data() + (start * ends + static_cast<std::size_t>(end)) * (cells_ + 1);
}

LifeCounts FollowUpTable::known_on(std::uint32_t day) const {
  LifeCounts life(cells_);
  for (std::uint32_t start = 0; start <= day; ++start) {
    const std::uint32_t covered = std::min(day - start, cells_);
    const std::uint32_t* event = row(start, End::event);
    const std::uint32_t* competing = row(start, End::competing);
    const std::uint32_t* horizon = row(start, End::horizon);
    for (std::uint32_t cell = 0; cell <= cells_; ++cell) {
      const std::uint64_t left = std::uint64_t{event[cell]} + competing[cell];
      life.entered += left + horizon[cell];
      life.followed[std::min(cell, covered)] += horizon[cell];
      if (cell < covered) {
        life.events[cell] += event[cell];
        life.competing[cell] += competing[cell];
      } else {
        life.followed[covered] += left;
      }
    }
  }
  return life;
}

ArmTally::ArmTally(const TestModel& model, std::uint32_t last_day) : model_(&model) {
  for (const TestMetric& metric : model.metrics) {
    sums_.emplace_back(metric.cells == 0 ? last_day + 1 : 0);
    follow_up_.push_back(metric.cells == 0 ? FollowUpTable()
                                           : FollowUpTable(last_day, metric.cells));
  }
}

void ArmTally::clear() noexcept {
  for (auto& days : sums_) std::fill(days.begin(), days.end(), Sums{});
  for (FollowUpTable& table : follow_up_) table.clear();
}

void ArmTally::simulate(TileRunner& runner, std::size_t plan, std::uint64_t first,
                        std::span<const DayOfEntry> days) {
  if (days.empty()) return;
  auto day = days.begin();
  const std::uint64_t end = days.back().end;
  for (std::uint64_t done = days.front().begin; done < end; done += tile_customers) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(tile_customers, end - done));
    const Tile& tile = runner.run(plan, first + done, n);
    while (day != days.end()) {
      const std::uint64_t from = std::max(day->begin, done);
      const std::uint64_t to = std::min(day->end, done + n);
      if (from < to) fold(runner, tile, day->day, from - done, to - done);
      if (day->end > done + n) break;
      ++day;
    }
  }
}

void ArmTally::fold(const TileRunner& runner, const Tile& tile, std::uint32_t day,
                    std::size_t begin, std::size_t end) {
  for (std::size_t m = 0; m < model_->metrics.size(); ++m) {
    switch (model_->metrics[m].knowledge) {
      case Knowledge::share:
      case Knowledge::mean:
      case Knowledge::ratio:
        fold_sums(m, tile, day, begin, end);
        break;
      case Knowledge::retention:
        fold_retention(m, runner, tile, day, begin, end);
        break;
      case Knowledge::time:
        fold_times(m, tile, day, begin, end);
        break;
    }
  }
}

void ArmTally::fold_sums(std::size_t metric, const Tile& tile, std::uint32_t day, std::size_t begin,
                         std::size_t end) {
  Sums sums = sums_[metric][day];
  const double* x = tile.variants.front()[metric].values[0].data();
  const double* y = tile.variants.front()[metric].values[1].data();
  const Knowledge knowledge = model_->metrics[metric].knowledge;
  const double centre_x = model_->metrics[metric].centre[0];
  const double centre_y = model_->metrics[metric].centre[1];
  if (knowledge == Knowledge::share && tile.populations[metric].empty()) {
    for (std::size_t i = begin; i < end; ++i) sums.x += x[i];
    sums.n += end - begin;
    sums_[metric][day] = sums;
    return;
  }
  for (std::size_t i = begin; i < end; ++i) {
    if (!counts(tile, metric, i)) continue;
    ++sums.n;
    const double dx = x[i] - centre_x;
    sums.x += dx;
    if (knowledge == Knowledge::share) continue;
    sums.xx += dx * dx;
    if (knowledge == Knowledge::mean) continue;
    const double dy = y[i] - centre_y;
    sums.y += dy;
    sums.yy += dy * dy;
    sums.xy += dx * dy;
  }
  sums_[metric][day] = sums;
}

void ArmTally::fold_retention(std::size_t metric, const TileRunner& runner, const Tile& tile,
                              std::uint32_t day, std::size_t begin, std::size_t end) {
  const auto& retained = std::get<Retained>(model_->metric(metric).kind);
  const double* origin = retained.from ? runner.first_reach(*retained.from) : nullptr;
  const MetricColumns& columns = tile.variants.front()[metric];
  const std::uint32_t cells = model_->metrics[metric].cells;
  for (std::size_t i = begin; i < end; ++i) {
    const double covered = columns.values[0][i];
    if (covered < 0.0 || !counts(tile, metric, i)) continue;
    const double wait = origin == nullptr ? 0.0 : std::ceil(origin[i] / day_ticks);
    const std::uint32_t start = day + static_cast<std::uint32_t>(wait);
    const auto ended = static_cast<std::uint32_t>(columns.values[1][i]);
    if (ended < static_cast<std::uint32_t>(covered)) {
      const bool is_event = columns.values[2][i] != 0.0;
      follow_up_[metric].enter(
          start, is_event ? FollowUpTable::End::event : FollowUpTable::End::competing, ended);
    } else {
      follow_up_[metric].enter(start, FollowUpTable::End::horizon,
                               std::min(static_cast<std::uint32_t>(covered), cells));
    }
  }
}

void ArmTally::fold_times(std::size_t metric, const Tile& tile, std::uint32_t day,
                          std::size_t begin, std::size_t end) {
  const double* first = tile.variants.front()[metric].values[1].data();
  const std::uint32_t cells = model_->metrics[metric].cells;
  for (std::size_t i = begin; i < end; ++i) {
    if (!counts(tile, metric, i)) continue;
    const double age = std::max(std::ceil(first[i] / day_ticks), 1.0);
    if (age <= cells) {
      follow_up_[metric].enter(day, FollowUpTable::End::event, static_cast<std::uint32_t>(age) - 1);
    } else {
      follow_up_[metric].enter(day, FollowUpTable::End::horizon, cells);
    }
  }
}

void ArmTally::accumulate(std::uint32_t first, std::uint32_t last) noexcept {
  for (auto& days : sums_) {
    if (days.empty()) continue;
    for (std::uint32_t day = first; day <= last; ++day) days[day].add(days[day - 1]);
  }
}

}  // namespace journeylab
