#include <vector>

#include <catch2/catch.hpp>

#include "stats/description.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

std::vector<double> column(const std::string& file, const std::string& name) {
  std::vector<double> values;
  for (const auto& row : reference_rows(file)) values.push_back(number(row, name));
  return values;
}

}  // namespace

TEST_CASE("descriptions agree with exact rational arithmetic", "[description]") {
  for (const auto& row : reference_rows("descriptive_expected.csv")) {
    const std::vector<double> values =
        column("descriptive_data_" + row.at("dataset_id") + ".csv", "value");
    const Description found = describe(values);
    CHECK(found.n == count(row, "n"));
    check_figure(row, "sum", found.sum, 0.0, 0.0);
    check_figure(row, "mean", found.mean, 2e-16, 0.0);
    check_figure(row, "variance", found.variance, 1e-15, 0.0);
    check_figure(row, "sd", found.deviation, 1e-15, 0.0);
    check_figure(row, "min", found.least, 0.0, 0.0);
    check_figure(row, "max", found.most, 0.0, 0.0);
  }
}

TEST_CASE("paired tests agree with the reference", "[description][two-means]") {
  for (const auto& row : reference_rows("paired_expected.csv")) {
    std::vector<double> differences;
    for (const auto& pair : reference_rows("paired_data_" + row.at("dataset_id") + ".csv")) {
      differences.push_back(number(pair, "after") - number(pair, "before"));
    }
    const Description described = describe(differences);
    const EffectTest found =
        one_mean_test(described.summary(), {.confidence = number(row, "conf_level"),
                                            .alternative = alternative_of(row),
                                            .null_difference = 0.0});
    check_figure(row, "mean_diff", *found.effect, 1e-12);
    check_figure(row, "sd_diff", described.deviation, 1e-12);
    check_figure(row, "se", *found.standard_error, 1e-12);
    check_figure(row, "statistic", *found.statistic, 1e-11);
    check_figure(row, "p_value", found.p_value->p, 1e-9);
    check_figure(row, "lower", found.interval->low, 1e-9);
    check_figure(row, "upper", found.interval->high, 1e-9);
  }
}

TEST_CASE("a sum survives cancellation and extreme sizes", "[description]") {
  CHECK(describe(std::vector{1e300, 1e-300, -1e300}).sum == 1e-300);
  CHECK(describe(std::vector{1e16, 1.0, -1e16, 1.0}).sum == 2.0);
  const Description huge = describe(std::vector{1.5e308, 1.5e308});
  CHECK(huge.mean == 1.5e308);
  CHECK(huge.variance == 0.0);
  const Description tiny = describe(std::vector{5e-324, 0.0});
  CHECK(tiny.sum == 5e-324);
  CHECK(tiny.least == 0.0);
}

TEST_CASE("the variance of a far-off column is that of its distances", "[description]") {
  // NIST's NumAcc4 in small: 1e7 + 0.1 or 0.3 around 0.2; the deviations are 0.1 to the rounding of
  // 1e7.1 in a double, 1e-9.
  std::vector<double> values{10000000.2};
  for (int i = 0; i < 500; ++i) {
    values.push_back(10000000.1);
    values.push_back(10000000.3);
  }
  CHECK(describe(values).deviation == Approx(0.1).epsilon(2e-8));
}

TEST_CASE("equal, single and missing numbers have no spread", "[description]") {
  const Description same = describe(std::vector<double>(1000, 0.1));
  CHECK(same.variance == 0.0);
  CHECK(same.mean == 0.1);
  CHECK(describe(std::vector{4.0}).variance == 0.0);
  CHECK(describe({}).n == 0);
}
