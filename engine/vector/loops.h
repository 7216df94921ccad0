// The loops over many customers, once for each path. A loop is written once, over the same inline
// formulas that the reference executor uses for one customer, and compiled for the instructions of
// each path; so all paths and both executors give the same bits. Not inline: a call serves a whole
// chunk of customers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "random/distribution.h"
#include "scenario/expression.h"
#include "vector/path.h"

namespace journeylab {

/// Positions may be written this far beyond their number.
inline constexpr std::size_t position_padding = 16;

/// The most positions that bits are kept of: a tile's.
inline constexpr std::size_t most_positions = 4096;

/// Which positions of a stretch are meant, a bit each: that of position first + 8 j + k is bit k of
/// byte j. Where many of a stretch are meant, whole vectors under a mask are faster than one
/// position after the other, on a machine that has masks.
struct Stretch {
  const std::uint8_t* bits = nullptr;  ///< null: not known
  std::size_t first = 0;
  std::size_t n = 0;  ///< a multiple of 8; it may end beyond the columns, without a bit there
};

/// Customers at one place, by their positions in the columns, which are distinct.
struct Who {
  const std::uint32_t* position = nullptr;
  const std::uint32_t* visit = nullptr;  ///< of each; null: that of all is `same_visit`
  std::size_t n = 0;
  std::uint32_t same_visit = 0;
  bool is_run = false;  ///< positions are consecutive, and loops need not read them
  Stretch stretch{};    ///< where its bits are known, it says the same as `position`
};

/// A choice among ways by cumulative chances.
struct Choice {
  const std::uint64_t* key = nullptr;      ///< by position
  const std::uint32_t* segment = nullptr;  ///< by position; null: all are in the first
  std::uint64_t place = 0;
  const double* thresholds =
      nullptr;  ///< [way][segment], in units of 2^-64, rising from way to way
  std::size_t n_segments = 0;
  std::size_t n_ways = 0;
};

/// The same with thresholds of each customer: [way][i], rows `stride` apart.
struct ComputedChoice {
  const std::uint64_t* key = nullptr;
  std::uint64_t place = 0;
  const double* thresholds = nullptr;
  std::size_t stride = 0;
  std::size_t n_ways = 0;
};

/// Where those who take a way are written; room for position_padding more.
struct Takers {
  std::uint32_t* position = nullptr;
  std::uint32_t* visit = nullptr;  ///< needed where `Who` has them
  std::uint8_t* bits = nullptr;    ///< if wanted: for the stretch of a run or of `Who`
};

/// What a division says.
struct Divided {
  std::size_t n_first = 0;  ///< who take the first way
  Stretch stretch{};        ///< that the bits of both are of; n is 0 where none were written
};

/// An operand of a formula: numbers side by side, or one for all.
struct Numbers {
  const double* values = nullptr;
  bool is_constant = false;
};

/// A sum in the two fixed-point limbs of ExactSum.
struct FixedSum {
  std::int64_t high = 0;
  std::int64_t low = 0;
};

/// Customers first, first + 1, ... who come, and how a word of theirs decides on their segments.
struct Arrivals {
  std::uint64_t seed = 0;
  std::uint64_t first = 0;
  std::size_t n = 0;
  std::uint64_t place = 0;             ///< of the draw of the segment
  const double* thresholds = nullptr;  ///< rising, a segment each
  std::size_t n_segments = 0;
  std::size_t stride = 0;  ///< from one segment's customers to the next one's
};

/// What passing time leads to.
struct Passed {
  bool all_within = true;           ///< no clock passed the horizon
  std::uint64_t sum_of_clocks = 0;  ///< of clocks below 2^50
};

struct VectorLoops {
  VectorPath path;

  // ---- Draws ----
  /// key[i] = customer_key(seed, first + i).
  void (*keys)(std::uint64_t seed, std::uint64_t first, std::size_t n, std::uint64_t* key);
  /// key[s * stride + i], place[s * stride + i]: of the customers of segment s in their order,
  /// their keys and their numbers less `first`; count[s]: how many. Rows have room for
  /// position_padding more. False where the path has no better way than `keys` and `choose`, and
  /// nothing is done.
  bool (*arrive)(const Arrivals& arrivals, std::uint64_t* key, std::uint32_t* place,
                 std::size_t* count);
  /// way[i]: the one that customer i takes.
  void (*choose)(const Choice& choice, const Who& who, std::uint32_t* way);
  void (*choose_computed)(const ComputedChoice& choice, const Who& who, std::uint32_t* way);
  /// A choice between two ways, and those who take each, in their order.
  Divided (*divide)(const Choice& choice, const Who& who, const Takers& first,
                    const Takers& second);
  /// The uniform draws of a place.
  void (*uniforms)(const std::uint64_t* key, std::uint64_t place, const Who& who, double* below,
                   double* above);
  /// values[i]: the quantile of the uniform draw of a place, in one go.
  void (*draw)(const PreparedDistribution& distribution, const std::uint64_t* key,
               std::uint64_t place, const Who& who, double* values);
  /// As journeylab::quantiles; `out` may be an input.
  void (*quantiles)(const PreparedDistribution& distribution, const double* below,
                    const double* above, std::size_t n, double* out);

