// The verb size, end to end: its answers, and one message for each thing that cannot be sized.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cases/program/run_program.h"

using Catch::Contains;
using nlohmann::json;

namespace {

const std::vector<std::string> plain{"size", "--baseline", "4%", "--effect", "5%"};
const std::vector<std::string> winback{"size", "scenarios/winback.yaml", "--synthetic-customers",
                                       "20000"};

std::vector<std::string> with(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string answer(const std::vector<std::string>& arguments) {
  const Outcome outcome = run_program(arguments);
  INFO("standard error: " << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

json json_answer(const std::vector<std::string>& arguments) {
  return json::parse(answer(with(arguments, {"--format", "json"})));
}

}  // namespace

TEST_CASE("a size without a scenario", "[program][size]") {
  // R's power.prop.test(p1 = 0.04, p2 = 0.042, power = 0.8) gives n = 154303.9.
  const json found = json_answer(plain);
  CHECK(found.at("size").at("customers").at("control") == 154304);
  CHECK(found.at("scenario").is_null());
  CHECK_THAT(answer(plain), Contains("a real test of 308,608 customers"));
  CHECK_THAT(answer(with(plain, {"--format", "markdown"})), Contains("| "));
  CHECK_THAT(answer(with(plain, {"--format", "csv"})), Catch::StartsWith("row,metric,variant"));
  // 16 sd^2 / d^2 is the rule of thumb: 1600 for a tenth of a deviation.
  const json mean =
      json_answer({"size", "--mean", "50", "--sd", "10", "--effect", "1", "--power", "80%"});
  CHECK(mean.at("size").at("customers").at("control") == 1570);
}

TEST_CASE("a size of a scenario", "[program][size]") {
  const json found = json_answer(with(winback, {"--traffic", "20000/day", "--tests", "5"}));
  CHECK(found.at("metric").at("name") == "conversion");
  CHECK(found.at("metric").at("mature_after_days") == 60.0);
  CHECK(found.at("size").at("days") == found.at("size").at("entry_days").get<int>() + 60);
  CHECK(found.at("check").at("power").at(0).at("simulated").at("tests") == 5);
  CHECK(found.at("guardrails").at(0).at("metric") == "contacts");
  const json inverse = json_answer(with(winback, {"--customers", "100000", "--tests", "0"}));
  CHECK(inverse.at("check").is_null());
  CHECK(inverse.at("size").at("total") == 100000);
  CHECK(inverse.at("comparisons").at(0).at("power") < 0.8);
  for (const char* metric : {"revenue", "retention_90", "contacts"}) {
    CAPTURE(metric);
    CHECK(json_answer(with(winback, {"--metric", metric, "--tests", "0", "--effect", "5%"}))
              .at("size")
              .at("total") > 100);
  }
}

TEST_CASE("a size that earns the most", "[program][size]") {
  const json found = json_answer(
      with(plain, {"--value-per-conversion", "40", "--traffic", "2000/day", "--horizon", "365"}));
  const json& roll = found.at("test_and_roll");
  CHECK(roll.at("population") == 730000);
  CHECK(roll.at("best").at("profit") >= roll.at("classical").at("profit"));
}

TEST_CASE("what cannot be sized gets one message each", "[program][size]") {
  check_refused({"size"}, "size needs a scenario file, or --baseline");
  check_refused({"size", "--baseline", "4%"}, "--effect: without a scenario");
  check_refused({"size", "--baseline", "0", "--effect", "5%"}, "at the ends nothing varies");
  check_refused({"size", "--baseline", "100%", "--effect", "5%"}, "at the ends nothing varies");
  check_refused({"size", "--mean", "4", "--effect", "5%"}, "--sd");
  check_refused({"size", "--baseline", "60%", "--effect", "80%"}, "cannot be reached");
  check_refused({"size", "--baseline", "4%", "--effect", "0"}, "no number of customers");
  check_refused({"size", "--baseline", "4%", "--effect", "lots"}, "a change: 5%");
  check_refused(with(plain, {"--power", "5%"}), "not above alpha");
  check_refused(with(plain, {"--traffic", "0/day"}), "customers a day above 0");
  check_refused(with(plain, {"--split", "variant=0"}), "gets no customers");
  check_refused(with(plain, {"--split", "variatn=2"}), "did you mean 'variant'?");
  check_refused(with(plain, {"--days", "10"}), "add --traffic");
  check_refused(with(plain, {"--days", "10", "--customers", "5"}), "excludes");
  check_refused(with(plain, {"--looks", "5"}), "a fixed design looks once");
  check_refused(with(plain, {"--design", "pocok"}), "did you mean 'pocock'?");
  check_refused(with(plain, {"--cuped-correlation", "1"}), "between -1 and 1");
  check_refused(with(plain, {"--icc", "2"}), "intraclass");
  check_refused(with(plain, {"--prior-sd", "1pp"}), "add --population");
  check_refused(with(plain, {"--population", "1e6"}), "--value-per-conversion");
  check_refused(with(winback, {"--metric", "convresion"}), "did you mean 'conversion'?");
  check_refused(with(winback, {"--variant", "erly_sms"}), "did you mean 'early_sms'?");
  check_refused(with(winback, {"--traffic", "2000/day", "--days", "40"}), "40 days are too few");
  check_refused(with(winback, {"--baseline", "4%"}), "without a scenario");
  check_refused(with(winback, {"--metric", "retention_90", "--cuped-correlation", "0.5"}),
                "not life tables");
}
