#include <boost/math/distributions/hypergeometric.hpp>
#include <catch2/catch.hpp>

#include "stats/hypergeometric.h"
#include "stats/two_proportion_tests.h"
#include "stats/two_proportions.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

TestOutcome outcome_of(const ReferenceRow& row) {
  const ShareTally control{.n = count(row, "n_control"), .successes = count(row, "x_control")};
  const ShareTally treat{.n = count(row, "n_treat"), .successes = count(row, "x_treat")};
  const std::string& method = row.at("method");
  const Alternative alternative = alternative_of(row);
  const double delta = number(row, "delta0");
  if (method == "z_pooled") return pooled_z_test(control, treat, alternative);
  if (method == "z_unpooled") return unpooled_z_test(control, treat, alternative, delta);
  if (method == "score_mn") return score_test(control, treat, alternative, delta, true);
  if (method == "score_fm") return score_test(control, treat, alternative, delta, false);
  if (method == "fisher") return fisher_test(control, treat, alternative);
  if (method == "chi2") return chi_square_test(control, treat);
  if (method == "chi2_yates") return yates_test(control, treat);
  if (method == "g_test") return g_test(control, treat);
  throw std::runtime_error("unknown method " + method);
}

}  // namespace

TEST_CASE("every test of two shares agrees with the reference", "[two-proportion-tests]") {
  for (const auto& row : reference_rows("two_proportion_test.csv")) {
    const TestOutcome found = outcome_of(row);
    REQUIRE(found.p_value);
    if (row.at("method") != "fisher") check_figure(row, "statistic", *found.statistic, 1e-9);
    // Below 1e-100 a p-value carries the statistic's rounding times the square of the statistic.
    const bool tiny = number(row, "p_value") < 1e-100;
    check_figure(row, "p_value", found.p_value->p, tiny ? 1e-6 : 1e-9, 0.0);
    check_figure(row, "ln_p_value", found.p_value->ln_p, 1e-9);
  }
}

TEST_CASE("Fisher's tea tasting comes out", "[two-proportion-tests]") {
  // Three of four cups right (Fisher 1935): one-sided 17/70, two-sided 34/70.
  const ShareTally milk{.n = 4, .successes = 3};
  const ShareTally tea{.n = 4, .successes = 1};
  CHECK(fisher_test(tea, milk, Alternative::greater).p_value->p ==
        Approx(17.0 / 70).epsilon(1e-13));
  CHECK(fisher_test(tea, milk, Alternative::two_sided).p_value->p ==
        Approx(34.0 / 70).epsilon(1e-13));
}

TEST_CASE("tails of the hypergeometric are those of its probabilities", "[two-proportion-tests]") {
  const Hypergeometric law(30, 50, 20);
  const boost::math::hypergeometric_distribution<double> reference(30, 20, 80);
  double below = 0.0;
  for (std::uint64_t x = 0; x <= 20; ++x) {
    CHECK(std::exp(law.ln_probability(x)) == Approx(boost::math::pdf(reference, x)).epsilon(1e-11));
    CHECK(law.at_least(x).p == Approx(1.0 - below).margin(1e-13));
    below += boost::math::pdf(reference, x);
    CHECK(law.at_most(x).p == Approx(below).epsilon(1e-11));
  }
}

TEST_CASE("exchanging the arms exchanges the one-sided alternatives", "[two-proportion-tests]") {
  const ShareTally a{.n = 40, .successes = 9};
  const ShareTally b{.n = 55, .successes = 21};
  const double greater = fisher_test(a, b, Alternative::greater).p_value->p;
  CHECK(greater == Approx(fisher_test(b, a, Alternative::less).p_value->p).epsilon(1e-12));
  CHECK(score_test(a, b, Alternative::greater, 0.05, true).p_value->p ==
        Approx(score_test(b, a, Alternative::less, -0.05, true).p_value->p).epsilon(1e-12));
  CHECK(*g_test(a, b).statistic == Approx(*g_test(b, a).statistic).epsilon(1e-12));
  const double z = *pooled_z_test(a, b, Alternative::two_sided).statistic;
  CHECK(*chi_square_test(a, b).statistic == Approx(z * z).epsilon(1e-13));
}

