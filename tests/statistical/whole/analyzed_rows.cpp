// experiment --rows, and analyze.
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "dataset/trial_analysis.h"
#include "statistical/whole/runs.h"
#include "trial/design.h"
#include "trial/rows.h"
#include "yaml/read_scenario.h"

namespace journeylab::whole {
namespace {

// A column of rows and how analyze is to read it.
struct Read {
  TrialMetric metric;
  double truth = 0.0;
  bool truth_known = true;
};

Read read_of(const Scenario& scenario, const KnownMetric& known, std::size_t m) {
  const Metric& metric = scenario.metrics[m];
  const std::string& name = metric.name;
  Read read{.metric = {.name = name}, .truth = known.control};
  const std::vector<std::string> pair{name + "_numerator", name + "_denominator"};
  const std::vector<std::string> times{name, name + "_event"};
  if (const auto* retained = std::get_if<Retained>(&metric.kind)) {
    read.metric.kind = TrialKind::retention;
    read.metric.columns = times;
    read.metric.age = retained->at / scenario.ticks_per_unit();
  } else if (std::holds_alternative<TimeTo>(metric.kind)) {
    read.metric.kind = TrialKind::time;
    read.metric.columns = times;
    read.truth_known = false;  // whole days, restricted to the last time that both arms saw
  } else if (std::holds_alternative<Ratio>(metric.kind)) {
    read.metric.kind = TrialKind::ratio;
    read.metric.columns = pair;
  } else if (const auto* returned = std::get_if<Returned>(&metric.kind);
             returned != nullptr && returned->from) {
    read.metric.kind = TrialKind::ratio;
    read.metric.columns = pair;
  } else {
    const bool mean = std::holds_alternative<Mean>(metric.kind);
    read.metric.kind = mean ? TrialKind::mean : TrialKind::conversion;
    read.metric.columns = {name};
  }
  return read;
}

struct Counted {
  Rate arm;
  Rate difference;
  PValues p_value;
};

class RowsFile {
 public:
  // In memory where the system has a place there: each file is made safe on disk.
  RowsFile() {
    const std::filesystem::path memory = "/dev/shm";
    std::error_code ignored;
    const bool has_memory = std::filesystem::is_directory(memory, ignored);
    const auto folder = has_memory ? memory : std::filesystem::temp_directory_path();
    path_ = (folder / fmt::format("journeylab_whole_{}.csv", getpid())).string();
  }
  ~RowsFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  RowsFile(const RowsFile&) = delete;
  RowsFile& operator=(const RowsFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::vector<Counted> count_tests(const Scenario& scenario, const std::vector<Read>& reads,
                                 std::uint64_t tests) {
  TrialPlan plan;
  plan.arm = "arm";
  plan.control = "control";
  for (const Read& read : reads) plan.metrics.push_back(read.metric);
  const RowsFile file;
  std::vector<Counted> counted(reads.size());
  for (std::uint64_t seed = 1; seed <= tests; ++seed) {
    write_rows(scenario, {built_in_plan(Design::fixed)}, seed, file.path());
    const TrialData data = read_trial(file.path(), plan);
    for (const TrialComparison& comparison : analyze_trial(data, plan).comparisons) {
      Counted& of = counted[comparison.metric];
      of.p_value.add(comparison.p_value);
      of.difference.add(comparison.difference.interval, 0.0);
      const Read& read = reads[comparison.metric];
      if (read.truth_known) of.arm.add(comparison.control.estimate.interval, read.truth);
    }
  }
  return counted;
}

}  // namespace

AnalyzedRows analyzed_rows(const std::vector<KnownScenario>& scenarios, std::uint64_t tests) {
  AnalyzedRows result;
  result.intervals = {.id = "rows",
                      .columns = {"what", "control holds", "the difference holds", "promise"},
                      .lines = {}};
  result.p_values = {.id = "rows_p_values", .columns = p_value_columns, .lines = {}};
  for (const KnownScenario& known : scenarios) {
    Scenario scenario = read_scenario_text(known.text, known.name);
    scenario.test_plan.split = {0.5, 0.5, 0.0, 0.0};
    scenario.test_plan.follow_up = known.follow_up;
    std::vector<Read> reads;
    for (std::size_t m = 0; m < known.metrics.size(); ++m) {
      reads.push_back(read_of(scenario, known.metrics[m], m));
    }
    const std::vector<Counted> counted = count_tests(scenario, reads, tests);
    for (std::size_t m = 0; m < counted.size(); ++m) {
      const std::string name =
          fmt::format("{}, {}: {}", known.name, known.metrics[m].name, known.metrics[m].kind);
      const Promise promise = Promise::near;
      Line line{.name = name, .figures = {}, .promise = words_of(promise), .broken = {}};
      if (reads[m].truth_known) {
        counted[m].arm.write_coverage(promise, line);
      } else {
        line.figures.push_back({});
      }
      counted[m].difference.write_coverage(promise, line);
      result.intervals.lines.push_back(line);
      result.p_values.lines.push_back(counted[m].p_value.line(name, promise));
    }
  }
  return result;
}

}  // namespace journeylab::whole
