// One customer's journey as a list of events: what the event log is made of, and what a traced
// customer's story is told from. Plain values; run/run.h makes them, store and report write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace journeylab {

/// One moment of one customer's story.
struct Event {
  enum class Kind : std::uint8_t {
    enter,    ///< the customer enters the journey (no step)
    visit,    ///< a step is entered
    contact,  ///< an outbound contact is counted
    wait,     ///< time passes; amount: the span in time units
    set,      ///< a state changes; amount: its new value
    revenue,  ///< amount: money
    cost,     ///< amount: money
    goal,
    choose,  ///< a way is chosen
    end,     ///< amount: none; detail: the status, or "censored"
  };
  Kind kind = Kind::enter;
  std::uint64_t customer = 0;
  std::uint32_t segment = 0;
  double time = 0.0;       ///< time units
  std::uint32_t step = 0;  ///< in Names::steps; meaningless for `enter`
  std::string detail;      ///< the goal, way, state, touchpoint or status by name
  std::optional<double> amount;
};

/// The word of a kind, as logs write it: "visit".
[[nodiscard]] constexpr std::string_view name_of(Event::Kind kind) noexcept {
  switch (kind) {
    case Event::Kind::enter:
      return "enter";
    case Event::Kind::visit:
      return "visit";
    case Event::Kind::contact:
      return "contact";
    case Event::Kind::wait:
      return "wait";
    case Event::Kind::set:
      return "set";
    case Event::Kind::revenue:
      return "revenue";
    case Event::Kind::cost:
      return "cost";
    case Event::Kind::goal:
      return "goal";
    case Event::Kind::choose:
      return "choose";
    case Event::Kind::end:
      return "end";
  }
  return "";
}

/// Segment and attributes of one customer, and what happens to it, in order.
struct Story {
  std::uint32_t segment = 0;
  std::vector<double> attributes;  ///< as Names::attributes
  std::vector<Event> events;
};

}  // namespace journeylab
