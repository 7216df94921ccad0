// Stories and events for programs: one customer's story as JSON or CSV, and the lines that the
// event log is made of, so that a traced customer and the log of a whole run read alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "scenario/scenario.h"
#include "scenario/story.h"

namespace journeylab {

/// The first line of an event log, with its line feed.
[[nodiscard]] std::string_view event_csv_header() noexcept;

/// One event as a line of the log: customer,segment,variant,time,step,event,detail,amount.
/// `variant` is an index in Scenario::variants; times in time units.
[[nodiscard]] std::string event_csv_line(const Scenario& scenario, std::size_t variant,
                                         const Event& event);

/// The story of one customer (its number counts from 1), as a JSON object.
[[nodiscard]] std::string write_story_json(const Scenario& scenario, std::size_t variant,
                                           std::uint64_t customer, const Story& story);

/// The story's events as an event log.
[[nodiscard]] std::string write_story_csv(const Scenario& scenario, std::size_t variant,
                                          const Story& story);

}  // namespace journeylab
