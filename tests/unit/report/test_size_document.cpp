#include <catch2/catch.hpp>

#include "report/size_document.h"
#include "report/writers.h"

using namespace journeylab;
using Catch::Contains;

namespace {

SizingQuestion question() {
  SizingQuestion asked;
  asked.metric = {.name = "conversion", .window = 30.0};
  for (const double value : {0.04, 0.042, 0.046}) {
    SizedArm arm;
    arm.name = asked.arms.empty() ? "control" : asked.arms.size() == 1 ? "bold" : "brave";
    arm.value = value;
    arm.variance = value * (1.0 - value);
    asked.arms.push_back(arm);
    if (asked.arms.size() > 1) asked.effects.push_back({.value = value - 0.04, .noise = {}});
  }
  return asked;
}

SizingQuestion one_variant() {
  SizingQuestion asked = question();
  asked.arms.pop_back();
  asked.effects.pop_back();
  return asked;
}

std::string text_of(const SizeAnswer& answer) {
  return write_text(size_document(answer), 0, false);
}

SizeAnswer answer_to(const SizingQuestion& asked) {
  SizeAnswer answer;
  answer.sizing = size_test(asked);
  return answer;
}

}  // namespace

TEST_CASE("the size is said in a sentence first", "[report][size]") {
  const std::string text = text_of(answer_to(one_variant()));
  CHECK_THAT(text, Contains("bold: a real test of 308,608 customers (154,304 in control) finds an "
                            "effect of +0.2 points (+5%) on conversion with 80.0% power at "
                            "two-sided 5%\n"));
  CHECK_THAT(text, Contains("depends on the traffic"));
  CHECK_THAT(text, Contains("a real test's noise"));
}

TEST_CASE("days are said with the time to mature, several variants with their own need",
          "[report][size]") {
  SizingQuestion asked = question();
  asked.test.traffic = 2000.0;
  const std::string text = text_of(answer_to(asked));
  CHECK_THAT(text, Contains("They enter in 281 days at 2,000 customers a day, and 30 days more"));
  CHECK_THAT(text, Contains("brave: a real test of") && Contains("it would need"));
  CHECK_THAT(text, Contains("each variant against control at 2.500%"));
  CHECK_THAT(text, Contains("Bonferroni"));
}

TEST_CASE("the inverse question is answered by the smallest effect", "[report][size]") {
  SizingQuestion asked = one_variant();
  asked.customers = 20000;
  CHECK_THAT(text_of(answer_to(asked)),
             Contains("bold: with 20,000 customers (10,000 in control) the smallest effect found "
                      "is +0.8") &&
                 Contains("the expected +0.2 points (+5%) is found with 10.6%"));
  asked.customers = 4;
  CHECK_THAT(text_of(answer_to(asked)), Contains("no effect, however large, is found"));
}

TEST_CASE("a formula that is off is said so", "[report][size]") {
  SizeAnswer answer = answer_to(one_variant());
  SizeCheck check;
  check.planned = 1000;
  check.customers = 300000;
  check.formula_error = 0.05;
  CheckedArm arm;
  arm.variant = "bold";
  arm.formula = 0.8;
  arm.formula_low = 0.78;
  arm.formula_high = 0.82;
  arm.power = {.tests = 1000, .found = 700};
  arm.off = true;
  check.arms = {arm};
  check.false_alarms = {.tests = 1000, .found = 120};
  check.errors_off = true;
  answer.check = check;
  const std::string text = text_of(answer);
  CHECK_THAT(text, Contains("70.0% ± 2.8%") && Contains("promises too much") &&
                       Contains("80.0% (78.0% to 82.0% for the effect's simulation noise)"));
  CHECK_THAT(text, Contains("12.0%") && Contains("more than that"));
  answer.check->why_not = "it is large";
  CHECK_THAT(text_of(answer), Contains("formula's alone: it is large"));
}

TEST_CASE("the size that earns the most has a table", "[report][size]") {
  SizeAnswer answer = answer_to(one_variant());
  answer.roll_out =
      size_roll_out(answer.sizing, {.population = 1e5, .value = 40.0, .prior_deviation = {}});
  const std::string text = text_of(answer);
  CHECK_THAT(text, Contains("expected profit of 100,000 customers") && Contains("earns the most"));
  CHECK_THAT(text, Contains("The size above is larger than the population"));
}
