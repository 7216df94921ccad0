// One moment of one customer's story, by numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "scenario/story.h"

namespace journeylab {

/// `subject` is the touchpoint, state, goal, way or status that the event is about; an ending as
/// `censored` has the number of statuses.
struct RawEvent {
  Event::Kind kind = Event::Kind::enter;
  Ticks clock = 0.0;
  std::uint32_t step = 0;
  std::uint32_t subject = 0;
  double amount = 0.0;  ///< of wait: ticks
};

using RawEvents = std::vector<RawEvent>;

}  // namespace journeylab
