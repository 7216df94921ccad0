#include <catch2/catch.hpp>

#include "plan/components.h"

namespace journeylab {

using Components = std::vector<std::vector<std::uint32_t>>;

TEST_CASE("components come in an order in which no way leads back", "[plan]") {
  // 0 -> 1 -> 2 -> 1, 2 -> 3, 3 -> 3, 0 -> 3
  CHECK(strong_components({{1, 3}, {2}, {1, 3}, {3}}) == Components{{0}, {1, 2}, {3}});
}

TEST_CASE("steps that nothing leads to are components too", "[plan]") {
  const Components components = strong_components({{}, {0}, {}});
  CHECK(components.size() == 3);
}

TEST_CASE("a long chain needs no deep recursion", "[plan]") {
  std::vector<std::vector<std::uint32_t>> chain(200000);
  for (std::uint32_t i = 0; i + 1 < chain.size(); ++i) chain[i].push_back(i + 1);
  const Components components = strong_components(chain);
  REQUIRE(components.size() == chain.size());
  CHECK(components.front().front() == 0);
  CHECK(components.back().front() == chain.size() - 1);
}

}  // namespace journeylab
