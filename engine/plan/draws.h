// Which random number is used where. Every number is a pure function of the seed, the customer, a
// stream (a step, one of its assignments, an attribute), the visit and a role; nothing depends on
// the order of drawing. Methods: engine/methods/draws.md.
#pragma once

#include <cstdint>
#include <string_view>

#include "random/choice.h"
#include "random/words.h"

namespace journeylab {

/// What a stream belongs to.
enum class StreamKind : std::uint8_t { segment, attribute, start_state, step, assignment, race };

/// What a number of a stream is for. A role keeps its numbers whatever else the stream draws.
enum class DrawRole : std::uint8_t {
  value,  ///< of a stream with one number: a segment, an attribute, a time of a race
  choice,
  after,  ///< of whichever way is taken
  wait,
  revenue,
  way_revenue,
  cost,
  way_cost,
  touchpoint_cost,
  way_value,  ///< an assignment by a way; the step's own has `value`
};

/// The place of a draw, as random_word takes it: a hash of kind, names and role. `detail` is the
/// state of an assignment and the way of a race. Compiling a plan refuses two streams with one
/// place.
[[nodiscard]] std::uint64_t draw_place(StreamKind kind, std::string_view name,
                                       std::string_view detail, DrawRole role) noexcept;

}  // namespace journeylab
