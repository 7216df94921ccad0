// The estimators of survival on individual times against figures of R's survival package.
#include <cmath>
#include <map>

#include <catch2/catch.hpp>

#include "stats/kaplan_meier.h"
#include "stats/logrank.h"
#include "stats/restricted_mean.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

using Times = std::vector<ObservedTime>;

// The customers of a data set by stratum (empty text: all together) and group.
std::map<std::string, std::map<std::string, Times>> data_of(const std::string& name,
                                                            bool stratified) {
  std::map<std::string, std::map<std::string, Times>> data;
  for (const auto& row : reference_rows("survival_data_" + name + ".csv")) {
    data[stratified ? row.at("stratum") : ""][row.at("group")].push_back(
        {.time = number(row, "time"),
         .end = row.at("event") == "1" ? FollowUp::event : FollowUp::censored});
  }
  return data;
}

EventTable table_of(const std::string& name, const std::string& group) {
  return event_table(data_of(name, false).at("").at(group));
}

std::vector<Stratum> strata_of(const std::string& name, bool stratified) {
  const auto all = data_of(name, false);
  std::vector<Stratum> strata;
  for (const auto& [label, groups] : data_of(name, stratified)) {
    Stratum stratum;
    for (const auto& [group, times] : all.at("")) {
      const auto here = groups.find(group);
      stratum.push_back(event_table(here == groups.end() ? Times{} : here->second));
    }
    strata.push_back(stratum);
  }
  return strata;
}

RankWeights weights_of(const ReferenceRow& row) {
  const std::string& method = row.at("method");
  if (method == "gehan_breslow") return {.kind = RankWeight::gehan_breslow};
  if (method == "tarone_ware") return {.kind = RankWeight::tarone_ware};
  if (method == "peto_peto_modified") return {.kind = RankWeight::peto_peto_modified};
  if (method == "fh_0_1") return {.rho = 0.0, .gamma = 1.0};
  if (method == "fh_1_1") return {.rho = 1.0, .gamma = 1.0};
  if (method == "fh_05_05") return {.rho = 0.5, .gamma = 0.5};
  return {.rho = number(row, "rho")};
}

// Closed forms: 1e-9 relative, the accuracy of the figures beyond doubt.
Approx close(double value) {
  return Approx(value).epsilon(1e-9).margin(1e-14);
}

void check_limits(const SurvivalPoint& point, const ReferenceRow& row, const std::string& scale) {
  if (std::isnan(number(row, "lower_" + scale))) {
    CHECK_FALSE(point.interval);
    return;
  }
  REQUIRE(point.interval);
  CHECK(point.interval->low == close(number(row, "lower_" + scale)));
  CHECK(point.interval->high == close(number(row, "upper_" + scale)));
}

void check_optional(const std::optional<double>& found, double expected) {
  CHECK(found.has_value() == !std::isnan(expected));
  if (found && !std::isnan(expected)) CHECK(*found == close(expected));
}

}  // namespace

TEST_CASE("curves on individual times agree with R's survfit", "[kaplan_meier][reference]") {
  std::map<std::string, std::vector<ReferenceRow>> curves;
  for (const auto& row : reference_rows("km_expected.csv")) {
    curves[row.at("dataset_id") + "," + row.at("group") + "," + row.at("conf_level")].push_back(
        row);
  }
  for (const auto& [name, rows] : curves) {
    const ReferenceRow& first = rows.front();
    const EventTable table = table_of(first.at("dataset_id"), first.at("group"));
    const double confidence = number(first, "conf_level");
    const auto log_log = kaplan_meier(table, confidence);
    const auto plain = kaplan_meier(table, confidence, SurvivalScale::plain);
    const auto log = kaplan_meier(table, confidence, SurvivalScale::log);
    REQUIRE(log_log.size() == rows.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const ReferenceRow& row = rows[k];
      CAPTURE(name, row.at("time"));
      CHECK(table.rows[k] == EventRow{.time = number(row, "time"),
                                      .at_risk = count(row, "n_risk"),
                                      .events = count(row, "n_event"),
                                      .censored = count(row, "n_censor")});
      CHECK(log_log[k].survival == close(number(row, "surv")));
      check_optional(log_log[k].standard_error, number(row, "se_greenwood"));
      CHECK(log_log[k].hazard == close(number(row, "nelson_aalen")));
      CHECK(log_log[k].hazard_standard_error == close(number(row, "se_nelson_aalen")));
      check_limits(log_log[k], row, "loglog");
      check_limits(plain[k], row, "plain");
      check_limits(log[k], row, "log");
    }
  }
}

