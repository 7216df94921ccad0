// Known answers of Philox4x32-10: the file kat_vectors of Random123 1.14 (Salmon and others).
#include "random/philox.h"

#include <set>

#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "random/philox_engine.h"

namespace journeylab {
namespace {

TEST_CASE("Philox gives the known answers of Random123", "[random][philox]") {
  CHECK(philox_4x32({0, 0, 0, 0}, 0) ==
        PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox_4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffffffffffff) ==
        PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox_4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822) ==
        PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Philox is known to the compiler", "[random][philox]") {
  static_assert(philox_4x32({0, 0, 0, 0}, 0)[0] == 0x6627e8d5);
  static_assert(PhiloxEngine(0, 0)() == 0x6627e8d5);
}

TEST_CASE("The engine gives the words of the blocks in order", "[random][philox]") {
  PhiloxEngine engine(0x299f31d0a4093822, 0x0370734413198a2e);
  for (std::uint32_t block = 0; block < 3; ++block) {
    const PhiloxBlock expected =
        philox_4x32({block, 0, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822);
    for (const std::uint32_t word : expected) CHECK(engine() == word);
  }
}

TEST_CASE("Skipping words of the engine is drawing them", "[random][philox]") {
  for (const std::uint64_t skipped : {0, 1, 2, 3, 4, 5, 8, 1001}) {
    PhiloxEngine drawn(5, 9);
    PhiloxEngine jumped(5, 9);
    drawn();
    jumped();
    for (std::uint64_t i = 0; i < skipped; ++i) drawn();
    jumped.discard(skipped);
    CHECK(drawn == jumped);
    for (int i = 0; i < 6; ++i) CHECK(drawn() == jumped());
  }
}

TEST_CASE("Seeds and streams of the engine differ, and seeding starts anew", "[random][philox]") {
  std::set<std::uint32_t> firsts;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t stream = 0; stream < 20; ++stream)
      firsts.insert(PhiloxEngine(seed, stream)());
  }
  CHECK(firsts.size() == 400);
  PhiloxEngine engine(3, 4);
  const std::uint32_t first = engine();
  engine.seed(3, 4);
  CHECK(engine() == first);
  CHECK(PhiloxEngine::min() == 0);
  CHECK(PhiloxEngine::max() == 0xffffffff);
}

TEST_CASE("A uniform draw and its complement are exact and never 0 or 1", "[random][philox]") {
  constexpr std::uint64_t mask = (std::uint64_t{1} << uniform_bits) - 1;
  CHECK(probability_of(0).below == 0x1p-49);
  CHECK(probability_of(mask).above == 0x1p-49);
  CHECK(probability_of(mask).below < 1.0);
  for (std::uint64_t bits = 0; bits < mask; bits = bits * 5 + 3) {
    const Probability p = probability_of(bits);
    CHECK(p.below + p.above == 1.0);
    CHECK(p.below == probability_of(mask - bits).above);
    CHECK(static_cast<long double>(p.below) == (bits + 0.5L) / 0x1p48L);
  }
}

}  // namespace
}  // namespace journeylab
