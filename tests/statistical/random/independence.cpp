// Independence of the random words of customers whose draws differ in one place only, and
// interleaved as a run uses them: a battery of 12 tests over 11 orders, and avalanche in the parts
// of a draw's place. Each of these 135 checks has a false-alarm rate of 1e-7, together about 1e-5
// (Bonferroni). Seeds are fixed. A longer battery over more words: scripts/battery.
#include <catch2/catch.hpp>

#include "plan/draws.h"
#include "statistical/random/battery.h"

namespace journeylab::test {
namespace {

constexpr double false_alarm = 1e-7;
constexpr std::uint64_t length = 1 << 18;

TEST_CASE("Words are independent in every order", "[random][statistical]") {
  for (const NamedStream& stream : word_streams(42)) {
    for (const Verdict& verdict : battery(stream.word, length)) {
      INFO(stream.what << ": " << verdict.test);
      CHECK(verdict.p > false_alarm);
    }
  }
}

TEST_CASE("A bit of a customer, a place or a key turns half of the bits of a word",
          "[random][statistical]") {
  const std::uint64_t place = draw_place(StreamKind::step, "email1", "", DrawRole::choice);
  const std::uint64_t key = customer_key(7, 1);
  constexpr std::uint64_t inputs = 4096;
  for (const Verdict& verdict :
       {avalanche(
            "customer", [=](std::uint64_t x) { return random_word(customer_key(7, x), place, 0); },
            inputs),
        avalanche(
            "seed", [=](std::uint64_t x) { return random_word(customer_key(x, 1), place, 0); },
            inputs),
        avalanche(
            "visit", [=](std::uint64_t x) { return random_word(key, place, x); }, inputs)}) {
    INFO(verdict.test);
    CHECK(verdict.p > false_alarm);
  }
}

TEST_CASE("The battery sees weak generators", "[random][statistical]") {
  for (const NamedStream& stream : weak_streams()) {
    double least = 1.0;
    for (const Verdict& verdict : battery(stream.word, length)) least = std::min(least, verdict.p);
    INFO(stream.what);
    CHECK(least < false_alarm);
  }
}

}  // namespace
}  // namespace journeylab::test
