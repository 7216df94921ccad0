// Inputs at the far ends of what estimators take, against figures of independent computations: each
// table says of which.
#include <cmath>
#include <numbers>
#include <vector>

#include <catch2/catch.hpp>

#include "stats/bayes_beta.h"
#include "stats/distributions.h"
#include "stats/group_sequential.h"

using namespace journeylab;

TEST_CASE("early looks of many have their far bounds", "[sequential][reference]") {
  // The recursion of Armitage, McPherson and Rowe in numpy 1.24 and scipy 1.10: panels of 24 points
  // one step wide, out to 37 standard deviations.
  struct Case {
    double alpha;
    std::size_t looks;
    std::size_t look;
    double upper;
  };
  const auto [alpha, looks, look, upper] =
      GENERATE(Case{0.05, 50, 1, 11.145479010821873}, Case{0.05, 50, 3, 7.83796031783291},
               Case{1e-6, 20, 3, 11.177816890402813}, Case{1e-6, 20, 6, 8.415249307746391});
  CAPTURE(alpha, looks, look);
  SequentialPlan plan{.alpha = alpha};
  for (std::size_t k = 1; k <= looks; ++k) {
    plan.information.push_back(static_cast<double>(k) / static_cast<double>(looks));
  }
  CHECK(sequential_bounds(plan)[look].upper == Approx(upper).epsilon(1e-11));
}

TEST_CASE("Beta posteriors of tiny parameters keep the mass beside the ends", "[bayes]") {
  // F(p) = p^a at b = 1, so P(treatment > control) = a_t / (a_c + a_t), and the losses are
  // 1 / (a_t + 1) - 1 / (a_c + a_t + 1) and the same exchanged.
  const auto [control, treat] = GENERATE(std::pair{1e-3, 1e-3}, std::pair{1e-3, 2e-3},
                                         std::pair{1e-2, 0.5}, std::pair{1e9, 1e-3});
  CAPTURE(control, treat);
  const auto found = compare_beta({control, 1.0}, {treat, 1.0}, 0.95);
  const double all = control + treat;
  CHECK(found.chance_better == Approx(treat / all).epsilon(1e-11));
  CHECK(found.loss_treatment == Approx(control / (treat + 1.0) / (all + 1.0)).epsilon(1e-11));
  CHECK(found.loss_control == Approx(treat / (control + 1.0) / (all + 1.0)).epsilon(1e-11));
  const auto mirrored = compare_beta({1.0, control}, {1.0, treat}, 0.95);
  CHECK(mirrored.chance_better == Approx(control / all).epsilon(1e-11));
}

TEST_CASE("equal Beta posteriors have a symmetric difference, however skewed", "[bayes]") {
  const double a = GENERATE(1e-3, 30.0, 1e5);
  const double b = GENERATE(1e-3, 1e4);
  CAPTURE(a, b);
  const auto found = compare_beta({a, b}, {a, b}, 0.9999999);
  CHECK(found.chance_better == Approx(0.5).epsilon(1e-11));
  CHECK(found.interval.low == Approx(-found.interval.high).epsilon(1e-9));
}

TEST_CASE("the best of tiny Beta posteriors is found beside 0", "[bayes]") {
  // P(i is the largest) = a_i / sum a at b = 1.
  const std::vector<BetaPosterior> arms{{1e-3, 1.0}, {1e-3, 1.0}, {2e-3, 1.0}};
  const auto chances = beta_chances_best(arms);
  CHECK(chances[0] == Approx(0.25).epsilon(1e-11));
  CHECK(chances[2] == Approx(0.5).epsilon(1e-11));
}

TEST_CASE("a confidence is the decimal that it is written as", "[distributions]") {
  // Student's t with one degree of freedom: P(T > t) = p at t = 1 / tan(pi p).
  CHECK(student_critical(0.99999999, 1.0) ==
        Approx(1.0 / std::tan(std::numbers::pi * 5e-9)).epsilon(1e-13));
  CHECK(outside(0.95) == 0.05);
  CHECK(outside(1.0 - 0.05 / 7.0) == 1.0 - (1.0 - 0.05 / 7.0));
  CHECK(outside(1.0 - 1e-17 - 1e-16) > 0.0);
}
