// Groups of those who wait: what they have in common is kept, and what they differ in is written.
#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

#include "cohort/kept_columns.h"
#include "cohort/queue.h"

namespace journeylab {
namespace {

constexpr ColumnIndex clock = 0;
constexpr ColumnIndex cost = 1;

// A batch of two columns, both full of -1.
struct Batch {
  std::vector<std::vector<double>> numbers =
      std::vector<std::vector<double>>(2, std::vector<double>(tile_customers, -1.0));
  BatchColumns columns;
  Batch() {
    for (auto& column : numbers) columns.column.push_back(column.data());
  }
};

// Customers first, first + 1, ... at one clock, of one cost.
Chunk chunk_of(std::size_t first, std::size_t n, double time, double money) {
  Chunk chunk;
  chunk.take_run(first, n);
  chunk.known = Known(2);
  chunk.known.set(clock, time);
  chunk.known.set(cost, money);
  return chunk;
}

}  // namespace

TEST_CASE("who have the same in common wait together, and nothing is written", "[cohort]") {
  Batch batch;
  Queue queue;
  REQUIRE(queue.empty());
  queue.join(chunk_of(0, 700, 3.0, 0.5), fastest_loops(), batch.columns);
  queue.join(chunk_of(1000, 700, 4.0, 0.5), fastest_loops(), batch.columns);
  queue.join(chunk_of(2000, 10, 3.0, 0.5), fastest_loops(), batch.columns);
  REQUIRE(queue.groups().size() == 2);
  const Group& first = queue.groups()[0];
  CHECK(first.positions.size() == 710);
  CHECK(first.positions.back() == 2009);
  CHECK(first.known[clock] == 3.0);
  CHECK(queue.groups()[1].known[clock] == 4.0);
  for (const auto& column : batch.numbers) {
    CHECK(std::count(column.begin(), column.end(), -1.0) ==
          static_cast<std::ptrdiff_t>(tile_customers));
  }
  queue.clear();
  REQUIRE(queue.empty());
}

TEST_CASE("small groups join, and what they differ in is written for both", "[cohort]") {
  Batch batch;
  Queue queue;
  queue.join(chunk_of(0, 20, 3.0, 0.5), fastest_loops(), batch.columns);
  queue.join(chunk_of(100, 30, 4.0, 0.5), fastest_loops(), batch.columns);
  REQUIRE(queue.groups().size() == 1);
  const Group& group = queue.groups()[0];
  CHECK(group.positions.size() == 50);
  CHECK_FALSE(group.known.has(clock));
  REQUIRE(group.known.has(cost));
  CHECK(group.known[cost] == 0.5);
  for (std::size_t i = 0; i < tile_customers; ++i) {
    const double expected = i < 20 ? 3.0 : i >= 100 && i < 130 ? 4.0 : -1.0;
    REQUIRE(batch.numbers[clock][i] == expected);
    REQUIRE(batch.numbers[cost][i] == -1.0);
  }
}

TEST_CASE("bits of stretches stay known, and the order of positions", "[cohort]") {
  Batch batch;
  Queue queue;
  Chunk chunk = chunk_of(8, 0, 3.0, 0.5);
  chunk.take_list(nullptr, 3);
  chunk.position[0] = 9;
  chunk.position[1] = 12;
  chunk.position[2] = 15;
  chunk.bits[0] = 0b10010010;
  chunk.stretch = {.bits = nullptr, .first = 8, .n = 8};
  queue.join(chunk, fastest_loops(), batch.columns);
  const Group& group = queue.groups()[0];
  CHECK(group.has_bits);
  CHECK(group.is_sorted);
  CHECK(group.bits[0] == 0);
  CHECK(group.bits[1] == 0b10010010);
  queue.join(chunk_of(100, 5, 3.0, 0.5), fastest_loops(), batch.columns);
  CHECK_FALSE(group.has_bits);
  CHECK(group.positions.size() == 8);
}

TEST_CASE("a column is written at the end where it is read and says something new", "[cohort]") {
  Known known(3);
  known.set(0, 7.0);
  known.set(2, never);
  const KeptColumn always{.column = 0, .initial = std::nullopt, .origins = {}};
  CHECK(always.is_wanted(known));
  CHECK_FALSE(KeptColumn{.column = 0, .initial = 7.0, .origins = {}}.is_wanted(known));
  CHECK(KeptColumn{.column = 0, .initial = 0.0, .origins = {}}.is_wanted(known));
  CHECK_FALSE(KeptColumn{.column = 1, .initial = 0.0, .origins = {}}.is_wanted(known));
  const KeptColumn of_those_who_reached{.column = 0, .initial = std::nullopt, .origins = {2}};
  CHECK_FALSE(of_those_who_reached.is_wanted(known));
  known.set(2, 5.0);
  CHECK(of_those_who_reached.is_wanted(known));
  known.forget(2);
  CHECK(of_those_who_reached.is_wanted(known));
}

}  // namespace journeylab
