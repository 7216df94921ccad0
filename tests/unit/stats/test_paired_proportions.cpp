#include <cmath>

#include <catch2/catch.hpp>

#include "stats/paired_proportions.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;

namespace {

PairedShareTally swapped(PairedShareTally pairs) {
  std::swap(pairs.control_only, pairs.variant_only);
  return pairs;
}

// Tables with few and many who differ, small and large.
std::vector<PairedShareTally> tables() {
  std::vector<PairedShareTally> all;
  for (const std::uint64_t both : {0U, 1U, 50U, 100000U}) {
    for (const std::uint64_t down : {0U, 1U, 3U, 40U, 2000U}) {
      for (const std::uint64_t up : {0U, 1U, 4U, 41U, 1900U}) {
        for (const std::uint64_t neither :
             {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{1'000'000'000}}) {
          if (both + down + up + neither > 0) all.push_back({both, down, up, neither});
        }
      }
    }
  }
  return all;
}

}  // namespace

TEST_CASE("score intervals of paired proportions agree with brute force", "[paired_proportions]") {
  for (const auto& row : reference_rows("paired_proportions.csv")) {
    const PairedShareTally pairs{.both = count(row, "both"),
                                 .control_only = count(row, "control_only"),
                                 .variant_only = count(row, "variant_only"),
                                 .neither = count(row, "neither")};
    const double confidence = number(row, "confidence");
    CAPTURE(pairs.both, pairs.control_only, pairs.variant_only, pairs.neither);
    const Estimated difference = paired_difference(pairs, confidence);
    // 1e-12: the root is found to 51 bits, and the critical value is good to a few of them.
    CHECK(difference.interval->low == Approx(number(row, "difference_low")).epsilon(1e-12));
    CHECK(difference.interval->high == Approx(number(row, "difference_high")).epsilon(1e-12));
    if (row.at("relative_low").empty()) continue;
    const Estimated relative = paired_relative_difference(pairs, confidence);
    CHECK(relative.interval->low == Approx(number(row, "relative_low")).epsilon(1e-11));
    CHECK(relative.interval->high == Approx(number(row, "relative_high")).epsilon(1e-11));
  }
}

TEST_CASE("a published paired example comes out as printed", "[paired_proportions]") {
  // Complete response before and after consolidation therapy (Cavo et al. 2012), as analysed by
  // Fagerland, Lydersen and Laake (2014, Statistics in Medicine 33:2850): printed figures.
  const PairedShareTally pairs{.both = 59, .control_only = 16, .variant_only = 6, .neither = 80};
  const Estimated difference = paired_difference(pairs, 0.95);
  CHECK(*difference.value == Approx(-0.0621).margin(5e-5));
  CHECK(difference.interval->low == Approx(-0.1240).margin(5e-5));
  CHECK(difference.interval->high == Approx(-0.0054).margin(5e-5));
  const Estimated relative = paired_relative_difference(pairs, 0.95);
  CHECK(*relative.value + 1.0 == Approx(0.8667).margin(5e-5));
  CHECK(relative.interval->low + 1.0 == Approx(0.7476).margin(5e-5));
  CHECK(relative.interval->high + 1.0 == Approx(0.9876).margin(5e-5));
  const McNemarTest test = mcnemar_test(pairs);
  CHECK(test.exact);
  CHECK(test.p_value == Approx(0.052479).margin(5e-7));
}

TEST_CASE("exchanging the arms changes signs and inverts ratios", "[paired_proportions]") {
  for (const PairedShareTally& pairs : tables()) {
    CAPTURE(pairs.both, pairs.control_only, pairs.variant_only, pairs.neither);
    const Estimated one = paired_difference(pairs, 0.95);
    const Estimated other = paired_difference(swapped(pairs), 0.95);
    CHECK(*one.value == -*other.value);
    CHECK(*one.standard_error == *other.standard_error);
    CHECK(one.interval->low == -other.interval->high);
    CHECK(one.interval->high == -other.interval->low);
    CHECK(mcnemar_test(pairs).p_value == mcnemar_test(swapped(pairs)).p_value);
    if (pairs.both + pairs.control_only == 0 || pairs.both + pairs.variant_only == 0) continue;
    const Estimated ratio = paired_relative_difference(pairs, 0.95);
    const Estimated inverse = paired_relative_difference(swapped(pairs), 0.95);
    CHECK((1 + ratio.interval->low) * (1 + inverse.interval->high) == Approx(1.0).epsilon(1e-11));
  }
}

TEST_CASE("intervals hold their estimate, stay in range, and agree with the asymptotic test",
          "[paired_proportions]") {
  const double z = 1.959963984540054;
  for (const PairedShareTally& pairs : tables()) {
    CAPTURE(pairs.both, pairs.control_only, pairs.variant_only, pairs.neither);
    const Estimated difference = paired_difference(pairs, 0.95);
    CHECK(difference.interval->low <= *difference.value);
    CHECK(*difference.value <= difference.interval->high);
    CHECK(difference.interval->low >= -1.0);
    CHECK(difference.interval->high <= 1.0);
    const double net =
        static_cast<double>(pairs.variant_only) - static_cast<double>(pairs.control_only);
    const double differing = static_cast<double>(pairs.variant_only + pairs.control_only);
    const bool excludes = std::abs(net) > z * std::sqrt(differing);
    CHECK((difference.interval->low > 0.0 || difference.interval->high < 0.0) == excludes);
    const Estimated relative = paired_relative_difference(pairs, 0.95);
    if (pairs.both + pairs.control_only == 0) {
      CHECK_FALSE(relative.value);
      CHECK(relative.reason.find("control") != std::string::npos);
      continue;
    }
    REQUIRE(relative.interval);
    CHECK(std::isfinite(relative.interval->high));
    CHECK(relative.interval->low >= -1.0);
    CHECK(relative.interval->low <= *relative.value);
    CHECK(*relative.value <= relative.interval->high);
    CHECK((relative.interval->low > 0.0 || relative.interval->high < 0.0) == excludes);
  }
}

TEST_CASE("few who differ among very many are told in their own scale", "[paired_proportions]") {
  // With one who differs upwards and none downwards, as n grows: n * high solves
  // (d - 1)^2 = z^2 d, and -n * low solves (d + 1)^2 = z^2 (d + 1).
  const double z = 1.959963984540054;
  const double root = (z + std::sqrt(z * z + 4)) / 2;
  const PairedShareTally pairs{
      .both = 0, .control_only = 0, .variant_only = 1, .neither = 999'999'999'999};
  const Estimated difference = paired_difference(pairs, 0.95);
  CHECK(*difference.value == Approx(1e-12).epsilon(1e-15));
  CHECK(*difference.standard_error == Approx(1e-12).epsilon(1e-9));
  CHECK(difference.interval->high == Approx(root * root * 1e-12).epsilon(1e-10));
  CHECK(difference.interval->low == Approx(-(z * z - 1) * 1e-12).epsilon(1e-10));
}

TEST_CASE("nobody who differs still leaves room for a difference", "[paired_proportions]") {
  const PairedShareTally pairs{.both = 3, .control_only = 0, .variant_only = 0, .neither = 7};
  const Estimated difference = paired_difference(pairs, 0.95);
  const double z2 = 1.959963984540054 * 1.959963984540054;
  CHECK(*difference.value == 0.0);
  CHECK(difference.interval->high == Approx(z2 / (10 + z2)).epsilon(1e-12));
  CHECK(mcnemar_test(pairs).p_value == 1.0);
  CHECK_FALSE(paired_difference({}, 0.95).value);
  CHECK_FALSE(paired_relative_difference({}, 0.95).value);
}

TEST_CASE("everybody who differs in one way reaches the end of the range", "[paired_proportions]") {
  const PairedShareTally up{.both = 0, .control_only = 0, .variant_only = 9, .neither = 0};
  const Estimated difference = paired_difference(up, 0.95);
  CHECK(*difference.value == 1.0);
  CHECK(difference.interval->high == 1.0);
  CHECK(difference.interval->low == Approx(0.4017099031609118).epsilon(1e-13));  // brute force
  CHECK(*difference.standard_error == 0.0);
  const PairedShareTally down{.both = 0, .control_only = 9, .variant_only = 0, .neither = 5};
  const Estimated relative = paired_relative_difference(down, 0.95);
  CHECK(*relative.value == -1.0);
  CHECK(relative.interval->low == -1.0);
  CHECK(relative.interval->high < 0.0);
}

TEST_CASE("McNemar's test is exact by hand and meets its limit", "[paired_proportions]") {
  // 2 (1 + 5) / 2^5 with one of five the other way.
  CHECK(mcnemar_test({.both = 9, .control_only = 1, .variant_only = 4, .neither = 0}).p_value ==
        Approx(12.0 / 32.0).epsilon(1e-14));
  CHECK(mcnemar_test({.both = 0, .control_only = 0, .variant_only = 10, .neither = 0}).p_value ==
        Approx(std::exp2(-9)).epsilon(1e-14));
  CHECK(mcnemar_test({.both = 0, .control_only = 3, .variant_only = 3, .neither = 0}).p_value ==
        1.0);
  // z = 2000 / sqrt(4000): the normal tail's logarithm is -504.27..., by the series.
  const McNemarTest far =
      mcnemar_test({.both = 0, .control_only = 1000, .variant_only = 3000, .neither = 0});
  CHECK_FALSE(far.exact);
  const double z = 2000 / std::sqrt(4000.0);
  CHECK(far.ln_p_value == Approx(std::log(std::erfc(z / std::sqrt(2.0)))).epsilon(1e-12));
  const McNemarTest gone =
      mcnemar_test({.both = 0, .control_only = 0, .variant_only = 1'000'000, .neither = 0});
  CHECK(gone.p_value == 0.0);
  CHECK(gone.ln_p_value < -499'000.0);
  CHECK(std::isfinite(gone.ln_p_value));
  // At the change of method the two differ by the missing continuity correction, not more.
  const double exact =
      mcnemar_test({.both = 0, .control_only = 470, .variant_only = 530, .neither = 0}).p_value;
  const double limit = 2.0 * 0.5 * std::erfc(59.0 / std::sqrt(1000.0) / std::sqrt(2.0));
  CHECK(exact == Approx(limit).epsilon(0.002));
}
