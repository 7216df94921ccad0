#include "statistical/random/word_streams.h"

#include "plan/draws.h"

namespace journeylab::test {
namespace {

std::uint64_t place_of(std::uint64_t step, DrawRole role) {
  return draw_place(StreamKind::step, "step" + std::to_string(step), "", role);
}

std::vector<std::uint64_t> places_of_steps(std::uint64_t n) {
  std::vector<std::uint64_t> places;
  for (std::uint64_t step = 0; step < n; ++step) {
    places.push_back(place_of(step, DrawRole::choice));
  }
  return places;
}

std::vector<std::uint64_t> places_of_roles() {
  using enum DrawRole;
  std::vector<std::uint64_t> places;
  for (const DrawRole role : {choice, after, wait, revenue, way_revenue, cost, way_cost, value}) {
    places.push_back(place_of(0, role));
  }
  return places;
}

// The same steps under names that differ in one letter.
std::vector<std::uint64_t> mixed_places() {
  std::vector<std::uint64_t> places;
  for (const char* name : {"email1", "email2", "click1", "click2"}) {
    for (const DrawRole role : {DrawRole::choice, DrawRole::after}) {
      places.push_back(draw_place(StreamKind::step, name, "", role));
    }
  }
  return places;
}

}  // namespace

std::vector<NamedStream> word_streams(std::uint64_t seed) {
  const std::uint64_t one = place_of(0, DrawRole::choice);
  return {
      {"customers", "neighbouring customers at one step",
       [=](std::uint64_t i) { return random_word(customer_key(seed, i + 1), one, 0); }},
      {"far_customers", "customers around 2^32",
       [=](std::uint64_t i) { return random_word(customer_key(seed, 0xFFFFFF00 + i), one, 0); }},
      {"steps", "16 steps of a customer, then the next one",
       [=, places = places_of_steps(16)](std::uint64_t i) {
         return random_word(customer_key(seed, i / 16 + 1), places[i % 16], 0);
       }},
      {"customers_at_steps", "4096 customers at a step, then at the next of 16",
       [=, places = places_of_steps(16)](std::uint64_t i) {
         const std::uint64_t block = i / 65536 * 4096;
         return random_word(customer_key(seed, block + i % 4096 + 1), places[i / 4096 % 16], 0);
       }},
      {"roles", "8 purposes at one visit, then the next customer",
       [=, places = places_of_roles()](std::uint64_t i) {
         return random_word(customer_key(seed, i / 8 + 1), places[i % 8], 0);
       }},
      {"visits", "64 visits of a customer, then the next one",
       [=](std::uint64_t i) { return random_word(customer_key(seed, i / 64 + 1), one, i % 64); }},
      {"one_customer", "visits of one customer",
       [=, key = customer_key(seed, 17)](std::uint64_t i) { return random_word(key, one, i); }},
      {"seeds", "one customer under neighbouring seeds",
       [=](std::uint64_t i) { return random_word(customer_key(seed + i, 17), one, 0); }},
      {"seeds_and_customers", "16 customers under a seed, then the next seed",
       [=](std::uint64_t i) {
         return random_word(customer_key(seed + i / 16, i % 16 + 1), one, 0);
       }},
      {"keys", "the keys of neighbouring customers",
       [=](std::uint64_t i) { return customer_key(seed, i + 1); }},
      {"journeys", "4 steps, 2 purposes, 4 visits of a customer, then the next one",
       [=, places = mixed_places()](std::uint64_t i) {
         return random_word(customer_key(seed, i / 32 + 1), places[i % 8], i / 8 % 4);
       }},
  };
}

std::vector<NamedStream> weak_streams() {
  return {
      {"weyl", "a counter times an odd number", [](std::uint64_t i) { return i * visit_stride; }},
      {"once", "one multiplication and a shift",
       [](std::uint64_t i) {
         const std::uint64_t x = (i + 1) * 0x9E3779B97F4A7C15;
         return x ^ x >> 32;
       }},
      {"low_bit", "a lowest bit that alternates",
       [](std::uint64_t i) { return (mix(i + 1) & ~std::uint64_t{1}) | (i & 1); }},
      {"repeats", "every word twice", [](std::uint64_t i) { return mix(i / 2 + 1); }},
      {"linear", "bits that are sums of others",
       [](std::uint64_t i) {
         const std::uint64_t half = mix(i + 1) >> 32;
         return half << 32 | half;
       }},
  };
}

}  // namespace journeylab::test
