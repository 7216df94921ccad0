// Verdicts, families, warnings and degenerate metrics.
#include <catch2/catch.hpp>

#include "base/problem.h"
#include "dataset/trial_analysis.h"
#include "support/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;

namespace {

TrialPlan plan_of(std::vector<TrialMetric> metrics) {
  return {.arm = "arm", .control = "a", .metrics = std::move(metrics), .segments = {}, .split = {}};
}

TrialMetric share() {
  return {.name = "x", .kind = TrialKind::conversion, .columns = {"x"}};
}

// `n` rows of an arm, the first `successes` of them 1, with more fields at the end.
std::string rows(const std::string& arm, int n, int successes, const std::string& more = "") {
  std::string text;
  for (int i = 0; i < n; ++i) text += arm + (i < successes ? ",1" : ",0") + more + "\n";
  return text;
}

TrialAnalysis analysis_of(const std::string& text, const TrialPlan& plan) {
  const TemporaryFile file(text);
  return analyze_trial(read_trial(file.path(), plan), plan);
}

bool has_note(const TrialAnalysis& analysis, const std::string& words) {
  for (const std::string& note : analysis.notes) {
    if (note.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a clear difference is better, or worse where less is better", "[trial]") {
  const std::string text = "arm,x\n" + rows("a", 1000, 100) + rows("b", 1000, 200);
  TrialPlan plan = plan_of({share()});
  CHECK(analysis_of(text, plan).comparisons.at(0).verdict == TrialVerdict::better);
  plan.metrics[0].lower_is_better = true;
  CHECK(analysis_of(text, plan).comparisons.at(0).verdict == TrialVerdict::worse);
}

TEST_CASE("a broken sample ratio withholds verdicts unless forced", "[trial]") {
  const std::string text = "arm,x\n" + rows("a", 1200, 120) + rows("b", 1000, 200);
  TrialPlan plan = plan_of({share()});
  const TrialAnalysis withheld = analysis_of(text, plan);
  CHECK(withheld.ratio.state == SampleRatioVerdict::broken);
  CHECK(withheld.comparisons.at(0).verdict == TrialVerdict::withheld);
  CHECK(withheld.comparisons.at(0).difference.value.has_value());
  plan.force = true;
  CHECK(analysis_of(text, plan).comparisons.at(0).verdict == TrialVerdict::better);
  plan.force = false;
  plan.split = {{"a", 6}, {"b", 5}};
  CHECK(analysis_of(text, plan).ratio.p_value == Approx(1.0));
  plan.split = {{"a", 6}, {"c", 5}};
  CHECK_THROWS_AS(analysis_of(text, plan), InputError);
}

TEST_CASE("p-values are corrected over metrics and arms, segments apart", "[trial]") {
  TrialPlan plan = plan_of({share()});
  plan.segments = {"s"};
  plan.adjustment = "bonferroni";
  const TrialAnalysis analysis = analysis_of(
      "arm,x,s\n" + rows("a", 100, 20, ",u") + rows("b", 100, 30, ",u") + rows("c", 100, 40, ",u") +
          rows("a", 100, 20, ",v") + rows("b", 100, 30, ",v") + rows("c", 100, 40, ",v"),
      plan);
  REQUIRE(analysis.comparisons.size() == 6);
  for (const TrialComparison& comparison : analysis.comparisons) {
    const double family = comparison.segment ? 4.0 : 2.0;
    CHECK(*comparison.p_value_adjusted == Approx(std::min(1.0, family * *comparison.p_value)));
  }
}

TEST_CASE("constant and empty metrics have a reason instead of a verdict", "[trial]") {
  const TrialAnalysis zero =
      analysis_of("arm,x\n" + rows("a", 50, 0) + rows("b", 50, 0), plan_of({share()}));
  CHECK(zero.comparisons.at(0).verdict == TrialVerdict::unknown);
  CHECK_FALSE(zero.comparisons.at(0).difference.reason.empty());
  CHECK(has_note(zero, "the same for every customer"));
  const TrialPlan mean = plan_of({{.name = "x", .kind = TrialKind::mean, .columns = {"x"}}});
  const TrialAnalysis constant =
      analysis_of("arm,x\n" + rows("a", 50, 0) + rows("b", 50, 50), mean);
  CHECK(constant.comparisons.at(0).verdict == TrialVerdict::unknown);
  CHECK_FALSE(constant.comparisons.at(0).difference.reason.empty());
  const TrialAnalysis missing = analysis_of("arm,x\na,1\na,2\nb,NA\nb,\n", mean);
  CHECK(missing.comparisons.at(0).verdict == TrialVerdict::unknown);
  CHECK(has_note(missing, "2 of 2 in b"));
}

TEST_CASE("a total that contradicts its segments is named Simpson's paradox", "[trial]") {
  // Charig et al. 1986: treatments of kidney stones, small and large.
  TrialPlan plan = plan_of({share()});
  plan.segments = {"s"};
  const TrialAnalysis analysis =
      analysis_of("arm,x,s\n" + rows("a", 87, 81, ",small") + rows("b", 270, 234, ",small") +
                      rows("a", 263, 192, ",large") + rows("b", 80, 55, ",large"),
                  plan);
  CHECK(*analysis.comparisons[0].difference.value > 0.0);
  CHECK(has_note(analysis, "Simpson's paradox"));
}

TEST_CASE("a covariate sharpens a mean and does not move it where arms are alike", "[trial]") {
  std::string text = "arm,x,before\n";
  for (int i = 0; i < 200; ++i) {
    const double before = i % 50;
    const bool treated = i >= 100;
    text += std::string(treated ? "b," : "a,") +
            std::to_string(before + (treated ? 1.0 : 0.0) + 0.1 * (i % 3)) + "," +
            std::to_string(before) + "\n";
  }
  TrialPlan plan = plan_of({{.name = "x", .kind = TrialKind::mean, .columns = {"x"}}});
  const TrialComparison plain = analysis_of(text, plan).comparisons.at(0);
  plan.metrics[0].covariates = {"before"};
  const TrialComparison sharp = analysis_of(text, plan).comparisons.at(0);
  CHECK(*sharp.difference.value == Approx(*plain.difference.value).margin(1e-3));
  CHECK(*sharp.variance_reduction > 0.99);
  CHECK(*sharp.difference.standard_error < 0.1 * *plain.difference.standard_error);
  CHECK(plain.verdict == TrialVerdict::undecided);
  CHECK(sharp.verdict == TrialVerdict::better);
}

TEST_CASE("times to an event are compared by restricted means and log-rank", "[trial]") {
  // Maintenance of remission in acute myelogenous leukaemia (Miller 1997): log-rank p 0.0653.
  const std::string text =
      "arm,t,e\na,5,1\na,5,1\na,8,1\na,8,1\na,12,1\na,16,0\na,23,1\na,27,1\na,30,1\na,33,1\na,43,"
      "1\n"
      "a,45,1\nb,9,1\nb,13,1\nb,13,0\nb,18,1\nb,23,1\nb,28,0\nb,31,1\nb,34,1\nb,45,0\nb,48,1\n"
      "b,161,0\n";
  const TrialAnalysis analysis =
      analysis_of(text, plan_of({{.name = "t", .kind = TrialKind::time, .columns = {"t", "e"}}}));
  CHECK(has_note(analysis, "log-rank test of all arms together: p 0.0653"));
  const TrialComparison& comparison = analysis.comparisons.at(0);
  CHECK(*comparison.difference.value > 0.0);
  CHECK(comparison.verdict == TrialVerdict::undecided);
}

TEST_CASE("a ratio is sharpened by covariates as the mean that it is over ones", "[trial]") {
  std::string text = "arm,y,one,before\n";
  for (int i = 0; i < 200; ++i) {
    const int before = (i * 7) % 23;
    text += (i % 2 == 0 ? "a," : "b,") + std::to_string(before + (i * 5) % 7 + i % 2) + ",1," +
            std::to_string(before) + "\n";
  }
  const TrialMetric mean{
      .name = "y", .kind = TrialKind::mean, .columns = {"y"}, .covariates = {"before"}};
  TrialMetric ratio = mean;
  ratio.name = "y/one";
  ratio.kind = TrialKind::ratio;
  ratio.columns = {"y", "one"};
  const TrialAnalysis analysis = analysis_of(text, plan_of({mean, ratio}));
  const TrialComparison& one = analysis.comparisons.at(0);
  const TrialComparison& other = analysis.comparisons.at(1);
  CHECK(*one.difference.value == Approx(*other.difference.value));
  CHECK(*one.difference.standard_error == Approx(*other.difference.standard_error));
  CHECK(one.relative.interval->low == Approx(other.relative.interval->low));
  CHECK(*other.variance_reduction > 0.8);
}

TEST_CASE("retention at an age without censoring is a plain share", "[trial]") {
  std::string text = "arm,days,left,x\n";
  for (int i = 0; i < 300; ++i) {
    const int days = (i * 37) % 60;
    text +=
        (i % 3 == 0 ? "a," : "b,") + std::to_string(days) + ",1," + (days > 30 ? "1" : "0") + "\n";
  }
  const TrialMetric at_30{
      .name = "day 30", .kind = TrialKind::retention, .columns = {"days", "left"}, .age = 30.0};
  TrialPlan plan = plan_of({share(), at_30});
  plan.split = {{"a", 1}, {"b", 2}};
  const TrialAnalysis analysis = analysis_of(text, plan);
  const TrialComparison& counted = analysis.comparisons.at(0);
  const TrialComparison& followed = analysis.comparisons.at(1);
  CHECK(*followed.difference.value == Approx(*counted.difference.value));
  CHECK(followed.difference.interval->low == Approx(counted.difference.interval->low));
  CHECK(*followed.p_value == Approx(*counted.p_value));
  CHECK(followed.relative.interval->high == Approx(counted.relative.interval->high));
}

TEST_CASE("numbers beyond the reach of doubles give a reason, not a fault", "[trial]") {
  const TrialMetric ratio{.name = "x/y", .kind = TrialKind::ratio, .columns = {"x", "y"}};
  const TrialAnalysis analysis =
      analysis_of("arm,x,y\na,1e-160,5e-324\na,5e-324,5e-324\nb,1e-160,5e-324\nb,1e-160,1e-160\n",
                  plan_of({ratio}));
  const TrialComparison& comparison = analysis.comparisons.at(0);
  CHECK(comparison.verdict == TrialVerdict::unknown);
  CHECK_FALSE(comparison.p_value);
  CHECK(comparison.difference.reason.find("range of double precision") != std::string::npos);
}
