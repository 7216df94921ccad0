#include <cmath>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/means.h"
#include "stats/moments.h"
#include "stats/paired_means.h"
#include "unit/stats/moments_of.h"

using namespace journeylab;
using journeylab::testing::moments_of;

namespace {

using Rows = std::vector<std::vector<double>>;

// Control's variables, then the variant's, of written-out customers.
PairedMeanTally pairs_of(const Rows& rows) {
  PairedMeanTally pairs{.moments = moments_of(rows), .differing = 0};
  const std::size_t half = pairs.moments.variables / 2;
  for (const auto& row : rows) {
    bool differs = false;
    for (std::size_t i = 0; i < half; ++i) differs = differs || row[i] != row[half + i];
    pairs.differing += differs ? 1 : 0;
  }
  return pairs;
}

Rows swapped(Rows rows) {
  for (auto& row : rows) {
    std::rotate(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(row.size() / 2), row.end());
  }
  return rows;
}

// 25 customers before and after: mean difference 0.63232, standard error 0.29400813322083452.
const Rows before_after{
    {1.117, 1.466},  {1.806, 1.277},   {13.691, 15.352}, {10.273, 11.808}, {24.102, 25.831},
    {2.313, 4.039},  {1.059, 1.282},   {1.486, 0.819},   {0.131, -1.533},  {7.998, 11.031},
    {1.743, 1.084},  {11.074, 12.224}, {14.727, 16.465}, {0.895, 1.864},   {2.189, 1.015},
    {10.384, 8.927}, {10.502, 11.632}, {3.22, 1.999},    {3.227, 3.234},   {1.463, 3.669},
    {8.067, 8.238},  {10.473, 12.171}, {1.706, 0.713},   {10.752, 14.821}, {11.969, 12.747}};

const Rows ratios{{3.0, 1.0, 4.0, 1.0}, {0.0, 2.0, 1.0, 2.0}, {7.0, 3.0, 5.0, 2.0},
                  {2.0, 1.0, 2.0, 1.0}, {9.0, 4.0, 9.5, 3.0}, {1.0, 1.0, 0.0, 2.0}};

}  // namespace

TEST_CASE("a paired difference of means agrees with a paired t-test", "[paired_means]") {
  // scipy 1.10.1 ttest_rel on the same figures.
  const TestedDifference tested = paired_mean_difference(pairs_of(before_after), 0.95);
  CHECK(*tested.difference.value == Approx(0.63232).epsilon(1e-12));
  CHECK(*tested.difference.standard_error == Approx(0.29400813322083452).epsilon(1e-12));
  CHECK(tested.difference.interval->low == Approx(0.025517036738578379).epsilon(1e-10));
  CHECK(tested.difference.interval->high == Approx(1.2391229632614211).epsilon(1e-11));
  CHECK(*tested.p_value == Approx(0.04178395112341509).epsilon(1e-10));
  CHECK(tested.test == "paired t");
}

TEST_CASE("Fieller's limits are where the difference left over is just at its error",
          "[paired_means]") {
  const PairedMeanTally pairs = pairs_of(before_after);
  const Estimated relative = paired_mean_relative(pairs, 0.95);
  const double critical = student_critical(0.95, 24.0);
  const double control = pairs.moments.mean[0];
  for (const double effect : {relative.interval->low, relative.interval->high}) {
    Rows rest;
    for (const auto& row : before_after) rest.push_back({row[1] - (1.0 + effect) * row[0]});
    const Estimated mean = mean_estimate(moments_of(rest), 0, 0.95);
    CHECK(std::abs(*mean.value) == Approx(critical * *mean.standard_error).epsilon(1e-11));
  }
  CHECK(*relative.value == Approx(0.63232 / control).epsilon(1e-12));
}

TEST_CASE("exchanging the arms changes the sign of a difference and inverts a quotient",
          "[paired_means]") {
  const TestedDifference one = paired_mean_difference(pairs_of(before_after), 0.9);
  const TestedDifference other = paired_mean_difference(pairs_of(swapped(before_after)), 0.9);
  CHECK(*one.difference.value == Approx(-*other.difference.value).epsilon(1e-13));
  CHECK(one.difference.interval->low == Approx(-other.difference.interval->high).epsilon(1e-12));
  CHECK(*one.p_value == Approx(*other.p_value).epsilon(1e-12));
  const Estimated quotient = paired_mean_relative(pairs_of(before_after), 0.9);
  const Estimated inverse = paired_mean_relative(pairs_of(swapped(before_after)), 0.9);
  CHECK((1 + quotient.interval->low) * (1 + inverse.interval->high) == Approx(1.0).epsilon(1e-12));
  const TestedDifference ratio = paired_ratio_difference(pairs_of(ratios), 0.9);
  const TestedDifference ratio_back = paired_ratio_difference(pairs_of(swapped(ratios)), 0.9);
  CHECK(*ratio.difference.value == Approx(-*ratio_back.difference.value).epsilon(1e-13));
  CHECK(*ratio.p_value == Approx(*ratio_back.p_value).epsilon(1e-12));
  const Estimated relative = paired_ratio_relative(pairs_of(ratios), 0.9);
  const Estimated relative_back = paired_ratio_relative(pairs_of(swapped(ratios)), 0.9);
  CHECK((1 + relative.interval->low) * (1 + relative_back.interval->high) ==
        Approx(1.0).epsilon(1e-12));
}

