#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "stats/means.h"
#include "stats/moments.h"
#include "unit/stats/moments_of.h"

using namespace journeylab;
using journeylab::testing::moments_of;

TEST_CASE("a mean's interval reproduces Student's sleep data", "[means]") {
  // Extra sleep, drug 2 less drug 1 (Student 1908); R's t.test prints 0.7001142 and 2.4598858.
  const Comoments moments =
      moments_of({{1.2}, {2.4}, {1.3}, {1.3}, {0.0}, {1.0}, {1.8}, {0.8}, {4.6}, {1.4}});
  const Estimated mean = mean_estimate(moments, 0, 0.95);
  CHECK(*mean.value == Approx(1.58).epsilon(1e-14));
  CHECK(*mean.standard_error == Approx(0.38895870).epsilon(1e-7));
  CHECK(mean.interval->low == Approx(0.7001142).margin(5e-8));
  CHECK(mean.interval->high == Approx(2.4598858).margin(5e-8));
}

TEST_CASE("a ratio's standard error agrees with reference figures", "[means]") {
  // Two arms whose summed squared errors are 0.1249132948559329^2 (delta method of two packages).
  Comoments control;
  control.variables = 2;
  control.n = 1000;
  control.mean = {14.3115, 2.9175};
  control.products[0] = {111.8262 * 999, 8.4584 * 999};
  control.products[1][1] = 1.735 * 999;
  Comoments treated = control;
  treated.n = 1200;
  treated.mean = {15.7328, 3.0};
  treated.products[0] = {128.7774 * 1199, 9.3774 * 1199};
  treated.products[1][1] = 1.7644 * 1199;
  const Estimated one = ratio_of_means(control, 0.99);
  const Estimated other = ratio_of_means(treated, 0.99);
  CHECK(*one.value == Approx(4.9053984575835479).epsilon(1e-14));
  CHECK(*other.value == Approx(5.2442666666666664).epsilon(1e-14));
  CHECK(std::hypot(*one.standard_error, *other.standard_error) ==
        Approx(0.1249132948559329).epsilon(1e-12));
}

TEST_CASE("scaling and shifting move a mean as they must", "[means]") {
  const Comoments plain = moments_of({{1.0}, {4.0}, {2.5}, {-3.0}});
  const Comoments moved = moments_of({{-1e6 + 1.0}, {-1e6 - 5.0}, {-1e6 - 2.0}, {-1e6 + 9.0}});
  const Estimated a = mean_estimate(plain, 0, 0.9);
  const Estimated b = mean_estimate(moved, 0, 0.9);  // -1e6 + 3 - 2 x
  CHECK(*b.value == Approx(-1e6 + 3 - 2 * *a.value).epsilon(1e-14));
  CHECK(*b.standard_error == Approx(2 * *a.standard_error).epsilon(1e-9));
  CHECK(b.interval->low == Approx(-1e6 + 3 - 2 * a.interval->high).epsilon(1e-14));
}

TEST_CASE("a ratio times a denominator of ones is a mean", "[means]") {
  const Comoments pair = moments_of({{1.0, 1.0}, {4.0, 1.0}, {2.5, 1.0}});
  const Estimated ratio = ratio_of_means(pair, 0.95);
  const Estimated mean = mean_estimate(pair, 0, 0.95);
  CHECK(*ratio.value == *mean.value);
  CHECK(*ratio.standard_error == Approx(*mean.standard_error).epsilon(1e-14));
  CHECK(ratio.interval->high == Approx(mean.interval->high).epsilon(1e-14));
}

TEST_CASE("a ratio of proportional variables has no error", "[means]") {
  const Estimated ratio = ratio_of_means(moments_of({{2.0, 1.0}, {6.0, 3.0}, {5.0, 2.5}}), 0.95);
  CHECK(*ratio.value == Approx(2.0));
  CHECK(*ratio.standard_error == Approx(0.0).margin(1e-12));
}

TEST_CASE("means and ratios without enough customers are reasons", "[means]") {
  CHECK(mean_estimate({}, 0, 0.95).reason == "no customers");
  const Estimated single = mean_estimate(moments_of({{7.0}}), 0, 0.95);
  CHECK(*single.value == 7.0);
  CHECK_FALSE(single.interval);
  CHECK(single.reason == "one customer shows no spread");
  const Estimated constant = mean_estimate(moments_of({{7.0}, {7.0}}), 0, 0.95);
  CHECK(*constant.interval == Interval{7.0, 7.0});
  CHECK(*constant.standard_error == 0.0);
  const Estimated divided = ratio_of_means(moments_of({{7.0, 0.0}, {2.0, 0.0}}), 0.95);
  CHECK_FALSE(divided.value);
  CHECK(divided.reason == "the denominator is 0");
}

TEST_CASE("the variance of a combination is that of the combined values", "[means]") {
  const std::vector<std::vector<double>> rows{{1.0, 2.0, -1.0, 4.0},
                                              {3.0, 2.5, 0.5, 4.5},
                                              {-2.0, 7.0, 1.5, 0.25},
                                              {8.0, 1.0, -2.5, 3.0},
                                              {0.0, 0.0, 1.0, 1.0}};
  const std::array weights{0.5, -2.0, 3.0, 1.25};
  std::vector<std::vector<double>> combined;
  for (const auto& row : rows) {
    double sum = 0.0;
    for (std::size_t i = 0; i < 4; ++i) sum += weights[i] * row[i];
    combined.push_back({sum});
  }
  CHECK(combination_variance(moments_of(rows), weights) ==
        Approx(moments_of(combined).variance(0)).epsilon(1e-12));
}
