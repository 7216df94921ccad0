// Columns by position, selection and time: every path against the plain definition.
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "unit/vector/customers.h"

namespace journeylab {
namespace {

using test::Customers;
using test::for_all;
using test::numbers;

using Column = std::vector<double>;

}  // namespace

TEST_CASE("columns are read and written where the customers stand, and nowhere else", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    const Who who = customers.who(false);
    const Column before = numbers(customers.room, 10.0, 1);
    const Column values = numbers(who.n, 1.0, 2);
    Column set = before;
    Column added = before;
    Column constant = before;
    Column raised = before;
    for (std::size_t i = 0; i < who.n; ++i) {
      set[who.position[i]] = values[i];
      added[who.position[i]] += values[i];
      constant[who.position[i]] = 7.0;
      raised[who.position[i]] += 0.25;
    }
    Column column = before;
    loops.scatter(column.data(), who, values.data());
    REQUIRE(column == set);
    Column back(who.n);
    loops.gather(column.data(), who, back.data());
    REQUIRE(back == values);
    std::vector<std::uint64_t> keys(customers.room);
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = ~std::uint64_t{i};
    std::vector<std::uint64_t> some(who.n);
    loops.gather_keys(keys.data(), who, some.data());
    for (std::size_t i = 0; i < who.n; ++i) REQUIRE(some[i] == ~std::uint64_t{who.position[i]});
    column = before;
    loops.scatter_add(column.data(), who, values.data());
    REQUIRE(column == added);
    column = before;
    loops.set_constant(column.data(), who, 7.0);
    REQUIRE(column == constant);
    column = before;
    loops.add_constant(column.data(), who, 0.25);
    REQUIRE(column == raised);
  });
}

TEST_CASE("a column is filled, and no further", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    Column column(customers.room, 1.0);
    loops.fill(column.data(), 5.0, customers.position.size());
    for (std::size_t i = 0; i < column.size(); ++i) {
      REQUIRE(column[i] == (i < customers.position.size() ? 5.0 : 1.0));
    }
  });
}

TEST_CASE("visits are counted, and first times kept", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    const Who who = customers.who(false);
    Column counts(customers.room, 3.0);
    std::vector<std::uint32_t> visit(who.n);
    const std::uint32_t most = loops.count_visits(counts.data(), who, visit.data());
    REQUIRE(most == (who.n == 0 ? 0U : 3U));
    REQUIRE(std::count(visit.begin(), visit.end(), 3U) == static_cast<std::ptrdiff_t>(who.n));
    REQUIRE(std::count(counts.begin(), counts.end(), 4.0) == static_cast<std::ptrdiff_t>(who.n));

    const Column clock = numbers(customers.room, 100.0, 3);
    Column first(customers.room, 50.0);
    Column expected = first;
    for (std::size_t i = 0; i < who.n; ++i) {
      expected[who.position[i]] = std::min(50.0, clock[who.position[i]]);
    }
    loops.set_earliest(first.data(), clock.data(), who);
    REQUIRE(first == expected);
  });
}

TEST_CASE("selection keeps the order, also in place", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    const std::size_t n = customers.position.size();
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < n; ++i) {
      if (customers.visit[i] == 2) expected.push_back(customers.position[i]);
    }
    std::vector<std::uint32_t> to(n + position_padding);
    const auto select = [&](const std::vector<std::uint32_t>& from) {
      to.resize(loops.select(customers.visit.data(), 2, n, from.data(), to.data()));
    };
    select(customers.position);
    REQUIRE(to == expected);
    to = customers.position;
    to.resize(n + position_padding);
    to.resize(loops.select(customers.visit.data(), 2, n, to.data(), to.data()));
    REQUIRE(to == expected);

    const Column values = numbers(n, 1.0, 4);
    std::vector<std::uint32_t> places(n + position_padding);
    places.resize(loops.select_between(values.data(), 0.25, 0.5, n, places.data()));
    expected.clear();
    for (std::uint32_t i = 0; i < n; ++i) {
      if (values[i] >= 0.25 && values[i] <= 0.5) expected.push_back(i);
    }
    REQUIRE(places == expected);
  });
}

