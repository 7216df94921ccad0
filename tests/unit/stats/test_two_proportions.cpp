#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

#include "stats/two_proportions.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

using Method = Interval (*)(const ShareTally&, const ShareTally&, double);

const std::map<std::string, Method>& methods() {
  static const std::map<std::string, Method> all{
      {"wald", wald_difference_interval},
      {"newcombe", newcombe_interval},
      {"newcombe_cc", newcombe_corrected_interval},
      {"agresti_caffo", agresti_caffo_interval},
      {"miettinen_nurminen", miettinen_nurminen_interval},
      {"mee", mee_interval}};
  return all;
}

// Probability that the interval holds the true difference, summed over every pair of outcomes.
double coverage(Method method, std::uint64_t n, double control, double treat) {
  const boost::math::binomial_distribution<double> c(static_cast<double>(n), control);
  const boost::math::binomial_distribution<double> t(static_cast<double>(n), treat);
  double sum = 0.0;
  for (std::uint64_t i = 0; i <= n; ++i) {
    for (std::uint64_t j = 0; j <= n; ++j) {
      const Interval found = method({.n = n, .successes = i}, {.n = n, .successes = j}, 0.95);
      if (found.low <= treat - control && treat - control <= found.high) {
        sum += boost::math::pdf(c, static_cast<double>(i)) *
               boost::math::pdf(t, static_cast<double>(j));
      }
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("every interval of a difference of shares agrees with the reference",
          "[two-proportions]") {
  for (const auto& row : reference_rows("two_proportion_diff_ci.csv")) {
    const ShareTally control{.n = count(row, "n_control"), .successes = count(row, "x_control")};
    const ShareTally treat{.n = count(row, "n_treat"), .successes = count(row, "x_treat")};
    const Interval found =
        methods().at(row.at("method"))(control, treat, number(row, "conf_level"));
    check_figure(row, "estimate", share_difference(control, treat), 1e-15);
    check_figure(row, "lower", found.low, 1e-9);
    check_figure(row, "upper", found.high, 1e-9);
  }
}

TEST_CASE("Newcombe's published example comes out", "[two-proportions]") {
  // 56 of 70 against 48 of 80 (Newcombe 1998, Statistics in Medicine 17:873, table II, example a).
  const ShareTally first{.n = 70, .successes = 56};
  const ShareTally second{.n = 80, .successes = 48};
  const std::map<std::string, Interval> published{{"wald", {0.0575, 0.3425}},
                                                  {"newcombe", {0.0524, 0.3339}},
                                                  {"newcombe_cc", {0.0428, 0.3422}},
                                                  {"mee", {0.0533, 0.3377}},
                                                  {"miettinen_nurminen", {0.0528, 0.3382}}};
  for (const auto& [name, expected] : published) {
    const Interval found = methods().at(name)(second, first, 0.95);
    CAPTURE(name);
    CHECK(found.low == Approx(expected.low).margin(5.1e-5));
    CHECK(found.high == Approx(expected.high).margin(5.1e-5));
  }
}

TEST_CASE("intervals of a difference cover near their nominal share", "[two-proportions]") {
  // Floors well under what each method is known for (Newcombe 1998), far above Wald's.
  for (const auto& [control, treat] :
       std::vector<std::pair<double, double>>{{0.05, 0.1}, {0.3, 0.3}, {0.5, 0.8}, {0.02, 0.02}}) {
    CAPTURE(control, treat);
    CHECK(coverage(newcombe_interval, 20, control, treat) > 0.93);
    CHECK(coverage(newcombe_corrected_interval, 20, control, treat) > 0.95);
    CHECK(coverage(agresti_caffo_interval, 20, control, treat) > 0.93);
    CHECK(coverage(miettinen_nurminen_interval, 20, control, treat) > 0.93);
  }
}

TEST_CASE("exchanging the arms or successes and failures mirrors a difference",
          "[two-proportions]") {
  const ShareTally a{.n = 37, .successes = 3};
  const ShareTally b{.n = 912, .successes = 400};
  const ShareTally a_fails{.n = 37, .successes = 34};
  const ShareTally b_fails{.n = 912, .successes = 512};
  for (const auto& [name, method] : methods()) {
    CAPTURE(name);
    const Interval plain = method(a, b, 0.9);
    for (const Interval& mirror : {method(b, a, 0.9), method(a_fails, b_fails, 0.9)}) {
      CHECK(plain.low == Approx(-mirror.high).epsilon(1e-12));
      CHECK(plain.high == Approx(-mirror.low).epsilon(1e-12));
    }
  }
}

TEST_CASE("differences of rare shares of a billion stay finite and right", "[two-proportions]") {
  const ShareTally none{.n = 1'000'000'000, .successes = 0};
  const ShareTally one{.n = 1'000'000'000, .successes = 1};
  for (const auto& [name, method] : methods()) {
    const Interval found = method(none, one, 0.95);
    CAPTURE(name, found.low, found.high);
    CHECK(found.low < 1e-9);
    CHECK(found.low > -1e-8);
    CHECK(found.high > 1e-9);
    CHECK(found.high < 2e-8);
    CHECK(std::isfinite(method(none, none, 0.999999).high));
  }
  // A Poisson count of 1 against 0: with control's expectation at its restricted maximum of 0, the
  // score is (d n - 1) / sqrt(d n), so that the upper end is 1 + z^2/2 + z sqrt(1 + z^2/4).
  const double z = 1.959963984540054;
  CHECK(mee_interval(none, one, 0.95).high ==
        Approx((1 + z * z / 2 + z * std::sqrt(1 + z * z / 4)) * 1e-9).epsilon(1e-7));
}

TEST_CASE("a difference with an empty arm is a reason", "[two-proportions]") {
  const Estimated found = proportion_difference({}, {.n = 3, .successes = 1}, 0.95);
  CHECK_FALSE(found.value);
  CHECK(found.reason == "an arm has no customers");
}

TEST_CASE("the ends of a score interval are at the end exactly with the estimate",
          "[two-proportions]") {
  const ShareTally none{.n = 4, .successes = 0};
  const ShareTally all{.n = 6, .successes = 6};
  CHECK(mee_interval(none, all, 0.95).high == 1.0);
  CHECK(mee_interval(all, none, 0.95).low == -1.0);
  CHECK(mee_interval(none, none, 0.95).high < 1.0);
  CHECK(mee_interval(none, all, 0.95).low > -1.0);
}