TEST_CASE("quantiles of time agree with R's quantile.survfit", "[kaplan_meier][reference]") {
  for (const auto& row : reference_rows("survival_quantile_expected.csv")) {
    CAPTURE(row.at("case_id"));
    SurvivalScale scale = SurvivalScale::log_log;
    if (row.at("conf_type") == "plain") scale = SurvivalScale::plain;
    if (row.at("conf_type") == "log") scale = SurvivalScale::log;
    const SurvivalQuantile found =
        survival_quantile(table_of(row.at("dataset_id"), row.at("group")), number(row, "prob"),
                          number(row, "conf_level"), scale);
    check_optional(found.time, number(row, "quantile"));
    check_optional(found.low, number(row, "lower"));
    check_optional(found.high, number(row, "upper"));
  }
}

TEST_CASE("restricted means agree with R", "[restricted_mean][reference]") {
  for (const auto& row : reference_rows("rmst_expected.csv")) {
    CAPTURE(row.at("case_id"));
    const Estimated mean =
        restricted_mean(table_of(row.at("dataset_id"), row.at("group")), number(row, "tau"), 0.95);
    REQUIRE(mean.value);
    CHECK(*mean.value == close(number(row, "rmst")));
    CHECK(*mean.standard_error == close(number(row, "se")));
  }
}

TEST_CASE("differences and ratios of restricted means agree", "[restricted_mean][reference]") {
  for (const auto& row : reference_rows("rmst_difference_expected.csv")) {
    CAPTURE(row.at("case_id"));
    const auto found = compare_restricted_means(table_of(row.at("dataset_id"), row.at("group_a")),
                                                table_of(row.at("dataset_id"), row.at("group_b")),
                                                number(row, "tau"), number(row, "conf_level"));
    CHECK(*found.difference.value == close(number(row, "difference")));
    CHECK(*found.difference.standard_error == close(number(row, "se")));
    CHECK(found.difference.interval->low == close(number(row, "lower")));
    CHECK(found.difference.interval->high == close(number(row, "upper")));
    CHECK(*found.z == close(number(row, "z")));
    CHECK(*found.p_value == close(number(row, "p_value")));
    CHECK(*found.ratio.value == close(number(row, "ratio")));
    CHECK(found.ratio.interval->low == close(number(row, "ratio_lower")));
    CHECK(found.ratio.interval->high == close(number(row, "ratio_upper")));
  }
}

TEST_CASE("weighted log-rank tests agree with R", "[logrank][reference]") {
  for (const auto& row : reference_rows("logrank_expected.csv")) {
    CAPTURE(row.at("case_id"), row.at("method"));
    const bool stratified = row.at("method") == "logrank_stratified";
    const LogRankTest test =
        logrank_test(strata_of(row.at("dataset_id"), stratified), weights_of(row));
    CHECK(test.observed.size() == count(row, "k_groups"));
    CHECK(test.chi_square == close(number(row, "chisq")));
    CHECK(test.df == static_cast<int>(number(row, "df")));
    CHECK(test.p_value == close(number(row, "p_value")));
    CHECK(test.ln_p_value == close(number(row, "ln_p_value")));
    CHECK(test.observed[0] == close(number(row, "weighted_observed_g1")));
    CHECK(test.expected[0] == close(number(row, "weighted_expected_g1")));
    CHECK(test.variance[0] == close(number(row, "variance_g1")));
  }
}
