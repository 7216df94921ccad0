// The published results of two real experiments. The data are not part of this repository: the
// tests look for them where JOURNEYLAB_DATA says, or in ../shared/data beside it, and say so when
// they are not there.
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "dataset/trial_analysis.h"

using namespace journeylab;

namespace {

// The path of a data file, or nothing, with a message.
std::string data_file(const std::string& name) {
  const char* folder = std::getenv("JOURNEYLAB_DATA");
  const std::filesystem::path base =
      folder != nullptr ? folder
                        : std::filesystem::path(JOURNEYLAB_SOURCE_DIR) / ".." / "shared" / "data";
  const std::filesystem::path path = base / name;
  if (std::filesystem::exists(path)) return path.string();
  WARN("skipped: " << path.string() << " is not there; set JOURNEYLAB_DATA to its folder");
  return {};
}

struct Published {
  std::size_t comparison;
  double difference;
  double statistic;
  double p_value;
  double low, high;  // 95 % Wald; not a number where none was published
};

void check(const TrialAnalysis& analysis, const std::vector<Published>& published) {
  for (const Published& expected : published) {
    const TrialComparison& found = analysis.comparisons.at(expected.comparison);
    INFO("comparison " << expected.comparison);
    // As many digits as were published.
    CHECK(*found.difference.value == Approx(expected.difference).margin(5.1e-7));
    CHECK(*found.statistic == Approx(expected.statistic).margin(5.1e-5));
    CHECK(*found.p_value == Approx(expected.p_value).epsilon(2e-2));
    if (std::isnan(expected.low)) continue;
    // Newcombe's limits and Wald's differ by terms of order 1/n: below 3e-5 for these arms.
    CHECK(found.difference.interval->low == Approx(expected.low).margin(3e-5));
    CHECK(found.difference.interval->high == Approx(expected.high).margin(3e-5));
  }
}

constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("moving the gate of Cookie Cats costs retention", "[trial][published]") {
  const std::string file = data_file("cookie_cats/cookie_cats.csv.gz");
  if (file.empty()) return;
  const TrialPlan plan{
      .arm = "version",
      .control = "gate_30",
      .metrics = {{.name = "day 1", .kind = TrialKind::retention, .columns = {"retention_1"}},
                  {.name = "day 7", .kind = TrialKind::retention, .columns = {"retention_7"}},
                  {.name = "rounds", .kind = TrialKind::mean, .columns = {"sum_gamerounds"}}},
      .segments = {},
      .split = {}};
  const TrialData data = read_trial(file, plan);
  const TrialAnalysis analysis = analyze_trial(data, plan);
  CHECK(data.total[0].metrics[0].share == ShareTally{.n = 44700, .successes = 20034});
  CHECK(data.total[1].metrics[1].share == ShareTally{.n = 45489, .successes = 8279});
  CHECK(data.total[0].metrics[2].moments.mean[0] == Approx(52.4563).margin(5e-5));
  CHECK(analysis.ratio.chi_square == Approx(6.9024).margin(5e-5));
  CHECK(analysis.ratio.p_value == Approx(0.0086).margin(5e-5));
  CHECK(analysis.ratio.state == SampleRatioVerdict::suspicious);
  check(analysis, {{0, -0.005905, -1.7841, 0.0744, -0.012392, 0.000582},
                   {1, -0.008201, -3.1644, 0.00155, -0.013282, -0.003121}});
  CHECK(analysis.comparisons[0].verdict == TrialVerdict::undecided);
  CHECK(analysis.comparisons[1].verdict == TrialVerdict::worse);
}

TEST_CASE("both e-mails of the MineThatData challenge win on every metric", "[trial][published]") {
  const std::string file = data_file("hillstrom_email/hillstrom.csv.gz");
  if (file.empty()) return;
  const TrialPlan plan{
      .arm = "segment",
      .control = "No E-Mail",
      .metrics = {{.name = "visit", .kind = TrialKind::conversion, .columns = {"visit"}},
                  {.name = "conversion", .kind = TrialKind::conversion, .columns = {"conversion"}},
                  {.name = "spend", .kind = TrialKind::mean, .columns = {"spend"}}},
      .segments = {},
      .split = {},
      .adjustment = "bonferroni"};
  const TrialData data = read_trial(file, plan);
  const TrialAnalysis analysis = analyze_trial(data, plan);
  CHECK(data.arms == std::vector<std::string>{"No E-Mail", "Mens E-Mail", "Womens E-Mail"});
  CHECK(analysis.ratio.state == SampleRatioVerdict::as_planned);
  check(analysis, {{0, 0.076590, 22.4860, 5.7e-112, 0.069954, 0.083226},
                   {1, 0.045233, 13.9492, 3.2e-44, 0.038894, 0.051572},
                   {2, 0.006805, 7.3851, 1.52e-13, none, none},
                   {3, 0.003111, 3.7796, 1.57e-04, none, none},
                   {4, 0.769827, 5.3001, 1.16e-07, none, none},
                   {5, 0.424412, 3.2564, 1.13e-03, none, none}});
  for (const TrialComparison& comparison : analysis.comparisons) {
    CHECK(comparison.verdict == TrialVerdict::better);
  }
}
