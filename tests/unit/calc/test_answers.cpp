// What calc says to good and bad requests.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "calc/calc.h"
#include "calc/method.h"

using namespace journeylab;
using Json = nlohmann::json;

namespace {

Json ask(const std::string& request) {
  return Json::parse(calc_answer(request, 7));
}

std::string error_of(const std::string& request) {
  const Json answer = ask(request);
  if (!answer.contains("error")) return "(answered) " + answer.dump();
  CHECK(answer["line"] == 7);
  return answer["error"];
}

}  // namespace

TEST_CASE("the short form of a method and its synonyms are understood", "[calc]") {
  const Json answer =
      ask(R"({"method": "two_proportion_diff", "x1": 48, "n1": 80, "x2": 56, "n2": 70})");
  CHECK(answer["type"] == "newcombe");
  // Newcombe 1998, table II, example (a): 0.0524 to 0.3339.
  CHECK(answer["lower"].get<double>() == Approx(0.0524).margin(5e-5));
  CHECK(answer["upper"].get<double>() == Approx(0.3339).margin(5e-5));
}

TEST_CASE("the example of every method works, and help shows it", "[calc]") {
  for (const calc::Method& method : calc::methods()) {
    INFO(method.name);
    for (const std::string& type : calc::words_of(method.types)) {
      const Json answer = ask("{\"method\": \"" + std::string(method.name) + "\", " +
                              std::string(method.example) + "}");
      INFO(type << answer.dump());
      REQUIRE_FALSE(answer.contains("error"));
      for (const std::string& output : calc::words_of(method.outputs))
        CHECK(answer.contains(output));
    }
    const auto help = calc_help(method.name);
    REQUIRE(help.has_value());
    for (const calc::Field& field : method.fields) {
      CHECK(help->find(std::string(field.name)) != std::string::npos);
    }
    CHECK(calc_list().find(std::string(method.name)) != std::string::npos);
  }
}

TEST_CASE("a bad request is answered with what is wrong", "[calc]") {
  CHECK(error_of("{").find("not JSON at column") == 0);
  CHECK(error_of("[1]").find("no object") != std::string::npos);
  CHECK(error_of("{}").find("'method' is missing") == 0);
  CHECK(error_of(R"({"method": "proportion_cy"})").find("did you mean 'proportion_ci'?") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "type": "wilsn", "x": 1, "n": 2})")
            .find("did you mean 'wilson'?") != std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1})").find("'n' is missing") == 0);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 3, "n": 2})").find("at most 'n'") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1.5, "n": 2})").find("a whole number") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1, "n": 0})").find("whole number from 1") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": "many", "n": 2})").find("a number") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1, "n": 2, "conf_level": 95})")
            .find("between 0 and 1") != std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1, "n": 2, "conf_levl": 0.9})")
            .find("did you mean 'conf_level'?") != std::string::npos);
  CHECK(error_of(R"({"method": 5})").find("'method': expected a name") == 0);
}

TEST_CASE("infinite numbers are words and missing ones null with a reason", "[calc]") {
  const Json infinite = ask(
      R"({"method": "two_proportion_ratio", "type": "rr_koopman", "x1": 0, "n1": 10, "x2": 3, "n2": 10})");
  CHECK(infinite["upper"] == "inf");
  const Json missing =
      ask(R"({"method": "two_proportion_test", "x1": 0, "n1": 10, "x2": 0, "n2": 10})");
  CHECK(missing["statistic"].is_null());
  CHECK_FALSE(missing["reason"].get<std::string>().empty());
}

TEST_CASE("the id of a request comes back, also with an error", "[calc]") {
  CHECK(ask(R"({"id": "a", "method": "proportion_ci", "x": 1, "n": 2})")["id"] == "a");
  CHECK(ask(R"({"id": 4, "method": "?"})")["id"] == 4);
}

TEST_CASE("huge counts and rare events have finite answers", "[calc]") {
  for (const char* type : {"newcombe", "miettinen_nurminen", "agresti_caffo", "mee"}) {
    const Json answer = ask(R"({"method": "two_proportion_diff", "x1": 1, "n1": 1000000000, )"
                            R"("x2": 3, "n2": 1000000000, "type": ")" +
                            std::string(type) + "\"}");
    INFO(type << answer.dump());
    REQUIRE(answer["lower"].is_number());
    CHECK(answer["estimate"].get<double>() == Approx(2e-9));
    CHECK(answer["lower"].get<double>() < 2e-9);
    CHECK(answer["upper"].get<double>() > 2e-9);
  }
}
