#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

#include "stats/quantiles.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

std::vector<double> sorted_data(const std::string& name) {
  std::vector<double> values;
  for (const auto& row : reference_rows("quantile_data_" + name + ".csv")) {
    values.push_back(number(row, "value"));
  }
  std::sort(values.begin(), values.end());
  return values;
}

QuantileSummary arm_of(const ReferenceRow& row, const std::string& arm) {
  return {.n = count(row, "n_" + arm),
          .limits_n = count(row, "n_star_" + arm),
          .value = number(row, "q_" + arm),
          .low = number(row, "q_lower_" + arm),
          .high = number(row, "q_upper_" + arm)};
}

constexpr std::array all_types{QuantileType::type1, QuantileType::type2, QuantileType::type3,
                               QuantileType::type4, QuantileType::type5, QuantileType::type6,
                               QuantileType::type7, QuantileType::type8, QuantileType::type9};

}  // namespace

TEST_CASE("quantiles of every type agree with the reference", "[quantiles]") {
  std::map<std::string, std::vector<double>> data;
  for (const auto& row : reference_rows("quantile_expected.csv")) {
    auto& values = data[row.at("dataset_id")];
    if (values.empty()) values = sorted_data(row.at("dataset_id"));
    const double prob = number(row, "prob");
    const std::string& method = row.at("method");
    if (method == "quantile_ci_binomial") {
      const Estimated found = quantile_estimate(values, prob, number(row, "conf_level"));
      check_figure(row, "value", *found.value, 1e-15);
      check_figure(row, "lower", found.interval->low, 0.0, 0.0);
      check_figure(row, "upper", found.interval->high, 0.0, 0.0);
    } else {
      const auto type = static_cast<QuantileType>(method.back() - '0');
      check_figure(row, "value", quantile(values, prob, type), 1e-15);
    }
  }
}

TEST_CASE("differences of quantiles agree with the reference", "[quantiles]") {
  for (const auto& row : reference_rows("quantile_difference.csv")) {
    const EffectTest found = quantile_difference(arm_of(row, "control"), arm_of(row, "treat"),
                                                 row.at("difference_type") == "relative",
                                                 {.confidence = number(row, "conf_level")});
    check_figure(row, "effect", *found.effect, 1e-12);
    check_figure(row, "se", *found.standard_error, 1e-9);
    check_figure(row, "df", found.df, 1e-9);
    check_figure(row, "p_value", found.p_value->p, 1e-9);
    check_figure(row, "lower", found.interval->low, 1e-9);
    check_figure(row, "upper", found.interval->high, 1e-9);
  }
}

TEST_CASE("quantiles rise with their share and end at the ends", "[quantiles]") {
  const std::vector<double> values{-3.0, -1.5, 0.0, 0.0, 2.0, 9.0, 9.5};
  for (const QuantileType type : all_types) {
    CHECK(quantile(values, 1.0, type) == 9.5);
    CHECK(quantile(values, 0.0, type) == -3.0);
    double before = -3.0;
    for (int i = 1; i <= 200; ++i) {
      const double now = quantile(values, i / 200.0, type);
      CHECK(now >= before);
      before = now;
    }
  }
}

TEST_CASE("types that are symmetric mirror with the sample", "[quantiles]") {
  const std::vector<double> values{1.0, 2.0, 4.0, 8.0, 16.0};
  const std::vector<double> mirror{-16.0, -8.0, -4.0, -2.0, -1.0};
  for (const QuantileType type : {QuantileType::type2, QuantileType::type5, QuantileType::type6,
                                  QuantileType::type7, QuantileType::type8, QuantileType::type9}) {
    for (const double prob : {0.125, 0.25, 0.5, 0.625, 0.875}) {
      CHECK(quantile(values, prob, type) ==
            Approx(-quantile(mirror, 1.0 - prob, type)).epsilon(1e-14));
    }
  }
}

TEST_CASE("the interval of a median covers at least its share", "[quantiles]") {
  // Sign-test limits of ten values at 95 %: the second and the ninth, covering 1 - 22 / 1024
  // (Conover 1999, section 3.2).
  std::vector<double> ten(10);
  std::iota(ten.begin(), ten.end(), 1.0);
  const Estimated median = quantile_estimate(ten, 0.5, 0.95);
  CHECK(*median.interval == Interval{2.0, 9.0});
  // P(X(l) <= quantile < X(u)) is a binomial sum for any continuous distribution.
  for (const std::uint64_t n : {20U, 57U, 400U}) {
    for (const double prob : {0.1, 0.5, 0.9}) {
      const std::uint64_t low = binomial_quantile(n, prob, 0.025, false);
      const std::uint64_t high = binomial_quantile(n, prob, 0.025, true) + 1;
      const boost::math::binomial_distribution<double> law(static_cast<double>(n), prob);
      const double under = low == 0 ? 0.0 : boost::math::cdf(law, static_cast<double>(low) - 1.0);
      CHECK(boost::math::cdf(law, static_cast<double>(high) - 1.0) - under >= 0.95 - 1e-12);
    }
  }
}

TEST_CASE("binomial ranks of a billion are where the normal says", "[quantiles]") {
  const std::uint64_t rank = binomial_quantile(1'000'000'000, 0.5, 0.025, false);
  CHECK(static_cast<double>(rank) ==
        Approx(5e8 - 1.959963984540054 * std::sqrt(2.5e8)).margin(2.0));
  CHECK(binomial_quantile(1'000'000'000, 1e-9, 0.025, false) == 0);
  CHECK(binomial_quantile(1'000'000'000, 1e-9, 0.025, true) == 3);
}

TEST_CASE("quantiles of little or nothing are reasons or open", "[quantiles]") {
  CHECK(quantile_estimate({}, 0.5, 0.95).reason == "no customers");
  const std::vector<double> one{4.0};
  const Estimated single = quantile_estimate(one, 0.5, 0.95);
  CHECK(*single.value == 4.0);
  CHECK(std::isinf(single.interval->low));
  const QuantileSummary open = summarised_quantile(one, 0.5);
  const EffectTest difference = quantile_difference(open, open, false, {});
  CHECK_FALSE(difference.p_value);
  CHECK(difference.reason == "too few customers for limits of the quantile");
  CHECK(*difference.effect == 0.0);
}
