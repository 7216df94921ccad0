// From a customer's story by numbers to one by names.
#pragma once

#include <cstdint>

#include "cohort/event.h"
#include "scenario/scenario.h"
#include "scenario/story.h"

namespace journeylab {

/// Names one event of a customer in a variant of the scenario.
[[nodiscard]] Event named_event(const Scenario& scenario, std::size_t variant,
                                std::uint64_t customer, std::uint32_t segment,
                                const RawEvent& event);

}  // namespace journeylab
