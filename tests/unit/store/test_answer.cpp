#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "golden/sample.h"
#include "store/answer.h"
#include "store/check.h"
#include "unit/store/schema_errors.h"

using namespace journeylab;
using nlohmann::json;

namespace {

json answer_of(const Sample& sample, bool compare = true) {
  return json::parse(write_answer(sample.scenario, sample.facts, sample.analysis, compare));
}

std::string schema_errors(const json& answer) {
  return ::schema_errors("results.schema.json", answer);
}

}  // namespace

TEST_CASE("every answer keeps to the results schema", "[store][answer]") {
  for (const Sample& sample : {usual_sample(), odd_sample(), empty_sample()}) {
    for (const bool compare : {false, true}) {
      CHECK(schema_errors(answer_of(sample, compare)) == "");
    }
  }
}

TEST_CASE("the results schema refuses answers that lack or bend what is promised",
          "[store][answer]") {
  const json good = answer_of(usual_sample());
  const auto broken = [&](auto&& change) {
    json answer = good;
    change(answer);
    return schema_errors(answer) != "";
  };
  const json::json_pointer conversion("/variants/control/metrics/conversion");
  for (const auto& [key, value] : good.items()) {
    INFO(key);
    CHECK(broken([&, k = key](json& a) { a.erase(k); }));
  }
  for (const char* key : {"estimate", "standard_error", "ci_low", "ci_high", "n"}) {
    INFO(key);
    CHECK(broken([&](json& a) { a[conversion].erase(key); }));
    CHECK(broken([&](json& a) { a[conversion][key] = "0.5"; }));
  }
  for (const auto& [key, value] : good["comparisons"][0].items()) {
    INFO(key);
    CHECK(broken([&, k = key](json& a) { a["comparisons"][0].erase(k); }));
  }
  CHECK(broken([&](json& a) { a[conversion]["estimate"] = nullptr; }));  // no reason
  CHECK(broken([](json& a) { a["comparisons"][0]["verdict"] = "significant"; }));
  CHECK(broken([](json& a) { a["complete"] = false; }));  // of how many?
  CHECK(broken([](json& a) { a["variants"]["control"]["endings"]["lost"] = -1; }));
  CHECK(broken(
      [](json& a) { a["variants"]["control"]["curves"]["retention_90"].erase("survival"); }));
  CHECK(broken([](json& a) { a["variants"]["control"].erase("distributions"); }));
  for (const char* key : {"customers", "none", "least", "most", "quantiles", "bins"}) {
    INFO(key);
    CHECK(
        broken([&](json& a) { a["variants"]["control"]["distributions"]["revenue"].erase(key); }));
  }
  CHECK(broken([](json& a) { a["scenario"]["sha256"] = "abc"; }));
}

TEST_CASE("the answer holds the values of the analysis under their names", "[store][answer]") {
  const Sample sample = usual_sample();
  const json answer = answer_of(sample);
  CHECK(answer["journeylab"] == "0.1.0");
  CHECK(answer["seed"] == 1);
  const json& control = answer["variants"]["control"];
  CHECK(control["metrics"]["conversion"]["estimate"].get<double>() == 0.0814);
  CHECK(control["metrics"]["conversion"]["n"] == 200000);
  CHECK(control["segments"]["loyal"]["customers"] == 100000);
  CHECK(control["steps"]["email1"]["outcomes"]["ignored"]["completed"] == 144990);
  CHECK(control["steps"]["purchase"]["outcomes"].is_object());
  CHECK(control["touchpoints"]["sms"]["cost"] == 9350.0);
  CHECK(control["goals"]["purchase"]["customers"] == 16279);
  CHECK(control["endings"]["censored"] == 17000);
  CHECK(control["steps"]["sms"]["mean_time"] == 1.25);
  CHECK(control["curves"].size() == 3);
  CHECK(control["curves"]["conversion"]["customers"] == 200000);
  CHECK(control["curves"]["conversion"]["among_reached"][0]["time"] == 3.5625);
  const json& revenue = control["distributions"]["revenue"];
  CHECK(revenue["none"] == 183721);
  CHECK(revenue["least"] == -2.5);
  CHECK(revenue["quantiles"][1]["amount"] == 405.0625);
  CHECK(revenue["bins"]["low"] == json({-2.5625, 100.0}));
  CHECK(revenue["bins"]["customers"] == json({1, 16278}));
  CHECK(control["curves"]["retention_90"]["survival"][1].get<double>() == 0.6);
  CHECK(control["curves"]["time_to_purchase"].contains("incidence"));
  CHECK(control["metrics"]["time_to_purchase"]["among_reached"]["n"] == 16666);
  CHECK(control["metrics"]["time_to_purchase"]["quantiles"][1]["time"].is_null());
  const json& first = answer["comparisons"][0];
  CHECK(first["variant"] == "early_sms");
  CHECK(first["segment"].is_null());
  CHECK(first["p_value"].get<double>() == 1e-300);
  CHECK(first["verdict"] == "better");
  CHECK(answer["comparisons"][3]["guardrail"]["verdict"] == "broken");
  CHECK(answer["comparisons"][6]["segment"] == "dormant");
  CHECK(answer["comparisons"][6]["exploratory"] == true);
  CHECK(answer_of(sample, false)["comparisons"].empty());
}

