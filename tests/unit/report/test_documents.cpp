#include <algorithm>

#include <catch2/catch.hpp>

#include "golden/sample.h"
#include "report/documents.h"

using namespace journeylab;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const Section& section(const Document& document, const std::string& heading) {
  for (const Section& each : document.sections) {
    if (each.heading == heading) return each;
  }
  FAIL("no section '" << heading << "'");
  return document.sections.front();
}

std::string all_notes(const Table& table) {
  std::string notes;
  for (const Text& note : table.notes) notes += note.text + '\n';
  return notes;
}

Document comparison(const Sample& sample) {
  return compare_document(sample.scenario, sample.facts, sample.analysis);
}

Document simulation(const Sample& sample) {
  return simulate_document(sample.scenario, sample.facts, sample.analysis);
}

}  // namespace

TEST_CASE("the answer comes first, as one sentence a variant", "[report][compare]") {
  const Document document = comparison(usual_sample());
  REQUIRE(document.sections.at(1).heading == "Answer");
  const Text& first = document.sections[1].paragraphs.at(0);
  CHECK(first.text ==
        "early_sms: conversion is 0.620 points higher than control (8.140% → 8.760%), 95% interval "
        "0.600 to 0.640 points: better");
  CHECK(first.tone == Tone::good);
}

TEST_CASE("a sentence tells lower, same, undecided and missing apart", "[report][compare]") {
  Sample sample = usual_sample();
  Comparison& primary = sample.analysis.comparisons[0];
  const auto answer = [&] { return comparison(sample).sections.at(1).paragraphs.at(0); };

  primary.difference.value = -0.0062;
  primary.difference.low = -0.0064;
  primary.difference.high = -0.0060;
  primary.verdict = Verdict::worse;
  CHECK_THAT(answer().text, Contains("is 0.620 points lower than control") &&
                                Contains("-0.640 to -0.600 points: worse"));
  CHECK(answer().tone == Tone::bad);

  primary.verdict = Verdict::same;
  CHECK_THAT(answer().text,
             Contains("is the same as in control") && Contains("no customer differs"));

  primary.verdict = Verdict::undecided;
  primary.difference.low.reset();
  primary.difference.high.reset();
  primary.difference.reason = "one group";
  CHECK_THAT(answer().text, Contains("no interval (one group): undecided"));
  CHECK(answer().tone == Tone::unsure);

  primary.difference.value.reset();
  CHECK_THAT(answer().text, Contains("cannot be compared with control") && Contains(": one group"));
}

TEST_CASE("a broken guardrail stands in the answer", "[report][compare]") {
  const Section answer = section(comparison(usual_sample()), "Answer");
  const auto broken =
      std::find_if(answer.paragraphs.begin(), answer.paragraphs.end(),
                   [](const Text& t) { return t.text.find("guardrail") != std::string::npos; });
  REQUIRE(broken != answer.paragraphs.end());
  CHECK(broken->text ==
        "early_sms: the guardrail on contacts is broken: 5.670% worse (one-sided 95% bounds 5.640% "
        "and "
        "5.700%), at most 5% worse is accepted");
  CHECK(broken->tone == Tone::bad);
}

TEST_CASE("without a primary metric or a comparison the answer says that", "[report][compare]") {
  Sample sample = usual_sample();
  sample.scenario.metrics[0].primary = false;
  CHECK_THAT(comparison(sample).sections.at(1).paragraphs.at(0).text,
             StartsWith("No metric is marked primary"));
  CHECK_THAT(comparison(empty_sample()).sections.at(1).paragraphs.at(0).text,
             StartsWith("There is nothing to compare"));
}

TEST_CASE("segments are marked exploratory and stand apart", "[report][compare]") {
  const Document document = comparison(usual_sample());
  CHECK(section(document, "Metrics").tables.at(0).rows.size() == 5);
  const Section& segments = section(document, "Segments");
  CHECK(segments.tables.at(0).rows.size() == 2);
  CHECK_THAT(segments.tables.at(0).caption, Contains("exploratory"));
  CHECK_THAT(segments.paragraphs.at(0).text, StartsWith("Exploratory"));
}