TEST_CASE("a difference of ratios is that of the linearised customers", "[paired_means]") {
  const PairedMeanTally pairs = pairs_of(ratios);
  const auto& mean = pairs.moments.mean;
  const double control = mean[0] / mean[1];
  const double variant = mean[2] / mean[3];
  Rows linear;
  Rows quotient;
  for (const auto& row : ratios) {
    const double one = (row[0] - control * row[1]) / mean[1];
    const double other = (row[2] - variant * row[3]) / mean[3];
    linear.push_back({other - one});
    quotient.push_back({(other - variant / control * one) / control});
  }
  const TestedDifference tested = paired_ratio_difference(pairs, 0.95);
  CHECK(*tested.difference.value == Approx(variant - control).epsilon(1e-13));
  CHECK(*tested.difference.standard_error ==
        Approx(*mean_estimate(moments_of(linear), 0, 0.95).standard_error).epsilon(1e-12));
  const Estimated relative = paired_ratio_relative(pairs, 0.95);
  CHECK(*relative.value == Approx(variant / control - 1).epsilon(1e-13));
  CHECK(*relative.standard_error ==
        Approx(*mean_estimate(moments_of(quotient), 0, 0.95).standard_error).epsilon(1e-12));
  // Five of the six customers differ: four degrees of freedom.
  CHECK(tested.difference.interval->high - *tested.difference.value ==
        Approx(student_critical(0.95, 4.0) * *tested.difference.standard_error).epsilon(1e-12));
}

TEST_CASE("a relative effect on a negative mean is positive where the mean grows",
          "[paired_means]") {
  const Estimated relative =
      paired_mean_relative(pairs_of({{-4.0, -3.0}, {-5.0, -4.5}, {-6.0, -4.0}, {-5.0, -4.0}}), 0.9);
  CHECK(*relative.value == Approx(1.125 / 5.0).epsilon(1e-14));
  CHECK(relative.interval->low > 0.0);
  CHECK(relative.interval->low < *relative.value);
  CHECK(*relative.value < relative.interval->high);
  Rows negative = ratios;
  for (auto& row : negative) {
    row[0] = -row[0];
    row[2] = -row[2];
  }
  const Estimated up = paired_ratio_relative(pairs_of(ratios), 0.9);
  const Estimated down = paired_ratio_relative(pairs_of(negative), 0.9);
  CHECK(*up.value == Approx(-*down.value).epsilon(1e-13));
  CHECK(up.interval->low == Approx(-down.interval->high).epsilon(1e-12));
}

namespace {

// Exact size of the paired test at 5 % where gains of `gain` are Poisson and losses of 1 are `gain`
// times as many, so that nothing is gained on the whole, among a million customers.
double size_of_test(double gain, double gains) {
  constexpr std::uint64_t n = 1'000'000;
  double size = 0.0;
  for (std::uint64_t up = 0; up <= 30; ++up) {
    for (std::uint64_t down = 0; down <= 60; ++down) {
      if (up + down == 0) continue;
      const auto u = static_cast<double>(up);
      const auto d = static_cast<double>(down);
      const double net = gain * u - d;
      PairedMeanTally pairs;
      pairs.moments.variables = 2;
      pairs.moments.n = n;
      pairs.moments.mean = {5.0, 5.0 + net / static_cast<double>(n)};
      pairs.moments.products[1][1] = gain * gain * u + d - net * net / static_cast<double>(n);
      pairs.differing = up + down;
      if (*paired_mean_difference(pairs, 0.95).p_value > 0.05) continue;
      const double losses = gain * gains;
      size += std::exp(u * std::log(gains) - gains - std::lgamma(u + 1) + d * std::log(losses) -
                       losses - std::lgamma(d + 1));
    }
  }
  return size;
}

}  // namespace

