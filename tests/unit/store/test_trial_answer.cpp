// The JSON and CSV answers of analyze.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "dataset/trial_analysis.h"
#include "store/trial_answer.h"
#include "support/temporary_file.h"
#include "unit/store/schema_errors.h"

using namespace journeylab;
using journeylab::testing::TemporaryFile;
using nlohmann::json;

namespace {

TrialPlan plan() {
  return {.arm = "variant",
          .control = "plain",
          .metrics = {{.name = "bought", .columns = {"bought"}},
                      {.name = "spent",
                       .kind = TrialKind::mean,
                       .columns = {"spent"},
                       .covariates = {"spent_before"}},
                      {.name = "per day", .kind = TrialKind::ratio, .columns = {"spent", "days"}},
                      {.name = "days", .kind = TrialKind::time, .columns = {"days", "left"}},
                      {.name = "day 30",
                       .kind = TrialKind::retention,
                       .columns = {"days", "left"},
                       .age = 30.0}},
          .segments = {"channel"},
          .split = {}};
}

json answer_of(const std::string& path, const TrialPlan& asked) {
  const TrialData data = read_trial(path, asked);
  return json::parse(write_trial_json(asked, data, analyze_trial(data, asked), "1.2.3"));
}

}  // namespace

TEST_CASE("every answer of analyze keeps to its schema", "[store][trial]") {
  const json usual = answer_of(JOURNEYLAB_SOURCE_DIR "/scenarios/data/welcome.csv", plan());
  CHECK(schema_errors("analysis.schema.json", usual) == "");
  CHECK(usual["comparisons"].size() == 5 * 4);
  CHECK(usual["plan"]["customers"].is_null());
  CHECK(usual["plan"]["metrics"][4]["columns"] == json{"days", "left"});
  CHECK(usual["plan"]["metrics"][4]["age"] == 30.0);
  CHECK(usual["plan"]["metrics"][1]["covariates"] == json{"spent_before"});
  // Nothing varies, a segment has one arm, a value is missing.
  const TemporaryFile file(
      "variant,channel,bought,spent,spent_before,days,left\nplain,a,0,1,1,2,0\nplain,a,0,1,1,2,0\n"
      "bold,a,0,1,1,2,0\nbold,b,0,,1,2,0\n");
  CHECK(schema_errors("analysis.schema.json", answer_of(file.path(), plan())) == "");
}

TEST_CASE("the schema of analyze refuses what lacks or bends what is promised", "[store][trial]") {
  const json good = answer_of(JOURNEYLAB_SOURCE_DIR "/scenarios/data/welcome.csv", plan());
  const auto broken = [&](auto&& change) {
    json answer = good;
    change(answer);
    return !schema_errors("analysis.schema.json", answer).empty();
  };
  CHECK(broken([](json& answer) { answer.erase("sample_ratio"); }));
  CHECK(broken([](json& answer) { answer["command"] = "compare"; }));
  CHECK(broken([](json& answer) { answer["plan"]["metrics"].clear(); }));
  CHECK(broken([](json& answer) { answer["sample_ratio"]["state"] = "fine"; }));
  CHECK(broken([](json& answer) { answer["comparisons"][0]["verdict"] = "significant"; }));
  CHECK(broken([](json& answer) { answer["comparisons"][0]["p_value"] = 1.5; }));
  CHECK(broken([](json& answer) { answer["comparisons"][0]["difference"]["estimate"] = nullptr; }));
  CHECK(broken([](json& answer) { answer["uncertainty"]["kind"] = "simulation noise"; }));
}
