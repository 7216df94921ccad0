#include <catch2/catch.hpp>

#include "stats/proportion.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

Interval interval_of(const std::string& method, const ShareTally& share, double confidence) {
  if (method == "wilson") return wilson_interval(share, confidence);
  if (method == "wilson_cc") return wilson_corrected_interval(share, confidence);
  if (method == "wald") return wald_interval(share, confidence);
  if (method == "agresti_coull") return agresti_coull_interval(share, confidence);
  if (method == "agresti_coull_clipped") {
    return clipped_to_shares(agresti_coull_interval(share, confidence));
  }
  if (method == "clopper_pearson") return clopper_pearson_interval(share, confidence);
  if (method == "jeffreys") return jeffreys_interval(share, confidence);
  if (method == "jeffreys_bcd") return jeffreys_closed_interval(share, confidence);
  throw std::runtime_error("unknown method " + method);
}

}  // namespace

TEST_CASE("every interval of one proportion agrees with the reference", "[proportion]") {
  for (const auto& row : reference_rows("proportion_ci.csv")) {
    const ShareTally share{.n = count(row, "n"), .successes = count(row, "x")};
    const Interval found = interval_of(row.at("method"), share, number(row, "conf_level"));
    check_figure(row, "estimate", *proportion(share, 0.95).value, 1e-15);
    check_figure(row, "lower", found.low, 1e-9);
    check_figure(row, "upper", found.high, 1e-9);
  }
}

TEST_CASE("the corrected score interval reproduces Newcombe's table", "[proportion]") {
  // Newcombe (1998, Statistics in Medicine 17:857), table I, method 4, printed to four decimals.
  const Interval many = wilson_corrected_interval({.n = 263, .successes = 81}, 0.95);
  CHECK(many.low == Approx(0.2535).margin(5e-5));
  CHECK(many.high == Approx(0.3682).margin(5e-5));
  const Interval none = wilson_corrected_interval({.n = 20, .successes = 0}, 0.95);
  CHECK(none.low == 0.0);
  CHECK(none.high == Approx(0.2005).margin(5e-5));
}

TEST_CASE("the corrected score interval holds the plain one, and mirrors", "[proportion]") {
  for (std::uint64_t x = 0; x <= 20; ++x) {
    const ShareTally share{.n = 20, .successes = x};
    const Interval plain = wilson_interval(share, 0.95);
    const Interval corrected = wilson_corrected_interval(share, 0.95);
    const Interval mirror = wilson_corrected_interval({.n = 20, .successes = 20 - x}, 0.95);
    CHECK(corrected.low <= plain.low);
    CHECK(corrected.high >= plain.high);
    CHECK(corrected.low == Approx(1.0 - mirror.high).margin(1e-14));
  }
}

TEST_CASE("a corrected interval keeps its digits for one success in a billion", "[proportion]") {
  const Interval found = wilson_corrected_interval({.n = 1'000'000'000, .successes = 1}, 0.95);
  // The formula of Newcombe's method 4 in 50 digits.
  const double z2 = 1.959963984540054 * 1.959963984540054;
  const double reach = 1.959963984540054 * std::sqrt(z2 + 2.0 - 1e-9 + 4.0 * (1.0 - 2e-9));
  CHECK(found.low > 0.0);
  CHECK(found.high == Approx((3.0 + z2 + reach) / (2.0 * (1e9 + z2))).epsilon(1e-12));
}
