#include <set>

#include <catch2/catch.hpp>

#include "plan/draws.h"

namespace journeylab {

TEST_CASE("draws of different kinds, names, details and roles have different places", "[plan]") {
  std::set<std::uint64_t> places;
  for (const StreamKind kind : {StreamKind::segment, StreamKind::attribute, StreamKind::start_state,
                                StreamKind::step, StreamKind::assignment, StreamKind::race}) {
    for (const char* name : {"", "a", "b", "ab"}) {
      for (const char* detail : {"", "a", "b", "ab"}) {
        for (const DrawRole role : {DrawRole::value, DrawRole::choice, DrawRole::way_value}) {
          places.insert(draw_place(kind, name, detail, role));
        }
      }
    }
  }
  CHECK(places.size() == 6 * 4 * 4 * 3);
}

TEST_CASE("the place of a draw never changes: it is part of what a seed means", "[plan]") {
  CHECK(draw_place(StreamKind::step, "email1", "", DrawRole::choice) == 0xBD1CAF122B55CCB3U);
}

}  // namespace journeylab
