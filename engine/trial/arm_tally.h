// What one arm of one simulated test knows, by the day on which its customers entered: sums for
// shares, means and ratios, counts of follow-up for life tables. A customer's journey does not
// depend on the day of its entry, so that one tally serves every look of every plan.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cohort/tile_runner.h"
#include "stats/retention.h"
#include "trial/test_model.h"

namespace journeylab {

/// Sums over customers of one or two variables about the metric's centres.
struct Sums {
  std::uint64_t n = 0;
  double x = 0.0, xx = 0.0, y = 0.0, yy = 0.0, xy = 0.0;
  void add(const Sums& other) noexcept;
};

/// Counts of customers by the day on which their follow-up starts and the cell of age in which it
/// ends.
class FollowUpTable {
 public:
  enum class End : std::uint8_t { event, competing, horizon };
  static constexpr std::size_t ends = 3;

  FollowUpTable() = default;
  FollowUpTable(std::uint32_t last_day, std::uint32_t cells);
  /// `cell` is the number of cells where nothing ended.
  void enter(std::uint32_t start, End end, std::uint32_t cell) noexcept;
  void clear() noexcept;
  /// The life table as it is known at the end of a day.
  [[nodiscard]] LifeCounts known_on(std::uint32_t day) const;

 private:
  [[nodiscard]] const std::uint32_t* row(std::uint32_t start, End end) const noexcept;

  std::uint32_t cells_ = 0;
  std::vector<std::uint32_t> counts_;  ///< start day x end x (cells + 1)
};

/// Customers begin..end-1 of an arm enter on a day.
struct DayOfEntry {
  std::uint32_t day = 0;  ///< from 1
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class ArmTally {
 public:
  ArmTally(const TestModel& model, std::uint32_t last_day);

  void clear() noexcept;

  /// Runs customers whose days follow each other, and tallies them. `first` is the number of the
  /// arm's customer 0, `plan` the journey that they meet.
  void simulate(TileRunner& runner, std::size_t plan, std::uint64_t first,
                std::span<const DayOfEntry> days);

  /// Turns the sums of days first..last into sums up to each day; those before have been turned.
  void accumulate(std::uint32_t first, std::uint32_t last) noexcept;

  /// Sums over those who had entered by a day; 0 is nobody.
  [[nodiscard]] const Sums& entered_by(std::size_t metric, std::uint32_t day) const noexcept {
    return sums_[metric][day];
  }
  [[nodiscard]] const FollowUpTable& follow_up(std::size_t metric) const noexcept {
    return follow_up_[metric];
  }

 private:
  void fold(const TileRunner& runner, const Tile& tile, std::uint32_t day, std::size_t begin,
            std::size_t end);
  void fold_sums(std::size_t metric, const Tile& tile, std::uint32_t day, std::size_t begin,
                 std::size_t end);
  void fold_retention(std::size_t metric, const TileRunner& runner, const Tile& tile,
                      std::uint32_t day, std::size_t begin, std::size_t end);
  void fold_times(std::size_t metric, const Tile& tile, std::uint32_t day, std::size_t begin,
                  std::size_t end);

  const TestModel* model_;
  std::vector<std::vector<Sums>> sums_;  ///< metrics x days from 0
  std::vector<FollowUpTable> follow_up_;
};

}  // namespace journeylab
