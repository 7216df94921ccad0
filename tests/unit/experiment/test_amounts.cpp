#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "experiment/amounts.h"

using namespace journeylab;

TEST_CASE("a distribution needs customers, and says how many have nothing", "[amounts]") {
  AmountHistogram histogram;
  CHECK_FALSE(amount_distribution(histogram));
  histogram.customers = 5;
  const auto nobody = amount_distribution(histogram);
  REQUIRE(nobody);
  CHECK(nobody->customers == 5);
  CHECK(nobody->none == 5);
  CHECK_FALSE(nobody->least);
  CHECK(nobody->quantiles.empty());
  CHECK(nobody->bins.empty());
}

TEST_CASE("one price for all has that price as every quantile", "[amounts]") {
  AmountHistogram histogram;
  histogram.customers = 10;
  for (int i = 0; i < 4; ++i) histogram.add(29.9);
  const auto distribution = amount_distribution(histogram);
  REQUIRE(distribution);
  CHECK(distribution->none == 6);
  REQUIRE(distribution->bins.size() == 1);
  CHECK(distribution->bins[0].customers == 4);
  CHECK(distribution->bins[0].low <= 29.9);
  CHECK(distribution->bins[0].high > 29.9);
  for (const auto& quantile : distribution->quantiles) {
    CHECK(quantile.amount == Approx(29.9).epsilon(1.0 / 32.0));
    CHECK(quantile.amount >= *distribution->least);
    CHECK(quantile.amount <= *distribution->most);
  }
  CHECK(*distribution->least == 29.9);
  CHECK(*distribution->most == 29.9);
}

TEST_CASE("quantiles are within a bin's width of the true ones, losses included", "[amounts]") {
  AmountHistogram histogram;
  histogram.customers = 1000;
  for (int i = 1; i <= 1000; ++i) histogram.add(i <= 100 ? i - 101.0 : i - 100.0);  // -100..900
  const auto distribution = amount_distribution(histogram);
  REQUIRE(distribution);
  CHECK(distribution->none == 0);
  for (const auto& quantile : distribution->quantiles) {
    INFO(quantile.probability);
    const double rank = quantile.probability * 1000.0;
    const double amount = rank <= 100.0 ? rank - 101.0 : rank - 100.0;
    CHECK(quantile.amount == Approx(amount).epsilon(1.0 / 32.0));
  }
  CHECK(std::is_sorted(distribution->bins.begin(), distribution->bins.end(),
                       [](const auto& a, const auto& b) { return a.low < b.low; }));
}

TEST_CASE("the outermost bins end at the extremes", "[amounts]") {
  AmountHistogram histogram;
  histogram.customers = 2;
  histogram.add(1e20);
  histogram.add(-1e20);
  const auto distribution = amount_distribution(histogram);
  REQUIRE(distribution);
  REQUIRE(distribution->bins.size() == 2);
  CHECK(distribution->bins[0].low == -1e20);
  CHECK(distribution->bins[1].high == 1e20);
  for (const auto& quantile : distribution->quantiles) CHECK(std::isfinite(quantile.amount));
}
