// Every writer on hand-made answers, whole: what people and programs get to see does not change
// unnoticed.
#include <catch2/catch.hpp>

#include "golden/experiment_sample.h"
#include "golden/golden.h"
#include "golden/sample.h"
#include "report/documents.h"
#include "report/experiment_document.h"
#include "report/writers.h"
#include "store/answer.h"
#include "store/check.h"
#include "store/csv.h"
#include "store/experiment_answer.h"
#include "store/story.h"

using namespace journeylab;

namespace {

struct Case {
  std::string name;
  Sample sample;
};

std::vector<Case> all_samples() {
  return {{"usual", usual_sample()}, {"odd", odd_sample()}, {"empty", empty_sample()}};
}

std::vector<Problem> some_problems() {
  return {{Severity::error,
           {"winback.yaml", 12, 7, "journey.email1.outcomes.opened.chanse"},
           "unknown key 'chanse'",
           "one of chance, after, set, revenue, cost, goal, go, end",
           "chance"},
          {Severity::warning,
           {"winback.yaml", 30, 3, "journey.win|back"},
           "nobody can reach it",
           "",
           ""}};
}

}  // namespace

TEST_CASE("what simulate says stays as it was, in every format and width", "[golden][report]") {
  for (const Case& c : all_samples()) {
    const Document document =
        simulate_document(c.sample.scenario, c.sample.facts, c.sample.analysis);
    for (const std::size_t width : {40u, 80u, 200u}) {
      check_golden("simulate_" + c.name + "_" + std::to_string(width) + ".txt",
                   write_text(document, width, false));
    }
    check_golden("simulate_" + c.name + ".md", write_markdown(document));
  }
}

TEST_CASE("what compare says stays as it was, in every format and width", "[golden][report]") {
  for (const Case& c : all_samples()) {
    const Document document =
        compare_document(c.sample.scenario, c.sample.facts, c.sample.analysis);
    for (const std::size_t width : {40u, 80u, 200u}) {
      check_golden("compare_" + c.name + "_" + std::to_string(width) + ".txt",
                   write_text(document, width, false));
    }
    check_golden("compare_" + c.name + ".md", write_markdown(document));
  }
  const Sample usual = usual_sample();
  const Document document = compare_document(usual.scenario, usual.facts, usual.analysis);
  check_golden("compare_usual_colour.txt", write_text(document, 200, true));
}

TEST_CASE("what experiment says stays as it was, in every format", "[golden][report]") {
  const Scenario scenario = usual_sample().scenario;
  TestResults results = usual_experiment();
  const Document document = experiment_document(scenario, results);
  for (const std::size_t width : {80u, 200u}) {
    check_golden("experiment_" + std::to_string(width) + ".txt",
                 write_text(document, width, false));
  }
  check_golden("experiment.md", write_markdown(document));
  check_golden("experiment.json", write_experiment_json(scenario, results));
  check_golden("experiment.csv", write_experiment_csv(results));
  results.complete = false;
  results.replicates = 0;
  check_golden("experiment_partial.txt",
               write_text(experiment_document(scenario, results), 80, false));
}

TEST_CASE("JSON and CSV answers stay as they were", "[golden][store]") {
  for (const Case& c : all_samples()) {
    check_golden("answer_" + c.name + ".json",
                 write_answer(c.sample.scenario, c.sample.facts, c.sample.analysis, true));
    check_golden("metrics_" + c.name + ".csv",
                 write_metrics_csv(c.sample.scenario, c.sample.analysis));
    check_golden("comparisons_" + c.name + ".csv",
                 write_comparisons_csv(c.sample.scenario, c.sample.analysis));
  }
}

TEST_CASE("a story is told the same way in every format", "[golden][story]") {
  const Scenario scenario = usual_sample().scenario;
  const Story story = usual_story();
  const Document document = story_document(scenario, 0, 17, story);
  check_golden("story_80.txt", write_text(document, 80, false));
  check_golden("story.md", write_markdown(document));
  check_golden("story.json", write_story_json(scenario, 0, 17, story));
  check_golden("story.csv", write_story_csv(scenario, 0, story));
}

TEST_CASE("problems are listed the same way in every format", "[golden][check]") {
  std::vector<Problem> problems = some_problems();
  const std::vector<Problem> warnings = {problems.back()};
  problems.pop_back();
  const Document document = check_document("winback.yaml", problems, warnings);
  check_golden("check_80.txt", write_text(document, 80, false));
  check_golden("check.md", write_markdown(document));
  check_golden("check.json", write_check("winback.yaml", problems, warnings));
  check_golden("check_valid.txt", write_text(check_document("winback.yaml", {}, {}), 80, false));
}
