// Rows that stand for many customers say the same as the customers themselves.
#include <cmath>

#include <catch2/catch.hpp>

#include "base/problem.h"
#include "dataset/trial_analysis.h"
#include "support/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;

namespace {

const std::string folder = JOURNEYLAB_SOURCE_DIR "/scenarios/data/";

TrialPlan counts_plan() {
  return {.arm = "variant",
          .control = "plain",
          .customers = "customers",
          .metrics = {{.name = "bought", .columns = {"bought"}},
                      {.name = "spent",
                       .kind = TrialKind::mean,
                       .columns = {"spent_sum", "spent_squares"}}},
          .segments = {"channel"},
          .split = {}};
}

TrialAnalysis analysis_of(const std::string& path, const TrialPlan& plan) {
  return analyze_trial(read_trial(path, plan), plan);
}

std::string refusal(std::string_view rows, const TrialMetric& metric) {
  const TemporaryFile file("arm,n,x,y\n" + std::string(rows));
  const TrialPlan plan{.arm = "arm",
                       .control = "a",
                       .customers = "n",
                       .metrics = {metric},
                       .segments = {},
                       .split = {}};
  try {
    (void)analysis_of(file.path(), plan);
  } catch (const InputError& error) {
    return describe(error.problems().front()).substr(file.path().size() + 1);
  }
  return "(not refused)";
}

}  // namespace

TEST_CASE("counts of arms give the analysis of their customers", "[trial][counts]") {
  TrialPlan rows = counts_plan();
  rows.customers.clear();
  rows.metrics[1].columns = {"spent"};
  const TrialAnalysis expected = analysis_of(folder + "welcome.csv", rows);
  const TrialAnalysis found = analysis_of(folder + "welcome_counts.csv", counts_plan());
  CHECK(found.ratio.counts == expected.ratio.counts);
  REQUIRE(found.comparisons.size() == expected.comparisons.size());
  for (std::size_t i = 0; i < found.comparisons.size(); ++i) {
    const TrialComparison& one = found.comparisons[i];
    const TrialComparison& other = expected.comparisons[i];
    CHECK(one.control.n == other.control.n);
    // The sums are written to four decimals.
    CHECK(*one.difference.value == Approx(*other.difference.value).margin(1e-9));
    CHECK(one.difference.interval->low == Approx(other.difference.interval->low).epsilon(1e-7));
    CHECK(*one.p_value == Approx(*other.p_value).epsilon(1e-7));
    CHECK(*one.relative.value == Approx(*other.relative.value).margin(1e-9));
  }
}

TEST_CASE("averages and deviations say what sums and squares say", "[trial][counts]") {
  // Values 1, 2, 3, 4 in a; 2, 4, 6 in b.
  const TemporaryFile file("arm,n,s,q,m,d\na,4,10,30,2.5,1.2909944487358056\nb,3,12,56,4,2\n");
  const TrialPlan plan{.arm = "arm",
                       .control = "a",
                       .customers = "n",
                       .metrics = {{.name = "sums", .kind = TrialKind::mean, .columns = {"s", "q"}},
                                   {.name = "averages",
                                    .kind = TrialKind::mean,
                                    .columns = {"m", "d"},
                                    .averages = true}},
                       .segments = {},
                       .split = {}};
  const TrialAnalysis analysis = analysis_of(file.path(), plan);
  REQUIRE(analysis.comparisons.size() == 2);
  for (const TrialComparison& comparison : analysis.comparisons) {
    CHECK(*comparison.difference.value == Approx(1.5));
    // sqrt(5/3 / 4 + 4 / 3)
    CHECK(*comparison.difference.standard_error == Approx(std::sqrt(1.75)));
  }
}

TEST_CASE("rows of one arm are added, empty values are missing customers", "[trial][counts]") {
  const TemporaryFile file("arm,n,x\na,10,2\na,30,8\nb,20,5\nb,20,\nb,0,0\n");
  const TrialPlan plan{.arm = "arm",
                       .control = "a",
                       .customers = "n",
                       .metrics = {{.name = "x", .columns = {"x"}}},
                       .segments = {},
                       .split = {}};
  const TrialData data = read_trial(file.path(), plan);
  CHECK(data.total[0].customers == 40);
  CHECK(data.total[0].metrics[0].share == ShareTally{.n = 40, .successes = 10});
  CHECK(data.total[1].customers == 40);
  CHECK(data.total[1].metrics[0].share == ShareTally{.n = 20, .successes = 5});
  CHECK(data.total[1].metrics[0].missing == 20);
}

TEST_CASE("what no counts can be is refused with its place", "[trial][counts]") {
  const TrialMetric share{.name = "x", .columns = {"x"}};
  const TrialMetric sums{.name = "x", .kind = TrialKind::mean, .columns = {"x", "y"}};
  TrialMetric averages = sums;
  averages.averages = true;
  CHECK(refusal("a,5,6,0\nb,5,1,0\n", share) ==
        "2:5: error: x: '6'; expected a whole number from 0 to the row's 5 customers");
  CHECK(refusal("a,2.5,1,0\nb,5,1,0\n", share) ==
        "2:3: error: n: '2.5'; expected a whole number from 0 to 2^53");
  CHECK(refusal("a,,1,0\nb,5,1,0\n", share).find("n: ''; expected a whole number") !=
        std::string::npos);
  CHECK(refusal("a,4,10,24\nb,3,12,56\n", sums) ==
        "2:8: error: y: '24'; expected a sum of squares, which is at least 25 for a sum of 10 over "
        "4 customers");
  CHECK(refusal("a,4,10,-1\nb,3,12,5\n", averages) ==
        "2:8: error: y: '-1'; expected a standard deviation of at least 0");
  // Equal values: what rounding takes from the squares is no fault.
  CHECK(refusal("a,3,0.3,0.03\nb,3,0.9,0.27\n", sums) == "(not refused)");
}
