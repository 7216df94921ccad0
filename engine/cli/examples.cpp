#include "cli/examples.h"

#include <algorithm>
#include <array>

namespace journeylab {
namespace {

struct ExampleOfVerb {
  std::string_view verb;
  Example example;
};

constexpr std::array<ExampleOfVerb, 23> examples{{
    {"", {"which variant is better", "scripts/journeylab compare scenarios/winback.yaml"}},
    {"", {"completion in this bash", "source <(scripts/journeylab --generate bash)"}},
    {"check", {"all problems at once", "scripts/journeylab check scenarios/winback.yaml"}},
    {"check",
     {"for a program",
      "scripts/journeylab check scenarios/winback.yaml --format json -o problems.json"}},
    {"simulate",
     {"every metric", "scripts/journeylab simulate scenarios/winback.yaml --customers 50000"}},
    {"simulate",
     {"one customer's story",
      "scripts/journeylab simulate scenarios/winback.yaml --trace-customer 17"}},
    {"simulate",
     {"every event of every customer",
      "scripts/journeylab simulate scenarios/winback.yaml --customers 1000 --events events.csv"}},
    {"compare", {"every variant", "scripts/journeylab compare scenarios/winback.yaml"}},
    {"compare",
     {"in a pipeline: exit code 1 where a guardrail is broken",
      "scripts/journeylab compare scenarios/winback.yaml --format markdown --fail-on-guardrail"}},
    {"compare",
     {"until the interval is a tenth of a point wide",
      "scripts/journeylab compare scenarios/winback.yaml --precision 0.1pp"}},
    {"size",
     {"for the effect that the scenario has",
      "scripts/journeylab size scenarios/winback.yaml --traffic 2000/day"}},
    {"size",
     {"what three months can see",
      "scripts/journeylab size scenarios/winback.yaml --traffic 2000/day --days 100"}},
    {"size",
     {"without a scenario", "scripts/journeylab size --baseline 4% --effect 5% --power 80%"}},
    {"experiment",
     {"the plans of the scenario",
      "scripts/journeylab experiment scenarios/free_shipping.yaml --replicates 500"}},
    {"experiment",
     {"other plans",
      "scripts/journeylab experiment scenarios/winback.yaml --traffic 2000/day --plan fixed "
      "--plan peeking --replicates 200"}},
    {"analyze",
     {"a row a customer",
      "scripts/journeylab analyze scenarios/data/welcome.csv --arm variant --control plain "
      "--conversion bought --mean spent --segment channel"}},
    {"analyze",
     {"counts",
      "scripts/journeylab analyze scenarios/data/welcome_counts.csv --arm variant --control plain "
      "--customers customers --conversion bought --mean spent_sum:spent_squares"}},
    {"analyze",
     {"an analysis kept in a file",
      "scripts/journeylab analyze scenarios/data/welcome.csv --analysis "
      "scenarios/data/welcome_analysis.yaml"}},
    {"report",
     {"an answer to keep",
      "scripts/journeylab compare scenarios/winback.yaml --format json -o results.json"}},
    {"report", {"its page", "scripts/journeylab report results.json -o report.html"}},
    {"calc",
     {"one statistic",
      R"(echo '{"method": "two_proportion_diff", "x1": 48, "n1": 80, "x2": 56, "n2": 70}' )"
      "| scripts/journeylab calc"}},
    {"calc", {"every method", "scripts/journeylab calc --list"}},
    {"calc", {"one method, its fields and an example", "scripts/journeylab calc --help srm"}},
}};

}  // namespace

std::vector<Example> examples_of(std::string_view verb) {
  std::vector<Example> found;
  for (const ExampleOfVerb& entry : examples) {
    if (entry.verb == verb) found.push_back(entry.example);
  }
  return found;
}

}  // namespace journeylab