TEST_CASE("the paired test keeps its size where few of very many customers differ",
          "[paired_means]") {
  // With n - 1 degrees of freedom, 1.5 gains of 1, 2 and 3 on average would give sizes of 0.03,
  // 0.09 and 0.15. With the customers who differ, less one, they are below 5 % there, and below 5.5
  // % for more gains.
  for (const double gain : {1.0, 2.0, 3.0}) {
    for (const double gains : {0.4, 0.8, 1.5}) {
      CAPTURE(gain, gains);
      CHECK(size_of_test(gain, gains) < 0.05);
    }
    for (const double gains : {3.0, 6.0}) {
      CAPTURE(gain, gains);
      CHECK(size_of_test(gain, gains) < 0.055);
    }
  }
}

TEST_CASE("nobody who differs is a difference of exactly 0", "[paired_means]") {
  const PairedMeanTally same = pairs_of({{1.0, 1.0}, {2.0, 2.0}, {5.5, 5.5}});
  const TestedDifference tested = paired_mean_difference(same, 0.95);
  CHECK(*tested.difference.value == 0.0);
  CHECK(*tested.difference.interval == Interval{0.0, 0.0});
  CHECK(*tested.p_value == 1.0);
  CHECK(*paired_mean_relative(same, 0.95).interval == Interval{0.0, 0.0});
  const PairedMeanTally ratio = pairs_of({{1.0, 2.0, 1.0, 2.0}, {3.0, 1.0, 3.0, 1.0}});
  CHECK(*paired_ratio_difference(ratio, 0.95).difference.interval == Interval{0.0, 0.0});
  CHECK(*paired_ratio_relative(ratio, 0.95).value == 0.0);
}

TEST_CASE("everybody who differs alike is certain up to a sign test", "[paired_means]") {
  const PairedMeanTally pairs = pairs_of({{1.0, 1.5}, {2.0, 2.5}, {5.5, 6.0}});
  const TestedDifference tested = paired_mean_difference(pairs, 0.95);
  CHECK(*tested.difference.interval == Interval{0.5, 0.5});
  CHECK(*tested.p_value == 0.25);
  CHECK(tested.test == "sign");
  CHECK(paired_mean_relative(pairs, 0.5).interval);
}

TEST_CASE("degenerate pairs of means are reasons", "[paired_means]") {
  CHECK(paired_mean_difference({}, 0.95).difference.reason == "no customers");
  CHECK_FALSE(paired_mean_difference({}, 0.95).p_value);
  const PairedMeanTally one = pairs_of({{1.0, 3.0}});
  CHECK(*paired_mean_difference(one, 0.95).difference.value == 2.0);
  CHECK_FALSE(paired_mean_difference(one, 0.95).difference.interval);
  CHECK_FALSE(paired_mean_difference(one, 0.95).p_value);
  const PairedMeanTally nothing = pairs_of({{0.0, 1.0}, {0.0, 2.0}});
  CHECK_FALSE(paired_mean_relative(nothing, 0.95).value);
  CHECK(paired_mean_relative(nothing, 0.95).reason.find("control") != std::string::npos);
  const PairedMeanTally unclear = pairs_of({{-5.0, 1.0}, {6.0, 2.0}, {0.5, 2.5}});
  const Estimated unbounded = paired_mean_relative(unclear, 0.95);
  CHECK(unbounded.value);
  CHECK_FALSE(unbounded.interval);
  CHECK_FALSE(unbounded.reason.empty());
  const PairedMeanTally empty_ratio = pairs_of({{1.0, 0.0, 1.0, 2.0}, {1.0, 0.0, 1.0, 1.0}});
  CHECK_FALSE(paired_ratio_difference(empty_ratio, 0.95).difference.value);
  CHECK_FALSE(paired_ratio_relative(empty_ratio, 0.95).value);
}

TEST_CASE("a difference that rounding has eaten is not tested", "[paired_means]") {
  PairedMeanTally pairs;
  pairs.moments.variables = 2;
  pairs.moments.n = 1'000'000;
  pairs.moments.mean = {10.0, 10.0};
  pairs.moments.products[0] = {1e6, 1e6};
  pairs.moments.products[1][1] = 1e6;
  pairs.differing = 1;
  const TestedDifference tested = paired_mean_difference(pairs, 0.95);
  CHECK(tested.difference.value);
  CHECK_FALSE(tested.difference.interval);
  CHECK_FALSE(tested.p_value);
  CHECK_FALSE(tested.difference.reason.empty());
}

TEST_CASE("ratios that change by the same amounts for everybody keep control's spread",
          "[paired_means]") {
  const Rows rows{{3.0, 1.0, 5.0, 2.0}, {1.0, 2.0, 3.0, 3.0}, {6.0, 2.0, 8.0, 3.0}};
  const TestedDifference tested = paired_ratio_difference(pairs_of(rows), 0.95);
  CHECK(*tested.difference.value == Approx(0.0).margin(1e-15));
  CHECK(*tested.difference.standard_error > 0.0);
  CHECK(*tested.p_value == Approx(1.0));
}
