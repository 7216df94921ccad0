#include <set>

#include <catch2/catch.hpp>

#include "plan/draws.h"

namespace journeylab {

TEST_CASE("streams of different kinds, names and details have different keys", "[plan]") {
  std::set<std::uint32_t> keys;
  for (const StreamKind kind : {StreamKind::segment, StreamKind::attribute, StreamKind::start_state,
                                StreamKind::step, StreamKind::assignment, StreamKind::race}) {
    for (const char* name : {"", "a", "b", "ab"}) {
      for (const char* detail : {"", "a", "b", "ab"}) {
        keys.insert(stream_key(kind, name, detail));
      }
    }
  }
  CHECK(keys.size() == 6 * 4 * 4);
}

TEST_CASE("the key of a stream never changes: it is part of what a seed means", "[plan]") {
  CHECK(stream_key(StreamKind::step, "email1") == stream_key(StreamKind::step, "email1"));
  CHECK(stream_key(StreamKind::step, "email1") == 0x1990F521U);
}

TEST_CASE("the two slots of a block share no bits", "[plan]") {
  CHECK(slot_bits(0xFFFFFFFFU, 0, 0x0000FFFFU, Slot::first) == 0xFFFFFFFFFFFFULL);
  CHECK(slot_bits(0xFFFFFFFFU, 0, 0x0000FFFFU, Slot::second) == 0);
  CHECK(slot_bits(0, 0xFFFFFFFFU, 0xFFFF0000U, Slot::second) == 0xFFFFFFFFFFFFULL);
  CHECK(slot_bits(0, 0xFFFFFFFFU, 0xFFFF0000U, Slot::first) == 0);
}

TEST_CASE("customers beyond 2^32 draw numbers of their own", "[plan]") {
  const std::uint64_t far = (std::uint64_t{1} << 32) + 7;
  CHECK(draw_block(1, 7, 42, 0, 0) != draw_block(1, far, 42, 0, 0));
  CHECK(draw_block(1, 7, 42, 0, 0) != draw_block(1, 7, 42, 1, 0));
  CHECK(draw_block(1, 7, 42, 0, 0) != draw_block(1, 7, 42, 0, 1));
  CHECK(draw_block(1, 7, 42, 0, 0) != draw_block(2, 7, 42, 0, 0));
}

}  // namespace journeylab