  // ---- Formulas ----
  /// out[i] = operation(a[i], b[i], c[i]); `out` may be an operand.
  void (*apply)(Operation operation, const Numbers& a, const Numbers& b, const Numbers& c,
                std::size_t n, double* out);
  /// Cumulative thresholds of computed chances: as cumulative_thresholds, for customers side by
  /// side in rows of `stride`, in place. False where chances are impossible.
  bool (*accumulate_chances)(double* chances, std::size_t stride, std::size_t n_ways,
                             std::size_t rest, std::size_t n);

  // ---- Columns ----
  /// values[i] = value.
  void (*fill)(double* values, double value, std::size_t n);
  /// out[i] = column[position[i]].
  void (*gather)(const double* column, const Who& who, double* out);
  void (*gather_keys)(const std::uint64_t* key, const Who& who, std::uint64_t* out);
  void (*scatter)(double* column, const Who& who, const double* values);
  void (*scatter_add)(double* column, const Who& who, const double* values);
  void (*add_constant)(double* column, const Who& who, double amount);
  void (*set_constant)(double* column, const Who& who, double value);
  /// visit[i] = the number before; returns the largest.
  std::uint32_t (*count_visits)(double* column, const Who& who, std::uint32_t* visit);
  /// column[p] = min(column[p], clock[p]).
  void (*set_earliest)(double* column, const double* clock, const Who& who);
  /// out[i] = table[segment[position[i]]].
  void (*gather_table)(const double* table, const std::uint32_t* segment, const Who& who,
                       double* out);
  /// to[...] = from[i] where tag[i] is `tag`, in their order; returns how many. `to` has room for
  /// position_padding more, and may be `from`.
  std::size_t (*select)(const std::uint32_t* tags, std::uint32_t tag, std::size_t n,
                        const std::uint32_t* from, std::uint32_t* to);

  /// The places i, increasing, where low <= values[i] <= high; returns how many. `places` has room
  /// for position_padding more than n.
  std::size_t (*select_between)(const double* values, double low, double high, std::size_t n,
                                std::uint32_t* places);

  /// Sorts n positions below `limit`, and writes the bits of the stretch from 0 to `limit`, rounded
  /// up to a multiple of 64. False where the path has no use for it, and nothing is done.
  /// `position` has room for position_padding more.
  bool (*sort_positions)(std::uint32_t* position, std::size_t n, std::size_t limit,
                         std::uint8_t* bits);

  // ---- Time ----
  /// Spans in time units to ticks, at most beyond_every_horizon, in place; false if one is
  /// negative, infinite or no number.
  bool (*spans_to_ticks)(double* spans, double ticks_per_unit, std::size_t n);
  /// after[i] = clock[position[i]] + spans[i], before[i] without; returns the latest after.
  Ticks (*advance)(const double* clock, const Who& who, const double* spans, double* before,
                   double* after);
  /// The same in place, with a span for each or (null) one for all; also the sum of the new clocks,
  /// modulo 2^64.
  Passed (*advance_in_place)(double* clock, const Who& who, const double* spans, Ticks span,
                             Ticks horizon);
  /// clock[position[i]] = from + spans[i], whatever was there; otherwise as advance_in_place.
  Passed (*start_clocks)(double* clock, const Who& who, const double* spans, Ticks from,
                         Ticks horizon);
  /// The sum of clocks, each below 2^50, modulo 2^64.
  std::uint64_t (*sum_of_clocks)(const double* clock, const Who& who);

  // ---- Sums ----
  /// The largest size; NaN if one is no number.
  double (*largest)(const double* values, std::size_t n);
  /// Of at most 1024 amounts below 2^30 in size.
  FixedSum (*sum_fixed)(const double* amounts, std::size_t n);
  /// How many are at or below a limit.
  std::size_t (*count_at_most)(const double* values, double limit, std::size_t n);
  /// How many differ.
  std::size_t (*count_different)(const double* a, const double* b, std::size_t n);
  /// number[i]: how many borders lie below values[i], which are 0 or more. Borders rise from 0, and
  /// where they lie evenly, `borders_per_unit` to one, this is fast. There are at least four.
  void (*count_borders)(const double* borders, std::size_t n_borders, double borders_per_unit,
                        const double* values, std::size_t n, double* number);
  /// Sums in eight lanes, whatever the machine's vectors are: of x, and of (x - mean_x)(y -
  /// mean_y).
  double (*sum)(const double* x, std::size_t n);
  double (*sum_products)(const double* x, double mean_x, const double* y, double mean_y,
                         std::size_t n);
};

/// The loops of a path, which the machine must have.
[[nodiscard]] const VectorLoops& vector_loops(VectorPath path) noexcept;

/// The loops of the fastest path.
[[nodiscard]] const VectorLoops& fastest_loops();

}  // namespace journeylab
