#include <cmath>

#include <catch2/catch.hpp>

#include "stats/proportion.h"
#include "stats/retention.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

struct CellCounts {
  std::uint64_t events = 0;
  std::uint64_t competing = 0;
  std::uint64_t followed = 0;  // to the cell's end and no further
};

LifeCounts table(std::uint64_t entered, const std::vector<CellCounts>& cells) {
  LifeCounts counts(cells.size());
  counts.entered = entered;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    counts.events[k] = cells[k].events;
    counts.competing[k] = cells[k].competing;
    counts.followed[k + 1] = cells[k].followed;
  }
  return counts;
}

// One curve of the reference: a cell for each distinct time.
void check_curve(const std::vector<ReferenceRow>& rows) {
  std::vector<CellCounts> cells;
  for (const auto& row : rows) cells.push_back({count(row, "events"), 0, count(row, "censored")});
  const RetentionCurve curve = retention_curve(table(count(rows.front(), "at_risk"), cells),
                                               number(rows.front(), "confidence"));
  REQUIRE(curve.known == rows.size() + 1);
  bool events = false;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const ReferenceRow& row = rows[k];
    CAPTURE(row.at("dataset"), row.at("group"), row.at("time"));
    CHECK(curve.at_risk[k] == count(row, "at_risk"));
    CHECK(curve.retained[k + 1] == Approx(number(row, "survival")).epsilon(1e-12).margin(1e-15));
    events = events || count(row, "events") > 0;
    if (!events || number(row, "survival") == 0.0) continue;
    CHECK(curve.standard_error[k + 1] == Approx(number(row, "standard_error")).epsilon(1e-11));
    CHECK(curve.interval[k + 1].low == Approx(number(row, "low")).epsilon(1e-10));
    CHECK(curve.interval[k + 1].high == Approx(number(row, "high")).epsilon(1e-10));
  }
}

}  // namespace

TEST_CASE("without competing endings retention is Kaplan-Meier's curve", "[retention]") {
  std::map<std::string, std::vector<ReferenceRow>> curves;
  for (const auto& row : reference_rows("kaplan_meier.csv")) {
    curves[row.at("dataset") + row.at("group") + row.at("confidence")].push_back(row);
  }
  CHECK(curves.size() == 10);
  for (const auto& [name, rows] : curves) check_curve(rows);
}

TEST_CASE("a life table with competing endings and censoring by hand", "[retention]") {
  // 10 enter. Cell 1: 2 events, 1 competing; then 1 followed no further. Cell 2, 6 at risk: 1
  // event, 2 competing. Incidence 1/5, then 1/5 + 7/10 * 1/6 = 19/60.
  const LifeCounts counts = table(10, {{2, 1, 1}, {1, 2, 3}});
  const RetentionCurve curve = retention_curve(counts, 0.95);
  REQUIRE(curve.known == 3);
  CHECK(curve.retained[1] == Approx(0.8).epsilon(1e-14));
  CHECK(curve.retained[2] == Approx(41.0 / 60.0).epsilon(1e-14));
  CHECK(curve.at_risk == std::vector<std::uint64_t>{10, 6, 3});
  CHECK(*retention_at(counts, 2) == Approx(41.0 / 60.0));
  // Delta method over the two multinomials: with a the event and q the leaving share of a cell,
  // F = a1 + (1 - q1) a2, so dF = da1 - a2 dq1 + (1 - q1) da2.
  const double a1 = 0.2, q1 = 0.3, a2 = 1.0 / 6.0;
  const double variance = a1 * (1 - a1) / 10 + a2 * a2 * q1 * (1 - q1) / 10 -
                          2 * a2 * a1 * (1 - q1) / 10 + 0.49 * a2 * (1 - a2) / 6;
  CHECK(curve.standard_error[2] == Approx(std::sqrt(variance)).epsilon(1e-13));
}

TEST_CASE("with everybody followed to the end retention is a proportion", "[retention]") {
  // Closed form: whatever the cells and the competing endings, retained = 1 - events / entered,
  // with the binomial's standard error.
  const LifeCounts counts = table(1000, {{100, 50, 0}, {0, 200, 0}, {77, 3, 0}, {1, 0, 569}});
  const RetentionCurve curve = retention_curve(counts, 0.9);
  const std::vector<double> events{0, 100, 100, 177, 178};
  for (std::size_t k = 0; k < events.size(); ++k) {
    const double p = events[k] / 1000;
    CHECK(curve.retained[k] == Approx(1 - p).epsilon(1e-14));
    CHECK(curve.standard_error[k] ==
          Approx(std::sqrt(p * (1 - p) / 1000)).epsilon(1e-12).margin(1e-15));
  }
  CHECK(curve.at_risk == std::vector<std::uint64_t>{1000, 850, 650, 570, 569});
}

