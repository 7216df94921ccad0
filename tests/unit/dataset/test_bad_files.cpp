// Files that are not what they should be: one clear message each, with its place.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "base/problem.h"
#include "dataset/trial_analysis.h"
#include "support/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;

namespace {

// What is said against a file asked for the mean of x, without the file's name.
std::string refusal(std::string_view text, const TrialMetric& metric) {
  const TrialPlan plan{
      .arm = "arm", .control = "a", .metrics = {metric}, .segments = {}, .split = {}};
  const TemporaryFile file(text);
  try {
    (void)analyze_trial(read_trial(file.path(), plan), plan);
  } catch (const InputError& error) {
    std::string all;
    for (const Problem& problem : error.problems()) {
      CHECK(problem.place.file == file.path());
      if (!all.empty()) all += '\n';
      all += describe(problem).substr(file.path().size() + 1);
    }
    return all;
  }
  return "(not refused)";
}

const TrialMetric mean_of_x{.name = "x", .kind = TrialKind::mean, .columns = {"x"}};
const TrialMetric time_to_x{.name = "x", .kind = TrialKind::time, .columns = {"x", "event"}};

}  // namespace

TEST_CASE("a file that is no table is refused", "[trial][bad]") {
  const auto said = [](std::string_view text) { return refusal(text, mean_of_x); };
  CHECK(said("") == "1:1: error: an empty file; expected a header and its rows");
  CHECK(said("arm,x\n") ==
        "1:1: error: no rows below the header; expected a row for every customer");
  CHECK(said("arm,x\na,1\nb\n") == "3:1: error: a row of 1 values; expected 2, as in the header");
  CHECK(said("arm,x\na,\"1\nb,2\n") ==
        "2:3: error: a quote that is not closed; expected '\"' at the end of the value");
  CHECK(said(std::string_view("arm,x\na,1\nb,\0002\n", 15)) ==
        "3:3: error: the byte 0x00; expected a file of text, saved as UTF-8");
  CHECK(said("arm;x\na;1\n") ==
        "1:1: error: a header with ';' between its names; expected ',' between the values (and '.' "
        "in decimals)");
  CHECK(said("arm\tx\na\t1\n").find("a header with tabs between its names") != std::string::npos);
}

TEST_CASE("names that are not there, or twice, are refused together", "[trial][bad]") {
  CHECK(refusal("arms,y\na,1\n", mean_of_x) ==
        "1:1: error: no column 'arm' (the arm); expected one of arms or y; did you mean 'arms'?\n"
        "1:1: error: no column 'x' (metric x); expected one of arms or y; did you mean 'y'?");
  CHECK(refusal("arm,x,x\na,1,1\n", mean_of_x) ==
        "1:1: error: two columns 'x' (metric x); expected one");
  // What is not asked for may be there twice.
  CHECK(refusal("arm,x,z,z\na,1,,\nb,2,,\na,2,,\nb,1,,\n", mean_of_x) == "(not refused)");
}

TEST_CASE("values that are no numbers are refused with what was meant", "[trial][bad]") {
  const auto said = [](std::string_view value) {
    return refusal(fmt::format("arm,x\na,{}\nb,2\n", value), mean_of_x);
  };
  CHECK(said("many") == "2:3: error: x: 'many'; expected a number");
  CHECK(said("\"1,5\"") ==
        "2:3: error: x: '1,5'; expected a number with a point before its decimals and nothing "
        "between thousands, like 1234.5");
  CHECK(said("5%") ==
        "2:3: error: x: '5%'; expected a number alone, without signs or units, like 1234.5");
  CHECK(said("1e999").find("a number of at most 1e150") != std::string::npos);
  CHECK(said("-2e150").find("a number of at most 1e150") != std::string::npos);
  CHECK(said("inf") == "2:3: error: x: 'inf'; expected a number");
  CHECK(said(" 1.5 ") == "(not refused)");
  CHECK(
      refusal("arm,x\na,no\nb,2\nb,never\n", {.name = "x", .columns = {"x"}}) ==
      "3:3: error: x: '2' (and 1 more in this column); expected 0 or 1 (or true, false, yes, no)");
}

TEST_CASE("times and their events are what they should be", "[trial][bad]") {
  CHECK(refusal("arm,x,event\na,-1,1\nb,2,0\n", time_to_x) ==
        "2:3: error: x: '-1'; expected a time of at least 0");
  CHECK(refusal("arm,x,event\na,1,2\nb,2,0\n", time_to_x) ==
        "2:5: error: event: '2'; expected 0 or 1 (or true, false, yes, no)");
}

TEST_CASE("arms that make no experiment are refused", "[trial][bad]") {
  CHECK(refusal("arm,x\n,1\n", mean_of_x).find("no row names an arm") != std::string::npos);
  CHECK(refusal("arm,x\na,1\na,2\n", mean_of_x).find("only one value, 'a'") != std::string::npos);
  CHECK(refusal("arm,x\nA,1\nb,2\n", mean_of_x) ==
        " error: arm: no row of arm 'a', the control; expected one of A, b; did you mean 'A'?");
  CHECK(refusal("arm,x\n\xE9,1\nb,2\n", mean_of_x) ==
        "2:1: error: the byte 0xE9 is not UTF-8 text; expected a file saved as UTF-8");
  // Blanks around names, and bytes in columns that nobody asks for, do no harm.
  CHECK(refusal("arm , x,z\n a ,1,\xE9\nb,2,\na,2,\n b,1,\n", mean_of_x) == "(not refused)");
}

TEST_CASE("a split for other arms is refused", "[trial][bad]") {
  const TemporaryFile file("arm,x\na,1\nb,2\na,2\nb,1\n");
  TrialPlan plan{
      .arm = "arm", .control = "a", .metrics = {mean_of_x}, .segments = {}, .split = {{"a", 1.0}}};
  const TrialData data = read_trial(file.path(), plan);
  CHECK_THROWS_WITH(analyze_trial(data, plan), Catch::Contains("no weight for arm 'b'"));
  plan.split["bb"] = 1.0;
  CHECK_THROWS_WITH(analyze_trial(data, plan), Catch::Contains("did you mean 'b'?"));
  CHECK_THROWS_WITH(analyze_trial(data, plan), Catch::Contains("error: --split: no arm 'bb'"));
  // A split of an analysis file is told at its place there.
  plan.split_place = Place{.file = "a.yaml", .line = 3, .column = 8, .path = "split"};
  CHECK_THROWS_WITH(analyze_trial(data, plan),
                    Catch::StartsWith("a.yaml:3:8: error: split: no arm 'bb'"));
}
