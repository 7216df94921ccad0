// Sums and formulas: every path gives the bits of the plain definition.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <catch2/catch.hpp>

#include "scenario/operations.h"
#include "unit/vector/customers.h"

namespace journeylab {
namespace {

using test::Customers;
using test::for_all;
using test::numbers;

double lane_sum(const std::vector<double>& terms) {
  std::array<double, 8> lanes{};
  for (std::size_t i = 0; i < terms.size(); ++i) lanes[i % 8] += terms[i];
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

bool same_bits(double a, double b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

}  // namespace

TEST_CASE("sums are in eight lanes on every path", "[vector]") {
  for (const VectorPath path : vector_paths()) {
    const VectorLoops& loops = vector_loops(path);
    for (const std::size_t n : test::sizes()) {
      const std::vector<double> x = numbers(n, 3.0, 1);
      const std::vector<double> y = numbers(n, 5.0, 2);
      CHECK(loops.sum(x.data(), n) == lane_sum(x));
      std::vector<double> products;
      for (std::size_t i = 0; i < n; ++i) products.push_back((x[i] - 1.5) * (y[i] - 2.5));
      CHECK(loops.sum_products(x.data(), 1.5, y.data(), 2.5, n) == lane_sum(products));
    }
  }
}

TEST_CASE("money is summed exactly on every path", "[vector]") {
  for (const VectorPath path : vector_paths()) {
    for (const double most : {1e-9, 1.0, 1e4, 1e9}) {
      std::vector<double> amounts = numbers(1024, most, 3);
      for (std::size_t i = 0; i < amounts.size(); i += 3) amounts[i] = -amounts[i];
      std::int64_t high = 0;
      std::int64_t low = 0;
      for (const double amount : amounts) {
        const double in_high = std::nearbyint(amount * 0x1p20);
        high += static_cast<std::int64_t>(in_high);
        low += static_cast<std::int64_t>(std::nearbyint((amount - in_high / 0x1p20) * 0x1p60));
      }
      const FixedSum sum = vector_loops(path).sum_fixed(amounts.data(), amounts.size());
      CHECK(sum.high == high);
      CHECK(sum.low == low);
    }
  }
}

TEST_CASE("what is no number is the largest, wherever it stands", "[vector]") {
  for (const VectorPath path : vector_paths()) {
    const VectorLoops& loops = vector_loops(path);
    for (std::size_t at = 0; at < 19; ++at) {
      std::vector<double> values = numbers(19, 1.0, 4);
      values[at] = -2.0;
      CHECK(loops.largest(values.data(), values.size()) == 2.0);
      values[at] = -never;
      CHECK(loops.largest(values.data(), values.size()) == never);
      values[at] = std::nan("");
      CHECK(std::isnan(loops.largest(values.data(), values.size())));
    }
    const std::vector<double> values = {1.0, 2.0, 3.0, never};
    CHECK(loops.count_at_most(values.data(), 2.0, values.size()) == 2);
    const std::vector<double> others = {1.0, 2.5, 3.0, 4.0};
    CHECK(loops.count_different(values.data(), others.data(), values.size()) == 2);
  }
}

TEST_CASE("every operation of a formula has the bits of one customer's", "[vector]") {
  const std::vector<double> special = {0.0,  -0.0, 1.0,   -1.0, 0.5,    2.0, -3.7,
                                       1e-9, 1e9,  710.0, -745, 1e-310, 0.3, std::nan("")};
  for (int number = static_cast<int>(Operation::negate);
       number <= static_cast<int>(Operation::choose); ++number) {
    const auto operation = static_cast<Operation>(number);
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> c;
    for (const double x : special) {
      for (const double y : special) {
        a.push_back(x);
        b.push_back(y);
        c.push_back(x + y);
      }
    }
    for (const VectorPath path : vector_paths()) {
      for (const bool a_constant : {false, true}) {
        for (const bool b_constant : {false, true}) {
          std::vector<double> out(a.size());
          vector_loops(path).apply(operation, {.values = a.data(), .is_constant = a_constant},
                                   {.values = b.data(), .is_constant = b_constant},
                                   {.values = c.data()}, a.size(), out.data());
          with_operation(operation, [&]<Operation known>() {
            bool same = true;
            for (std::size_t i = 0; i < a.size(); ++i) {
              const double one = apply<known>(a[a_constant ? 0 : i], b[b_constant ? 0 : i], c[i]);
              same &= same_bits(out[i], one);
            }
            INFO("operation " << number << " on " << name_of(path));
            CHECK(same);
          });
        }
      }
    }
  }
}

TEST_CASE("borders below a number are counted, even or not", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    std::vector<double> even;
    std::vector<double> uneven;
    for (int k = 0; k < 40; ++k) {
      even.push_back(2.5 * k);
      uneven.push_back(0.06 * k * k);
    }
    std::vector<double> values = numbers(customers.position.size(), 110.0, 9);
    for (std::size_t i = 0; i < values.size(); i += 3) values[i] = even[i % 40];
    for (const std::vector<double>& borders : {even, uneven}) {
      std::vector<double> number(values.size());
      loops.count_borders(borders.data(), borders.size(), 39.0 / borders.back(), values.data(),
                          values.size(), number.data());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto below = std::lower_bound(borders.begin(), borders.end(), values[i]);
        REQUIRE(number[i] == static_cast<double>(below - borders.begin()));
      }
    }
  });
}

}  // namespace journeylab