TEST_CASE("splitting a cell without endings changes nothing", "[retention]") {
  const RetentionCurve coarse = retention_curve(table(50, {{5, 2, 3}, {4, 1, 35}}), 0.95);
  const RetentionCurve fine =
      retention_curve(table(50, {{0, 0, 0}, {5, 2, 3}, {0, 0, 0}, {4, 1, 0}, {0, 0, 35}}), 0.95);
  CHECK(fine.retained[5] == Approx(coarse.retained[2]).epsilon(1e-14));
  CHECK(fine.interval[5].low == Approx(coarse.interval[2].low).epsilon(1e-13));
}

TEST_CASE("retention of rare endings keeps its digits", "[retention]") {
  // One event of a million million, in each of two cells: 1 - 2e-12, standard error sqrt(2) 1e-12.
  const std::uint64_t n = 1'000'000'000'000;
  const RetentionCurve curve = retention_curve(table(n, {{1, 0, 0}, {1, 0, n - 2}}), 0.95);
  CHECK(curve.standard_error[2] == Approx(std::sqrt(2.0) * 1e-12).epsilon(1e-9));
  const double reach = std::exp(1.959963984540054 / std::sqrt(2.0));
  CHECK(1.0 - curve.interval[2].low == Approx(2e-12 * reach).epsilon(1e-4));
  CHECK(1.0 - curve.interval[2].high == Approx(2e-12 / reach).epsilon(1e-3));
}

TEST_CASE("no event so far leaves room below 1", "[retention]") {
  const RetentionCurve curve = retention_curve(table(100, {{0, 0, 40}, {0, 10, 50}}), 0.95);
  CHECK(curve.retained == std::vector<double>{1.0, 1.0, 1.0});
  CHECK(curve.interval[0] == Interval{1.0, 1.0});
  CHECK(curve.interval[1].low == wilson_interval({.n = 100, .successes = 100}, 0.95).low);
  CHECK(curve.interval[2].low == wilson_interval({.n = 60, .successes = 60}, 0.95).low);
  CHECK(curve.interval[2].high == 1.0);
}

TEST_CASE("nobody left leaves room above 0", "[retention]") {
  const RetentionCurve curve =
      retention_curve(table(100, {{60, 0, 0}, {40, 0, 0}, {0, 0, 0}}), 0.95);
  CHECK(curve.known == 4);
  CHECK(curve.retained[2] == 0.0);
  CHECK(curve.interval[2].low == 0.0);
  CHECK(curve.interval[2].high > 0.0);
  CHECK(curve.interval[2].high < 0.06);
  CHECK(curve.interval[3] == curve.interval[2]);
  CHECK(curve.at_risk == std::vector<std::uint64_t>{100, 40, 0, 0});
}

TEST_CASE("retention is unknown beyond those who were followed", "[retention]") {
  const LifeCounts counts = table(10, {{1, 0, 9}, {0, 0, 0}, {0, 0, 0}});
  const RetentionCurve curve = retention_curve(counts, 0.95);
  CHECK(curve.known == 2);
  CHECK(*retention_at(counts, 1) == Approx(0.9));
  CHECK_FALSE(retention_at(counts, 2));
  CHECK_FALSE(retention_at(counts, 3));
  CHECK(retention_curve(LifeCounts(3), 0.95).known == 0);
  CHECK_FALSE(retention_at(LifeCounts(3), 0));
}

TEST_CASE("groups add up, and taking one away undoes adding it", "[retention]") {
  LifeTable one(2);
  one.entered = 4;
  one.events = {1, 0};
  one.followed = {0, 1, 2};
  LifeTable other(2);
  other.entered = 4'000'000'000;
  other.competing = {4'000'000'000, 0};
  const std::vector<LifeTable> groups{one, other, other};
  LifeCounts counts = pooled(groups);
  CHECK(counts.entered == 8'000'000'004);
  CHECK(counts.competing[0] == 8'000'000'000);  // more than 32 bits hold
  counts.remove(other);
  counts.remove(other);
  CHECK(counts.events == std::vector<std::uint64_t>{1, 0});
  CHECK(counts.followed == std::vector<std::uint64_t>{0, 1, 2});
  CHECK(counts.competing == std::vector<std::uint64_t>{0, 0});
}

TEST_CASE("the log-log interval of retention covers near nominal", "[retention]") {
  // Exact coverage by summation, one cell, everybody followed: 40 customers, retention 0.1 to 0.95.
  // Floors: mean 93.5 %, no point below 90 %.
  constexpr std::uint64_t n = 40;
  double mean = 0.0;
  int points = 0;
  for (double p = 0.1; p < 0.951; p += 0.05) {
    double covered = 0.0;
    for (std::uint64_t events = 0; events <= n; ++events) {
      const RetentionCurve curve = retention_curve(table(n, {{events, 0, n - events}}), 0.95);
      const auto d = static_cast<double>(events);
      const double chance = std::exp(std::lgamma(41.0) - std::lgamma(d + 1) - std::lgamma(41 - d) +
                                     d * std::log1p(-p) + (40 - d) * std::log(p));
      if (curve.interval[1].low <= p && p <= curve.interval[1].high) covered += chance;
    }
    CAPTURE(p, covered);
    CHECK(covered > 0.90);
    mean += covered;
    ++points;
  }
  CHECK(mean / points > 0.935);
}
