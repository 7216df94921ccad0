// From rows to the summaries of arms and segments.
#include <catch2/catch.hpp>

#include "base/problem.h"
#include "dataset/trial_data.h"
#include "support/temporary_file.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;

namespace {

TrialPlan plan() {
  return {.arm = "arm",
          .control = "old",
          .metrics = {{.name = "bought", .kind = TrialKind::conversion, .columns = {"bought"}},
                      {.name = "spent", .kind = TrialKind::mean, .columns = {"spent"}}},
          .segments = {"channel"},
          .split = {}};
}

constexpr const char* table =
    "arm,bought,spent,channel\n"
    "new,TRUE,3.5,mail\n"
    "old,0,0,shop\n"
    "old,yes,2,mail\n"
    "new,f,NA,mail\n"
    ",1,1,mail\n"
    "old,1,4,\n";

std::string refusal(const std::string& text, const TrialPlan& asked) {
  const TemporaryFile file(text);
  try {
    (void)read_trial(file.path(), asked);
  } catch (const InputError& error) {
    std::string all;
    for (const Problem& problem : error.problems()) all += describe(problem) + '\n';
    return all;
  }
  return "(not refused)";
}

}  // namespace

TEST_CASE("rows are counted by arm and segment, control first", "[trial]") {
  const TemporaryFile file(table);
  const TrialData data = read_trial(file.path(), plan());
  CHECK(data.arms == std::vector<std::string>{"old", "new"});
  CHECK(data.rows == 6);
  CHECK(data.rows_without_arm == 1);
  CHECK(data.total[0].customers == 3);
  CHECK(data.total[1].customers == 2);
  CHECK(data.total[0].metrics[0].share == ShareTally{.n = 3, .successes = 2});
  CHECK(data.total[0].metrics[1].moments.mean[0] == Approx(2.0));
  CHECK(data.total[0].metrics[1].moments.variance(0) == Approx(4.0));
  CHECK(data.total[1].metrics[1].missing == 1);
  REQUIRE(data.segments.size() == 3);
  CHECK(data.segments[0].value == "(missing)");
  CHECK(data.segments[1].value == "mail");
  CHECK(data.segments[1].arms[0].customers == 1);
  CHECK(data.segments[1].arms[1].customers == 2);
  CHECK(data.segments[2].arms[1].customers == 0);
}

TEST_CASE("columns that are not there are named all at once", "[trial]") {
  TrialPlan wrong = plan();
  wrong.metrics[0].columns = {"bougth"};
  wrong.segments = {"chanel"};
  const std::string message = refusal(table, wrong);
  CHECK(message.find("no column 'bougth' (metric bought)") != std::string::npos);
  CHECK(message.find("did you mean 'bought'?") != std::string::npos);
  CHECK(message.find("did you mean 'channel'?") != std::string::npos);
}

TEST_CASE("values that are not numbers are refused, the first in full", "[trial]") {
  const std::string message =
      refusal("arm,bought,spent,channel\nold,0,x,a\nnew,2,5,a\nold,1,y,a\n", plan());
  CHECK(message.find(":2:7: error: spent: 'x' (and 1 more in this column); expected a number") !=
        std::string::npos);
  CHECK(message.find(":3:5: error: bought: '2'; expected 0 or 1") != std::string::npos);
}

TEST_CASE("one arm, no control or an arm for everybody is refused", "[trial]") {
  CHECK(refusal("arm,bought,spent,channel\nold,0,1,a\n", plan()).find("only one value, 'old'") !=
        std::string::npos);
  CHECK(refusal("arm,bought,spent,channel\n", plan()).find("no rows") != std::string::npos);
  TrialPlan wrong = plan();
  wrong.control = "odl";
  CHECK(refusal(table, wrong).find("did you mean 'old'?") != std::string::npos);
  std::string many = "arm,bought,spent,channel\n";
  for (int i = 0; i < 200; ++i) many += std::to_string(i) + ",0,1,a\n";
  CHECK(refusal(many, plan()).find("more than 100 values") != std::string::npos);
}