TEST_CASE("the scenario's document is quoted with its numbers and its texts apart",
          "[store][answer]") {
  const json document = answer_of(usual_sample())["scenario"]["document"];
  CHECK(document["customers"] == 200000);
  CHECK(document["horizon"] == "365 days");
  CHECK(document["language"] == "1");    // it stood in quotes
  CHECK(document["x-huge"] == "1e999");  // no double holds it
  CHECK(document["x-nothing"].is_null());
}

TEST_CASE("no answer holds NaN or infinity, whatever the analysis holds", "[store][answer]") {
  Sample sample = usual_sample();
  Estimate& estimate = sample.analysis.variants[0].metrics[0].estimate;
  estimate.value = std::numeric_limits<double>::quiet_NaN();
  estimate.high = std::numeric_limits<double>::infinity();
  sample.analysis.variants[0].curves[1]->high[0] = -std::numeric_limits<double>::infinity();
  const json answer = answer_of(sample);
  const json& conversion = answer["variants"]["control"]["metrics"]["conversion"];
  CHECK(conversion["estimate"].is_null());
  CHECK(conversion["ci_high"].is_null());
  CHECK(conversion["reason"] == "not a finite number");
  CHECK(answer["variants"]["control"]["curves"]["retention_90"]["ci_high"][0].is_null());
  CHECK(schema_errors(answer) == "");
}

TEST_CASE("a partial run says how many customers it was to have", "[store][answer]") {
  Sample sample = odd_sample();
  sample.facts.seed = 18446744073709551615u;
  const json answer = answer_of(sample);
  CHECK(answer["complete"] == false);
  CHECK(answer["customers"] == 1234);
  CHECK(answer["planned"] == 100000);
  CHECK(answer["seed"].get<std::uint64_t>() == 18446744073709551615u);
}

TEST_CASE("the answer of check lists errors, then warnings, and is valid without errors",
          "[store][check]") {
  Problem error{Severity::error, {"f.yaml", 3, 5, "journey.a"}, "unknown key 'b'", "one of c", "c"};
  Problem warning = error;
  warning.severity = Severity::warning;
  const json answer = json::parse(write_check("f.yaml", {error}, {warning}));
  CHECK(answer["valid"] == false);
  REQUIRE(answer["problems"].size() == 2);
  CHECK(answer["problems"][0] == json({{"file", "f.yaml"},
                                       {"line", 3},
                                       {"column", 5},
                                       {"path", "journey.a"},
                                       {"found", "unknown key 'b'"},
                                       {"expected", "one of c"},
                                       {"nearest", "c"},
                                       {"severity", "error"}}));
  CHECK(answer["problems"][1]["severity"] == "warning");
  CHECK(json::parse(write_check("f.yaml", {}, {warning}))["valid"] == true);
}
