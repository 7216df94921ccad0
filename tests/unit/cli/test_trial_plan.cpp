// What analyze asks the data, from options and from an analysis file.
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/problem.h"
#include "cli/trial_plan.h"
#include "support/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;

namespace {

const std::string scenarios = JOURNEYLAB_SOURCE_DIR "/scenarios/";

AnalyzeOptions options() {
  AnalyzeOptions asked;
  asked.data = scenarios + "data/welcome.csv";
  asked.arm = "variant";
  asked.control = "plain";
  return asked;
}

std::string refusal(const AnalyzeOptions& asked) {
  try {
    (void)trial_plan(asked);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(not refused)";
}

// The problems of an analysis file, without its name.
std::string problems_of(std::string_view text) {
  const TemporaryFile file(text);
  try {
    (void)read_trial_plan(file.path());
  } catch (const InputError& error) {
    std::string all;
    for (const Problem& problem : error.problems()) {
      all += describe(problem).substr(file.path().size() + 1) + '\n';
    }
    return all;
  }
  return "(no problems)";
}

}  // namespace

TEST_CASE("options name metrics of rows and of counts", "[cli][trial]") {
  AnalyzeOptions asked = options();
  asked.retention = {"came_back", "days:left@30"};
  asked.mean = {"spent:before"};
  TrialPlan plan = trial_plan(asked);
  REQUIRE(plan.metrics.size() == 3);
  CHECK_FALSE(plan.metrics[0].age);
  CHECK(plan.metrics[1].age == 30.0);
  CHECK(plan.metrics[1].columns == std::vector<std::string>{"days", "left"});
  CHECK(plan.metrics[2].columns == std::vector<std::string>{"spent:before"});
  asked = options();
  asked.customers = "n";
  asked.mean = {"sum:squares"};
  asked.average = {"mean:sd"};
  plan = trial_plan(asked);
  CHECK(plan.metrics[0].columns == std::vector<std::string>{"sum", "squares"});
  CHECK(plan.metrics[0].name == "sum");
  CHECK(plan.metrics[1].averages);
}

TEST_CASE("options that fit no data say what would", "[cli][trial]") {
  AnalyzeOptions asked = options();
  asked.arm = "";
  CHECK(refusal(asked).find("welcome.csv are customer, variant, channel, bought") !=
        std::string::npos);
  asked = options();
  asked.control = "";
  CHECK(refusal(asked).find("column 'variant' has bold, plain") != std::string::npos);
  asked = options();
  CHECK(refusal(asked).find("no metrics; expected at least one of --conversion") == 0);
  asked.average = {"mean:sd"};
  CHECK(refusal(asked).find("metric 'mean' is an average of counts; expected --customers") == 0);
  asked.customers = "n";
  asked.ratio = {"a/b"};
  CHECK(refusal(asked).find("metric 'a/b' needs a row for every customer") == 0);
  asked = options();
  asked.retention = {"days:left@soon"};
  CHECK(refusal(asked).find("expected TIME:EVENT@AGE") != std::string::npos);
  asked = options();
  asked.ratio = {"spent/days"};
  asked.covariate = {"spent/days:a", "spent/days:b", "spent/days:c"};
  CHECK(refusal(asked).find("3 covariates; expected at most 2 of a ratio") != std::string::npos);
  asked.covariate = {"spend/days:a"};
  CHECK(refusal(asked).find("did you mean 'spent/days'?") != std::string::npos);
}

TEST_CASE("the shipped analysis file is read, and its schema knows all its keys", "[cli][trial]") {
  const TrialPlan plan = read_trial_plan(scenarios + "data/welcome_analysis.yaml");
  REQUIRE(plan.metrics.size() == 4);
  CHECK(plan.metrics[1].covariates == std::vector<std::string>{"spent_before"});
  CHECK(plan.metrics[3].age == 30.0);
  CHECK(plan.segments == std::vector<std::string>{"channel"});
  CHECK(plan.split.at("bold") == 1.0);
  CHECK(plan.split_place->file == scenarios + "data/welcome_analysis.yaml");
  const auto schema = nlohmann::json::parse(std::ifstream(scenarios + "analysis.schema.json"));
  const std::string unknown =
      problems_of("none: 1\nmetrics: {a: {none: 1}}\n") + problems_of("metrics: {a: {none: 1}}\n");
  for (const auto& keys : {schema["properties"], schema["definitions"]["metric"]["properties"]}) {
    for (const auto& key : keys.items()) {
      INFO(key.key());
      CHECK(unknown.find(key.key()) != std::string::npos);
    }
  }
}

TEST_CASE("problems of an analysis file have places and the nearest names", "[cli][trial]") {
  CHECK(problems_of("arm: v\ncontrl: a\n").find("2:1: error:") == 0);
  CHECK(problems_of("arm: v\ncontrl: a\n").find("did you mean 'control'?") != std::string::npos);
  CHECK(problems_of("metrics:\n  x: {conversoin: x}\n").find("did you mean 'conversion'?") !=
        std::string::npos);
  CHECK(problems_of("metrics:\n  x: {conversion: x, mean: y}\n")
            .find("2:6: error: metrics.x: 2 kinds "
                  "of metric") == 0);
  CHECK(problems_of("metrics:\n  x: {ratio: a}\n")
            .find("2:14: error: metrics.x.ratio: 1 columns; "
                  "expected [NUMERATOR, DENOMINATOR]") == 0);
  CHECK(problems_of("customers: n\nmetrics:\n  x: {mean: a}\n")
            .find("expected [SUM, SUM OF SQUARES]") != std::string::npos);
  CHECK(problems_of("customers: n\nmetrics:\n  x: {time: [a, b]}\n")
            .find("needs a row for every customer") != std::string::npos);
  CHECK(problems_of("metrics:\n  x: {mean: a, at: 3}\n").find("'at' with a retention alone") !=
        std::string::npos);
  CHECK(problems_of("metrics:\n  x: {retention: [t, e], at: -3}\n").find("an age above 0") !=
        std::string::npos);
  CHECK(problems_of("metrics:\n  x: {mean: a, better: lowr}\n").find("did you mean 'lower'?") !=
        std::string::npos);
  CHECK(problems_of("confidence: 195%\n").find("1:13: error:") == 0);
  CHECK(problems_of("adjust: hom\n").find("holm, bonferroni") != std::string::npos);
  CHECK(problems_of("split: {a: 0}\n").find("a weight above 0") != std::string::npos);
  CHECK(problems_of("[1, 2]\n").find("1:1: error:") == 0);
  CHECK(problems_of("arm: [\n").find("error:") != std::string::npos);
}
