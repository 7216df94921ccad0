#include "store/check.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/problem.h"
#include "cli/answer_format.h"
#include "cli/exit_code.h"
#include "cli/simulation.h"
#include "cli/verbs.h"
#include "plan/journey_plan.h"
#include "report/documents.h"
#include "store/csv.h"
#include "trial/prepare.h"
#include "yaml/read_scenario.h"

namespace journeylab {
namespace {

struct Findings {
  std::vector<Problem> problems;
  std::vector<Problem> warnings;
};

// Reads the scenario, compiles every variant (some faults only show with numbers in place), and
// sees whether its test plans can be.
Findings examine(const std::string& path) {
  try {
    const Scenario scenario = read_scenario(path);
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
      static_cast<void>(compile(scenario, v));
    }
    return {.problems = plan_problems(scenario), .warnings = scenario.warnings};
  } catch (const InputError& error) {
    Findings findings;
    for (const Problem& problem : error.problems()) {
      const bool fatal = problem.severity == Severity::error;
      (fatal ? findings.problems : findings.warnings).push_back(problem);
    }
    return findings;
  }
}

void add_csv_lines(const std::vector<Problem>& problems, std::string& text) {
  for (const Problem& problem : problems) {
    const Place& place = problem.place;
    text += csv_line({problem.severity == Severity::error ? "error" : "warning", place.file,
                      fmt::format("{}", place.line), fmt::format("{}", place.column), place.path,
                      problem.found, problem.expected, problem.nearest});
  }
}

std::string write_csv(const Findings& findings) {
  std::string text =
      csv_line({"severity", "file", "line", "column", "path", "found", "expected", "nearest"});
  add_csv_lines(findings.problems, text);
  add_csv_lines(findings.warnings, text);
  return text;
}

std::string write_findings(const Findings& findings, const Options& options, const Output& output) {
  return formatted(
      {.json = [&] { return write_check(options.scenario, findings.problems, findings.warnings); },
       .csv = [&] { return write_csv(findings); },
       .document =
           [&] { return check_document(options.scenario, findings.problems, findings.warnings); }},
      options, output);
}

}  // namespace

int check(const Options& options) {
  Output output(options.output);
  const Findings findings = examine(options.scenario);
  output.write(write_findings(findings, options, output));
  return findings.problems.empty() ? exit_done : exit_no;
}

}  // namespace journeylab
