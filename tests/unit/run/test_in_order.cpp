#include <atomic>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>

#include "run/in_order.h"

namespace journeylab {
namespace {

// Squares of numbers, slower for the first ones.
OrderedWork squares(std::uint64_t count, int threads, std::vector<std::uint64_t>& taken) {
  OrderedWork work;
  work.first = 5;
  work.count = count;
  work.threads = threads;
  work.make_worker = [](const std::stop_token&) {
    return [](std::uint64_t number) {
      volatile std::uint64_t idle = number < 20 ? 200000 : 0;
      while (idle > 0) idle = idle - 1;
      return std::any(number * number);
    };
  };
  work.take = [&taken](std::uint64_t, const std::any& result) {
    taken.push_back(std::any_cast<std::uint64_t>(result));
    return true;
  };
  return work;
}

}  // namespace

TEST_CASE("results of numbered work come in the order of the numbers", "[run]") {
  for (const int threads : {1, 2, 8}) {
    std::vector<std::uint64_t> taken;
    CHECK(work_in_order(squares(300, threads, taken)));
    REQUIRE(taken.size() == 300);
    for (std::uint64_t i = 0; i < taken.size(); ++i) CHECK(taken[i] == (i + 5) * (i + 5));
  }
  std::vector<std::uint64_t> none;
  CHECK(work_in_order(squares(0, 2, none)));
}

TEST_CASE("numbered work ends where its taker has enough", "[run]") {
  for (const int threads : {1, 4}) {
    std::vector<std::uint64_t> taken;
    OrderedWork work = squares(1000, threads, taken);
    work.take = [&taken](std::uint64_t number, const std::any&) {
      taken.push_back(number);
      return taken.size() < 40;
    };
    CHECK(work_in_order(work));
    CHECK(taken.size() == 40);
    CHECK(taken.back() == 44);
  }
}

TEST_CASE("the fault of the smallest number is the one that is told", "[run]") {
  for (const int threads : {1, 4}) {
    std::vector<std::uint64_t> taken;
    OrderedWork work = squares(1000, threads, taken);
    work.make_worker = [](const std::stop_token&) {
      return [](std::uint64_t number) {
        if (number % 100 == 7) throw std::runtime_error(std::to_string(number));
        return std::any(number);
      };
    };
    CHECK_THROWS_WITH(work_in_order(work), "7");
    CHECK(taken.size() == 2);
  }
}

TEST_CASE("numbered work that is stopped says so", "[run]") {
  std::vector<std::uint64_t> taken;
  OrderedWork work = squares(100000, 2, taken);
  std::stop_source source;
  work.stop = source.get_token();
  work.take = [&](std::uint64_t number, const std::any&) {
    taken.push_back(number);
    if (taken.size() == 10) source.request_stop();
    return true;
  };
  CHECK_FALSE(work_in_order(work));
  CHECK(taken.size() >= 10);
  CHECK(taken.size() < 100000);
}

}  // namespace journeylab
