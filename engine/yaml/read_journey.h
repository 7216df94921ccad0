// The journey and the touchpoints of one variant.
#pragma once

#include "yaml/read_names.h"

namespace journeylab {

/// What a reader of the journey needs to look names up: those that this variant has, and the
/// numbers they have in the whole file.
struct JourneyNames {
  NameList steps;        ///< of this variant
  NameList touchpoints;  ///< of this variant
  NameList state;        ///< of this variant
  NameList all_steps;
  NameList all_touchpoints;
  NameList all_state;
  NameList goals;
  NameList statuses;
};
[[nodiscard]] JourneyNames journey_names(const Names& names, const Node& document);

/// The number in the whole file of a name that this variant must have.
[[nodiscard]] std::optional<std::uint32_t> find_present(const Node& node, const NameList& own,
                                                        const NameList& all, std::string_view kind,
                                                        Problems& problems);

/// Everything that the readers of one variant's journey share.
struct JourneyReading {
  const JourneyNames& names;
  const Scopes& scopes;
  Problems& problems;
};

/// Touchpoints of a variant.
void read_touchpoints(const Node& document, const Names& names, const Scopes& scopes,
                      Variant& variant, Problems& problems);

/// Steps of a variant, their order and ways.
void read_journey(const Node& document, const JourneyReading& reading, Variant& variant);

/// The step where everybody starts: as `start` says, else `first` (control's first step).
void read_start(const Node& document, const JourneyReading& reading, Variant& variant);

/// `set`, `revenue`, `cost` and `goal` of a step or a way.
[[nodiscard]] Effects read_effects(const Node& map, const JourneyReading& reading);

/// Where `go` or `end` of a map leads.
struct Destination {
  bool stated = false;  ///< `go` or `end` stands there, even if it could not be read
  std::optional<std::uint32_t> next;
  std::optional<std::uint32_t> ending;
};
[[nodiscard]] Destination read_destination(const Node& map, const JourneyReading& reading);

/// The ways on from a step: `outcomes`, `branch`, `race`, `split`, or its `go` or `end` alone.
/// Without `keys_known`, a key of the step may be spelt wrong, and a way on is not missed.
void read_ways(const Node::Member& entry, bool keys_known, const JourneyReading& reading,
               Step& step);

}  // namespace journeylab
