#include <cmath>

#include <catch2/catch.hpp>

#include "stats/test_and_roll.h"

using namespace journeylab;

namespace {

// The website example of Feit and Berman 2019: conversion rates around 68 % with standard deviation
// 3 points, 100,000 visitors.
const NormalPrior website{
    .mean = 0.68, .deviation = 0.03, .customer_deviation = std::sqrt(0.68 * 0.32)};

RollOut alike(const NormalPrior& prior, double population) {
  return {.first = prior, .second = prior, .population = population};
}

}  // namespace

TEST_CASE("the published test of a website", "[power][roll]") {
  // Feit and Berman 2019: 2,284 visitors for each variant.
  CHECK(std::round(test_and_roll_size(website, 100000)) == 2284.0);
}

TEST_CASE("the search finds the closed form", "[power][roll]") {
  for (const double population : {100.0, 1e4, 1e8}) {
    CAPTURE(population);
    const double closed = test_and_roll_size(website, population);
    const TestAndRoll best = best_test_and_roll(alike(website, population));
    CHECK(best.first == Approx(closed).epsilon(2e-3));
    CHECK(best.second == Approx(closed).epsilon(2e-3));
    CHECK(best.profit ==
          Approx(test_and_roll(alike(website, population), closed, closed).profit).epsilon(1e-12));
  }
}

TEST_CASE("profit of a test lies between not testing and knowing", "[power][roll]") {
  const TestAndRoll best = best_test_and_roll(alike(website, 1e5));
  CHECK(best.profit > best.profit_untested);
  CHECK(best.profit < best.profit_knowing);
  // E max of two standard normals is 1 / sqrt pi.
  CHECK(best.profit_knowing == Approx(1e5 * (0.68 + 0.03 / std::sqrt(3.14159265358979))));
  const TestAndRoll none = test_and_roll(alike(website, 1e5), 0, 0);
  CHECK(none.choice_error == Approx(0.5));
  // For equal means the error of choice is arccos(correlation) / pi.
  const double learnt = 2284.0 * 0.0009 / (2284.0 * 0.0009 + 0.68 * 0.32);
  const double error = test_and_roll(alike(website, 1e5), 2284, 2284).choice_error;
  CHECK(error == Approx(std::acos(std::sqrt(learnt)) / 3.14159265358979).epsilon(1e-9));
}

TEST_CASE("variants exchange their sizes, and a sure loser is not tried", "[power][roll]") {
  const NormalPrior newcomer{.mean = 0.66, .deviation = 0.05, .customer_deviation = 0.47};
  const TestAndRoll one = best_test_and_roll({website, newcomer, 1e5});
  const TestAndRoll two = best_test_and_roll({newcomer, website, 1e5});
  CHECK(one.profit == Approx(two.profit).epsilon(1e-10));
  CHECK(one.first == Approx(two.second).epsilon(0.02));
  const NormalPrior loser{.mean = 0.1, .deviation = 0.01, .customer_deviation = 0.4};
  const TestAndRoll sure = best_test_and_roll({website, loser, 1e5});
  CHECK(sure.second == 0.0);
  CHECK(sure.profit == Approx(0.68e5));
  // Nothing around the best sizes earns more.
  for (const double a : {0.9, 1.1}) {
    for (const double b : {0.9, 1.1}) {
      CHECK(test_and_roll({website, newcomer, 1e5}, a * one.first, b * one.second).profit <
            one.profit);
    }
  }
}

TEST_CASE("beta priors by exact sums", "[power][roll]") {
  // With one customer each and a flat prior, the larger count is 1 with chance 3/4, and the belief
  // after it is (1 + x) / 3.
  const BetaRollOut flat{.population = 10};
  CHECK(beta_roll_out_profit(flat, 0) == Approx(5.0));
  CHECK(beta_roll_out_profit(flat, 1) == Approx(1.0 + 8.0 * (0.75 * 2.0 / 3.0 + 0.25 / 3.0)));
  // The best of all, by trying all.
  const BetaRollOut small{.a = 3.0, .b = 7.0, .value = 2.0, .population = 300};
  const BetaTestAndRoll best = best_beta_test_and_roll(small);
  for (std::uint64_t n = 0; n <= 150; ++n) CHECK(beta_roll_out_profit(small, n) <= best.profit);
  // Flat priors: E max of two uniforms is 2/3.
  CHECK(best_beta_test_and_roll(flat).profit_knowing == Approx(20.0 / 3.0));
  // Close to the normal form where the prior is narrow and counts are large.
  const double strength = 0.68 * 0.32 / 0.0009 - 1.0;
  const BetaTestAndRoll visits =
      best_beta_test_and_roll({.a = 0.68 * strength, .b = 0.32 * strength, .population = 100000});
  CHECK(beta_moments(0.68 * strength, 0.32 * strength).deviation == Approx(0.03));
  CHECK(static_cast<double>(visits.each) == Approx(2284.0).epsilon(0.02));
}

TEST_CASE("roll-outs that cannot be are refused", "[power][roll]") {
  CHECK_THROWS_AS(test_and_roll_size({.deviation = 0.0}, 100), std::invalid_argument);
  CHECK_THROWS_AS(test_and_roll_size(website, 1), std::invalid_argument);
  CHECK_THROWS_AS(test_and_roll(alike(website, 100), 60, 60), std::invalid_argument);
  CHECK_THROWS_AS(best_beta_test_and_roll({.a = 0.0, .population = 100}), std::invalid_argument);
  CHECK_THROWS_AS(best_beta_test_and_roll({.population = 1}), std::invalid_argument);
  CHECK_THROWS_AS(beta_roll_out_profit({.population = 10}, 6), std::invalid_argument);
  // A population of two still has an answer.
  CHECK(best_test_and_roll(alike(website, 2)).profit > 0.0);
}