TEST_CASE("positions are sorted, and their bits known, where a path has a use for it", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    const std::size_t n = customers.position.size();
    std::vector<std::uint32_t> position(customers.position.rbegin(), customers.position.rend());
    position.resize(n + position_padding);
    std::vector<std::uint8_t> bits(most_positions / 8, 0xFF);
    const std::size_t limit = std::min(customers.room, most_positions);
    if (!loops.sort_positions(position.data(), n, limit, bits.data())) return;
    position.resize(n);
    REQUIRE(position == customers.position);
    std::vector<std::uint8_t> expected(most_positions / 8, 0);
    for (const std::uint32_t at : position) {
      expected[at / 8] = static_cast<std::uint8_t>(expected[at / 8] | 1U << at % 8);
    }
    bits.resize((limit + 7) / 8);
    expected.resize(bits.size());
    REQUIRE(bits == expected);
  });
}

TEST_CASE("time passes in whole ticks, for each or for all", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    const Who who = customers.who(false);
    Column clock = numbers(customers.room, 1e12, 5);
    for (double& each : clock) each = std::floor(each);
    Column spans = numbers(who.n, 30.0, 6);
    REQUIRE(loops.spans_to_ticks(spans.data(), 86400.0 * 1024.0, who.n));
    Column expected = clock;
    std::uint64_t sum = 0;
    Ticks latest = 0.0;
    for (std::size_t i = 0; i < who.n; ++i) {
      REQUIRE(spans[i] == std::nearbyint(spans[i]));
      Ticks& now = expected[who.position[i]];
      now += spans[i];
      sum += static_cast<std::uint64_t>(now);
      latest = std::max(latest, now);
    }
    Column in_place = clock;
    const Passed passed = loops.advance_in_place(in_place.data(), who, spans.data(), 0.0, latest);
    REQUIRE(in_place == expected);
    REQUIRE(passed.all_within);
    REQUIRE(passed.sum_of_clocks == sum);
    REQUIRE(loops.sum_of_clocks(in_place.data(), who) == sum);
    Column before(who.n);
    Column after(who.n);
    REQUIRE(loops.advance(clock.data(), who, spans.data(), before.data(), after.data()) == latest);
    for (std::size_t i = 0; i < who.n; ++i) {
      REQUIRE(before[i] == clock[who.position[i]]);
      REQUIRE(after[i] == expected[who.position[i]]);
    }
    in_place = clock;
    const Passed begun = loops.start_clocks(in_place.data(), who, spans.data(), 512.0, never);
    REQUIRE(begun.all_within);
    sum = 0;
    for (std::size_t i = 0; i < who.n; ++i) {
      REQUIRE(in_place[who.position[i]] == 512.0 + spans[i]);
      sum += static_cast<std::uint64_t>(512.0 + spans[i]);
    }
    REQUIRE(begun.sum_of_clocks == sum);
    in_place = clock;
    const Passed late = loops.advance_in_place(in_place.data(), who, nullptr, 100.0, 99.0);
    REQUIRE(late.all_within == (who.n == 0));
    for (std::size_t i = 0; i < who.n; ++i) {
      REQUIRE(in_place[who.position[i]] == clock[who.position[i]] + 100.0);
    }
  });
}

TEST_CASE("a span that passes every horizon is cut to what can be added up", "[vector]") {
  for (const VectorPath path : vector_paths()) {
    for (const double unit : {1.0, 1024.0, 1e300}) {
      Column spans(19, 2.5e15);
      spans[7] = 3.0;
      REQUIRE(vector_loops(path).spans_to_ticks(spans.data(), unit, spans.size()));
      CHECK(spans[0] == beyond_every_horizon);
      CHECK(spans[7] == std::min(3.0 * unit, beyond_every_horizon));
      CHECK(spans[18] == beyond_every_horizon);
    }
  }
}

TEST_CASE("a span that cannot pass is seen wherever it stands", "[vector]") {
  for (const VectorPath path : vector_paths()) {
    for (const double bad : {-1e-300, never, std::nan("")}) {
      for (std::size_t at = 0; at < 19; ++at) {
        Column spans(19, 1.0);
        spans[at] = bad;
        CHECK_FALSE(vector_loops(path).spans_to_ticks(spans.data(), 1024.0, spans.size()));
      }
    }
  }
}

}  // namespace journeylab