TEST_CASE("every table names the kind of uncertainty that it shows", "[report]") {
  for (const Sample& sample : {usual_sample(), odd_sample()}) {
    for (const Document& document : {simulation(sample), comparison(sample)}) {
      for (const Section& each : document.sections) {
        for (const Table& table : each.tables)
          CHECK_THAT(all_notes(table), Contains("simulation noise"));
      }
    }
  }
}

TEST_CASE("every row of every table is as long as its head", "[report]") {
  for (const Sample& sample : {usual_sample(), odd_sample(), empty_sample()}) {
    for (const Document& document : {simulation(sample), comparison(sample)}) {
      for (const Section& each : document.sections) {
        for (const Table& table : each.tables) {
          for (const auto& row : table.rows) CHECK(row.size() == table.columns.size());
        }
      }
    }
  }
}

TEST_CASE("a partial run says so before anything else is read", "[report]") {
  const Section first = comparison(odd_sample()).sections.at(0);
  CHECK_THAT(first.paragraphs.at(1).text, Contains("Stopped early: 1,234 of 100,000 customers"));
  CHECK(comparison(usual_sample()).sections.at(0).paragraphs.size() == 3);
}

TEST_CASE("what is missing is shown as missing, with the reason beside it", "[report]") {
  const Section control = section(simulation(odd_sample()), "Variant control");
  const Table& metrics = control.tables.at(0);
  CHECK(metrics.rows.at(3).at(2).text == "–");
  CHECK_THAT(all_notes(metrics), Contains("# ratio_ (all)") &&
                                     Contains(": the denominator is 0 for every customer") &&
                                     Contains(": no customers"));
}

TEST_CASE("the flow has each step, its ways and their shares", "[report][simulate]") {
  const Section control = section(simulation(usual_sample()), "Variant control");
  const Table& flow = control.tables.at(1);
  REQUIRE(flow.rows.size() == 3 + 4);
  CHECK(flow.rows[1][0].text == "→ opened");
  CHECK(flow.rows[1][2].text == "27.50%");
  CHECK(flow.rows[2][3].text == "144,990");
  CHECK(flow.rows[3][0].text == "sms");
  CHECK(flow.rows[3][5].text == "3.21");
}

TEST_CASE("one segment alone is not shown beside the total", "[report][simulate]") {
  Sample sample = usual_sample();
  for (VariantResult& variant : sample.analysis.variants) variant.segments.resize(1);
  const Table metrics = section(simulation(sample), "Variant control").tables.at(0);
  CHECK(metrics.columns.size() == 4);
  CHECK(metrics.rows.size() == 5);
}

TEST_CASE("check counts errors and warnings, and warnings leave a file valid", "[report][check]") {
  const Problem error{Severity::error, {"f", 1, 2, "a"}, "wrong", "", ""};
  const Problem warning{Severity::warning, {"f", 1, 2, "a"}, "odd", "", ""};
  CHECK(check_document("f", {error, error}, {warning}).title == "f: 2 errors, 1 warning");
  CHECK(check_document("f", {}, {warning, warning}).title == "f: valid, 2 warnings");
  CHECK(check_document("f", {}, {}).title == "f: valid");
  CHECK(check_document("f", {error}, {}).sections.at(0).paragraphs.at(0).text == describe(error));
}

TEST_CASE("a story has its clock, its steps and what happens in plain words", "[report][story]") {
  const Document document = story_document(usual_sample().scenario, 0, 17, usual_story());
  CHECK(document.title == "winback: customer 17 in control");
  const Section& story = document.sections.at(0);
  CHECK(story.paragraphs.at(0).text == "Segment dormant; age = 41.5.");
  CHECK(story.paragraphs.at(1).text == "In all: 3 visits, 2 contacts, revenue 33.13, cost 0.052.");
  const Table& table = story.tables.at(0);
  REQUIRE(table.rows.size() == 14);  // two costs are told with their contacts
  CHECK(table.rows[2][2].text == "contacted through email (cost 0.002)");
  // 4.00104 and 4.00204 differ in the third decimal.
  CHECK(table.rows[6][0].text == "day 3.000");
  CHECK(table.rows[13][2].text == "the horizon is reached: still in the journey (censored)");
}
