// The words of customers: what a seed means may not change, and what must not collide does not.
#include "random/words.h"

#include <set>

#include <catch2/catch.hpp>

namespace journeylab {

TEST_CASE("keys and words never change: they are part of what a seed means", "[random]") {
  CHECK(customer_key(1, 1) == 0x5437B9EFAC944601U);
  CHECK(customer_key(1, 2) == 0x2FD71FA14EE8D3A4U);
  CHECK(mix(1) == 0x3C02AA47758292BDU);
  CHECK(random_word(customer_key(1, 1), 42, 3) == 0xBA59C981726E97DDU);
}

TEST_CASE("mixing is one to one", "[random]") {
  // Each step can be undone: an exclusive or with a shift, and the product with an odd number.
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    seen.insert(mix(i));
    seen.insert(mix(i << 40));
  }
  CHECK(seen.size() == 1999);  // 0 is in both
  CHECK(mixing::first_factor % 2 == 1);
  CHECK(mixing::second_factor % 2 == 1);
}

TEST_CASE("customers beyond 2^32 and other seeds have keys of their own", "[random]") {
  const std::uint64_t far = (std::uint64_t{1} << 32) + 7;
  CHECK(customer_key(1, 7) != customer_key(1, far));
  CHECK(customer_key(1, 7) != customer_key(2, 7));
  CHECK(customer_key(1, 6) != customer_key(1, 7));
}

TEST_CASE("two neighbours share a block of Philox", "[random]") {
  const PhiloxBlock block = philox_4x32({3, 0, key_counter_2, key_counter_3}, 5);
  CHECK(customer_key(5, 6) == (std::uint64_t{block[1]} << 32 | block[0]));
  CHECK(customer_key(5, 7) == (std::uint64_t{block[3]} << 32 | block[2]));
}

}  // namespace journeylab
