#include <catch2/catch.hpp>

#include "stats/two_proportion_ratios.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

using Method = Estimated (*)(const ShareTally&, const ShareTally&, double);

const std::map<std::string, Method>& methods() {
  static const std::map<std::string, Method> all{
      {"rr_katz", katz_ratio},
      {"lift_log", katz_lift},
      {"rr_walter", walter_ratio},
      {"lift_delta", delta_lift},
      {"lift_fieller", fieller_lift},
      {"rr_koopman", koopman_ratio},
      {"rr_miettinen_nurminen", miettinen_nurminen_ratio},
      {"or_miettinen_nurminen", miettinen_nurminen_odds_ratio},
      {"or_woolf", woolf_odds_ratio},
      {"or_woolf_haldane", haldane_odds_ratio}};
  return all;
}

}  // namespace

TEST_CASE("every interval of a ratio of shares agrees with the reference",
          "[two-proportion-ratios]") {
  for (const auto& row : reference_rows("two_proportion_ratio_ci.csv")) {
    const ShareTally control{.n = count(row, "n_control"), .successes = count(row, "x_control")};
    const ShareTally treat{.n = count(row, "n_treat"), .successes = count(row, "x_treat")};
    const Estimated found =
        methods().at(row.at("method"))(control, treat, number(row, "conf_level"));
    REQUIRE(found.interval);
    check_figure(row, "estimate", *found.value, 1e-12);
    check_figure(row, "lower", found.interval->low, 1e-9);
    check_figure(row, "upper", found.interval->high, 1e-9);
  }
}

TEST_CASE("exchanging the arms inverts a ratio", "[two-proportion-ratios]") {
  const ShareTally a{.n = 37, .successes = 3};
  const ShareTally b{.n = 912, .successes = 400};
  for (const char* name : {"rr_katz", "rr_walter", "rr_koopman", "rr_miettinen_nurminen",
                           "or_miettinen_nurminen", "or_woolf", "or_woolf_haldane"}) {
    CAPTURE(name);
    const Estimated one = methods().at(name)(a, b, 0.9);
    const Estimated other = methods().at(name)(b, a, 0.9);
    CHECK(*one.value == Approx(1.0 / *other.value).epsilon(1e-12));
    CHECK(one.interval->low == Approx(1.0 / other.interval->high).epsilon(1e-11));
    CHECK(one.interval->high == Approx(1.0 / other.interval->low).epsilon(1e-11));
  }
}

TEST_CASE("counting failures inverts an odds ratio", "[two-proportion-ratios]") {
  const ShareTally a{.n = 50, .successes = 45};
  const ShareTally b{.n = 60, .successes = 30};
  const Estimated yes = miettinen_nurminen_odds_ratio(a, b, 0.95);
  const Estimated no =
      miettinen_nurminen_odds_ratio({.n = 50, .successes = 5}, {.n = 60, .successes = 30}, 0.95);
  CHECK(yes.interval->low == Approx(1.0 / no.interval->high).epsilon(1e-12));
}

TEST_CASE("the lift's logarithmic interval is the ratio's less one", "[two-proportion-ratios]") {
  const ShareTally a{.n = 1000, .successes = 100};
  const ShareTally b{.n = 1000, .successes = 117};
  const Estimated ratio = katz_ratio(a, b, 0.95);
  const Estimated lift = katz_lift(a, b, 0.95);
  CHECK(lift.interval->low == Approx(ratio.interval->low - 1.0).epsilon(1e-12));
  CHECK(lift.interval->high == Approx(ratio.interval->high - 1.0).epsilon(1e-12));
}

TEST_CASE("ratios of rare shares of a billion stay finite and right", "[two-proportion-ratios]") {
  const ShareTally five{.n = 1'000'000'000, .successes = 5};
  const ShareTally two{.n = 1'000'000'000, .successes = 2};
  // Rare: risks and odds are the same to nine digits.
  const Estimated risk = miettinen_nurminen_ratio(two, five, 0.95);
  const Estimated odds = miettinen_nurminen_odds_ratio(two, five, 0.95);
  CHECK(risk.interval->low == Approx(odds.interval->low).epsilon(1e-7));
  CHECK(risk.interval->high == Approx(odds.interval->high).epsilon(1e-7));
  // And frequent: failures of a billion are as rare.
  const Estimated frequent =
      miettinen_nurminen_odds_ratio({.n = 1'000'000'000, .successes = 999'999'998},
                                    {.n = 1'000'000'000, .successes = 999'999'995}, 0.95);
  CHECK(frequent.interval->low == Approx(1.0 / odds.interval->high).epsilon(1e-7));
}

TEST_CASE("odds ratios of a table that is nearly all on its diagonal keep their digits",
          "[two-proportion-ratios]") {
  // By mpmath 1.2.1 at 60 digits, bisecting the score of Miettinen and Nurminen (1985).
  const Estimated up = miettinen_nurminen_odds_ratio(
      {.n = 1'000'000'000, .successes = 1}, {.n = 1'000'000'000, .successes = 999'999'999}, 0.95);
  CHECK(up.interval->low == Approx(75205421332294774.0).epsilon(1e-11));
  CHECK(up.interval->high == Approx(1.3296913683675876e19).epsilon(1e-11));
  const Estimated down = miettinen_nurminen_odds_ratio({.n = 100'000'000, .successes = 99'999'999},
                                                       {.n = 1'000'000'000, .successes = 1}, 0.95);
  CHECK(down.interval->low == Approx(7.5205421889407441e-19).epsilon(1e-11));
  CHECK(down.interval->high == Approx(1.3296913930893706e-16).epsilon(1e-11));
}

TEST_CASE("ratios without an answer say why", "[two-proportion-ratios]") {
  const ShareTally none{.n = 10, .successes = 0};
  const ShareTally some{.n = 10, .successes = 4};
  const ShareTally all{.n = 10, .successes = 10};
  CHECK_FALSE(katz_ratio(none, some, 0.95).value);
  CHECK_FALSE(katz_ratio(some, none, 0.95).value);
  CHECK_FALSE(koopman_ratio(none, none, 0.95).value);
  CHECK_FALSE(miettinen_nurminen_odds_ratio(all, all, 0.95).value);
  CHECK(woolf_odds_ratio(all, some, 0.95).reason == "a cell of the table is 0");
  CHECK_FALSE(delta_lift(none, some, 0.95).value);
  const Estimated weak = fieller_lift({.n = 10, .successes = 1}, some, 0.95);
  CHECK(weak.value);
  CHECK_FALSE(weak.interval);
  CHECK_FALSE(weak.reason.empty());
  CHECK(std::isinf(koopman_ratio(none, some, 0.95).interval->high));
  CHECK(koopman_ratio(some, none, 0.95).interval->low == 0.0);
  CHECK(std::isfinite(koopman_ratio(all, all, 0.95).interval->high));
}