TEST_CASE("the score test and the score interval say the same", "[two-proportion-tests]") {
  const ShareTally a{.n = 40, .successes = 9};
  const ShareTally b{.n = 55, .successes = 21};
  const Interval interval = miettinen_nurminen_interval(a, b, 0.9);
  CHECK(score_test(a, b, Alternative::two_sided, interval.low, true).p_value->p ==
        Approx(0.1).epsilon(1e-9));
  CHECK(score_test(a, b, Alternative::greater, interval.low, true).p_value->p ==
        Approx(0.05).epsilon(1e-9));
}

TEST_CASE("Fisher's test holds its level exactly", "[two-proportion-tests]") {
  // Conditional on the total the chance of p <= 0.05 is at most 0.05, for every total.
  for (std::uint64_t successes = 1; successes < 24; ++successes) {
    const Hypergeometric law(10, 14, successes);
    double size = 0.0;
    for (std::uint64_t x = successes > 14 ? successes - 14 : 0;
         x <= std::min<std::uint64_t>(10, successes); ++x) {
      const ShareTally treat{.n = 10, .successes = x};
      const ShareTally control{.n = 14, .successes = successes - x};
      if (fisher_test(control, treat, Alternative::two_sided).p_value->p <= 0.05) {
        size += std::exp(law.ln_probability(x));
      }
    }
    CHECK(size <= 0.05 + 1e-12);
  }
}

TEST_CASE("equivalence is both one-sided tests, non-inferiority one", "[two-proportion-tests]") {
  const ShareTally control{.n = 5000, .successes = 500};
  const ShareTally treat{.n = 5000, .successes = 510};
  const TestOutcome equal = equivalence_test(control, treat, -0.02, 0.02);
  CHECK(equal.p_value->p == score_test(control, treat, Alternative::less, 0.02, false).p_value->p);
  CHECK(equal.p_value->p < 0.01);
  CHECK(non_inferiority_test(control, treat, 0.02).p_value->p < equal.p_value->p);
  CHECK(equivalence_test(control, treat, -0.001, 0.001).p_value->p > 0.5);
}

TEST_CASE("Fisher's test of a billion customers stays finite", "[two-proportion-tests]") {
  const ShareTally control{.n = 1'000'000'000, .successes = 1'000'000};
  const ShareTally treat{.n = 1'000'000'000, .successes = 1'060'000};
  const TestOutcome far = fisher_test(control, treat, Alternative::two_sided);
  CHECK(far.p_value->p == 0.0);
  CHECK(far.p_value->ln_p == Approx(chi_square_test(control, treat).p_value->ln_p).epsilon(1e-3));
  const TestOutcome rare = fisher_test({.n = 1'000'000'000, .successes = 0},
                                       {.n = 1'000'000'000, .successes = 5}, Alternative::greater);
  CHECK(rare.p_value->p == Approx(1.0 / 32).epsilon(1e-7));
}

TEST_CASE("tests of two shares without spread are reasons", "[two-proportion-tests]") {
  const ShareTally none{.n = 10, .successes = 0};
  const ShareTally all{.n = 10, .successes = 10};
  CHECK(pooled_z_test(none, none, Alternative::two_sided).reason == "no arm has a success");
  CHECK(chi_square_test(all, all).reason == "no arm has a failure");
  CHECK(g_test({}, all).reason == "an arm has no customers");
  CHECK_FALSE(unpooled_z_test(none, all, Alternative::greater, 0.0).p_value);
  CHECK_FALSE(score_test(none, none, Alternative::greater, 0.0, true).p_value);
  CHECK(score_test(none, none, Alternative::greater, -0.1, true).p_value);
  CHECK(fisher_test(none, none, Alternative::two_sided).p_value->p == 1.0);
}
