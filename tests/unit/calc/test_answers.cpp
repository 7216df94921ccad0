// What calc says to good and bad requests.
#include <cmath>
#include <map>

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

// Of types that need other fields than the example of their method, which is made for the default.
const std::map<std::string, std::string> fields_of_type{
    {"logrank logrank_stratified",
     R"({"time": [1, 2, 3, 4, 2, 3, 4, 5], "event": [1, 1, 1, 1, 1, 1, 0, 1],
         "group": [1, 2, 1, 2, 1, 2, 1, 2], "stratum": [1, 1, 1, 1, 2, 2, 2, 2]})"},
    {"bayes_best normal", R"({"mean": [1.0, 1.2, 1.1], "sd": [0.1, 0.1, 0.2]})"},
    {"confseq_bounds gamma_exponential", R"({"v": 100, "v_opt": 100, "c": 1})"},
    {"confseq_bounds gamma_poisson", R"({"v": 100, "v_opt": 100, "c": 1})"},
    {"confseq_bounds beta_binomial_two_sided", R"({"v": 100, "v_opt": 100, "g": 0.5, "h": 0.5})"},
    {"confseq_bounds beta_binomial_one_sided", R"({"v": 100, "v_opt": 100, "g": 0.5, "h": 0.5})"},
    {"group_sequential spend_power", R"({"k": 3, "sided": 1, "power": 0.9, "parameter": 2})"},
    {"group_sequential_stop spend_power", R"({"k": 3, "stage": 2, "z": 2.9, "parameter": 2})"},
    {"samplesize_multiarm chisq_w", R"({"k_groups": 3, "effect": 0.1, "df": 2})"},
    {"samplesize_noninferiority z",
     R"({"value_control": 5, "value_treat": 5, "sd": 2, "margin": 0.3})"},
    {"test_and_roll beta", R"({"population": 100000, "a": 4, "b": 16, "value": 1})"},
};

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
    const Json answer = ask("{\"method\": \"" + std::string(method.name) + "\", " +
                            std::string(method.example) + "}");
    INFO(answer.dump());
    REQUIRE_FALSE(answer.contains("error"));
    for (const std::string& output : calc::words_of(method.outputs)) {
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

TEST_CASE("every type of every method answers", "[calc]") {
  std::size_t asked = 0;
  for (const calc::Method& method : calc::methods()) {
    const Json example = Json::parse("{" + std::string(method.example) + "}");
    for (const std::string& type : calc::words_of(method.types)) {
      const std::string name(method.name);
      const auto own = fields_of_type.find(name + " " + type);
      Json request = own == fields_of_type.end() ? example : Json::parse(own->second);
      request["method"] = name;
      request["type"] = type;
      INFO(request.dump());
      const Json answer = ask(request.dump());
      INFO(answer.dump());
      REQUIRE_FALSE(answer.contains("error"));
      CHECK(answer["type"] == type);
      CHECK(answer["method"] == name);
      CHECK(answer.dump().find("nan") == std::string::npos);
      ++asked;
    }
  }
  CHECK(asked > 150);
}

TEST_CASE("where nothing is estimated, its degrees of freedom are null", "[calc]") {
  for (const char* type : {"lift_log_t", "lift_log_z", "lift_fieller_t_welch"}) {
    const Json answer =
        ask(R"({"n_control": 10, "mean_control": 0, "sd_control": 1, "n_treat": 10, )"
            R"("mean_treat": 6, "sd_treat": 1, "method": ")" +
            std::string(type) + "\"}");
    INFO(answer.dump());
    CHECK(answer["lift"].is_null());
    CHECK(answer["df"].is_null());
    CHECK(answer.contains("reason"));
  }
  const Json one =
      ask(R"({"method": "welch_t", "n_control": 1, "mean_control": 5, "sd_control": 0, )"
          R"("n_treat": 10, "mean_treat": 6, "sd_treat": 1})");
  CHECK(one["diff"] == 1.0);
  CHECK(one["df"].is_null());
}

TEST_CASE("a stratified test asks for its strata", "[calc]") {
  CHECK(error_of(R"({"method": "logrank", "type": "logrank_stratified", "time": [1, 2, 3, 4], )"
                 R"("event": [1, 1, 1, 1], "group": [1, 1, 2, 2]})")
            .find("'stratum' is missing") == 0);
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

TEST_CASE("text that is no request is answered with its place", "[calc]") {
  CHECK(error_of(R"({"method": "mean_test", "n": 3, "mean": NaN})")
            .find("'NaN'; expected null or \"nan\"") != std::string::npos);
  CHECK(error_of(R"({"x": -Infinity})").find("\"-inf\"") != std::string::npos);
  CHECK(error_of("{'method': 1}").find("\"double quotes\"") != std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1,})").find("column 36: '}'") !=
        std::string::npos);
  CHECK(error_of(R"({"method")").find("the end of the line") != std::string::npos);
  CHECK(error_of(std::string("\0", 1)).find("the byte 0x00") != std::string::npos);
  CHECK(error_of("{\"method\": \"\xFF\"}").find("not UTF-8") != std::string::npos);
  CHECK(error_of(R"({"x": 1e400})").find("beyond what a double holds") != std::string::npos);
  CHECK(error_of(R"({"x": 1, "x": 2})").find("'x' is given twice") == 0);
  for (const char* bomb : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += bomb;
    CHECK(error_of(deep).find("nested more than 8 deep") == 0);
  }
}

TEST_CASE("a field goes by one of its names, and whole numbers are exact", "[calc]") {
  CHECK(error_of(R"({"method": "two_proportion_test", "x1": 1, "x_control": 1, "n1": 2})")
            .find("'x1' and 'x_control' are the same field") == 0);
  CHECK(error_of(R"({"method": "proportion_ci", "x": 1, "n": 9007199254740993})")
            .find("below 2^53") != std::string::npos);
  CHECK(ask(R"({"method": "proportion_ci", "x": "1", "n": " 2.0 "})")["estimate"] == 0.5);
  CHECK(error_of(R"({"method": "proportion_ci", "x": true, "n": 2})").find("found true") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "proportion_ci", "x": "0x1", "n": 2})").find("a number") !=
        std::string::npos);
  const std::string longest(100000, 'k');
  CHECK(error_of(R"({"method": "proportion_ci", ")" + longest + R"(": 1})").size() < 200);
}

TEST_CASE("a type may stand where the method stands", "[calc]") {
  CHECK(ask(R"({"method": "jeffreys", "x": 1, "n": 2})")["method"] == "proportion_ci");
  // Two methods know it: the fields say which is meant.
  CHECK(ask(R"({"method": "wald", "x": 1, "n": 2})")["method"] == "proportion_ci");
  CHECK(ask(R"({"method": "wald", "x1": 1, "n1": 2, "x2": 1, "n2": 2})")["method"] ==
        "two_proportion_diff_ci");
  CHECK(error_of(R"({"method": "wilsn", "x": 1, "n": 2})").find("did you mean 'wilson'?") !=
        std::string::npos);
  CHECK(error_of(R"({"method": "wilson", "type": "wald", "x": 1, "n": 2})").find("'type'") == 0);
}

TEST_CASE("several covariates and ratios are sharpened too", "[calc]") {
  const std::string data = R"("arm": [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], )";
  const Json one =
      ask(R"({"method": "cuped", )" + data +
          R"("x": [1, 2, 3, 4, 5, 1, 2, 3, 5, 4], "y": [1, 3, 3, 5, 5, 2, 3, 5, 6, 6]})");
  const Json listed =
      ask(R"({"method": "cuped", )" + data +
          R"("x": [[1, 2, 3, 4, 5, 1, 2, 3, 5, 4]], "y": [1, 3, 3, 5, 5, 2, 3, 5, 6, 6]})");
  CHECK(one == listed);
  const Json two = ask(R"({"method": "cuped", )" + data +
                       R"("x": [[1, 2, 3, 4, 5, 1, 2, 3, 5, 4], [1, 0, 0, 1, 0, 1, 1, 0, 0, 1]], )"
                       R"("y": [1, 3, 3, 5, 5, 2, 3, 5, 6, 6]})");
  CHECK(two["theta"].size() == 2);
  CHECK(two["variance_left"].get<double>() <= one["variance_left"].get<double>() * 1.3);
  // A ratio over a denominator of 1 is a mean.
  const Json ratio =
      ask(R"({"method": "cuped_ratio", )" + data +
          R"("x": [1, 2, 3, 4, 5, 1, 2, 3, 5, 4], "num": [1, 3, 3, 5, 5, 2, 3, 5, 6, 6], )"
          R"("den": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]})");
  CHECK(ratio["effect"].get<double>() == Approx(one["effect"].get<double>()));
  CHECK(ratio["se"].get<double>() == Approx(one["se"].get<double>()));
}

TEST_CASE("bootstraps repeat by their seed and stay within bounds", "[calc]") {
  const std::string request =
      R"({"method": "bootstrap", "values": [3, 1, 4, 1, 5, 9, 2, 6], "replicates": 999, )";
  CHECK(ask(request + R"("seed": 5})") == ask(request + R"("seed": 5})"));
  CHECK(ask(request + R"("seed": 5})") != ask(request + R"("seed": 6})"));
  CHECK(
      error_of(request + R"("type": "studentised", "statistic": "median"})").find("'statistic'") ==
      0);
  CHECK(error_of(R"({"method": "bootstrap", "values": [1, 2], "replicates": 2000000})")
            .find("at most a million replicates") != std::string::npos);
}

TEST_CASE("life tables and cohorts are plain shares where all are followed", "[calc]") {
  const Json table = ask(R"({"method": "life_table", "entered": 1000, "events": [369, 163]})");
  CHECK(table["retained"][1].get<double>() == Approx(0.631));
  CHECK(table["retained"][2].get<double>() == Approx(0.468));
  CHECK(error_of(R"({"method": "life_table", "entered": 5, "events": [4, 2]})").find("'entered'") ==
        0);
  const Json cohorts =
      ask(R"({"method": "cohort_retention", "cohort": [1, 1, 2], "time": [3, 30, 30], )"
          R"("event": [1, 0, 0], "ages": [7, 60]})");
  CHECK(cohorts["retention"][0][0].get<double>() == Approx(0.5));
  CHECK(cohorts["retention"][0][1].is_null());
  CHECK_FALSE(cohorts["reason"].get<std::string>().empty());
}

TEST_CASE("margins of means, pairs and segments are answered", "[calc]") {
  // H0 is treat - control <= -0.5: t = (0 + 0.5) / (2 sqrt(2 / 100)).
  const Json margin = ask(R"({"method": "means_margin_test", "n1": 100, "mean1": 10, "sd1": 2, )"
                          R"("n2": 100, "mean2": 10, "sd2": 2, "margin": 0.5})");
  CHECK(margin["statistic"].get<double>() == Approx(0.5 / (2 * std::sqrt(0.02))));
  const Json pairs = ask(R"({"method": "paired_means", "control": [1, 2, 4], "treat": [2, 4, 7]})");
  CHECK(pairs["estimate"].get<double>() == Approx(2.0));
  CHECK(ask(R"({"method": "simpson", "total": -1, "effects": [1, 2]})")["warns"] == true);
}

TEST_CASE("lists of nobody are answered", "[calc]") {
  // Every list of every example emptied: an error, or null with a reason, never a crash.
  for (const calc::Method& method : calc::methods()) {
    Json request = Json::parse("{\"method\": \"" + std::string(method.name) + "\", " +
                               std::string(method.example) + "}");
    for (auto& member : request.items()) {
      if (member.value().is_array()) member.value() = Json::array();
    }
    INFO(request.dump());
    const Json answer = ask(request.dump());
    const bool unknown = answer.dump().find("null") != std::string::npos;
    CHECK((answer.contains("error") || !unknown || answer.contains("reason")));
  }
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

TEST_CASE("sums whose mean is far larger than their deviation keep both", "[calc]") {
  // Effect, its error and the chance to win, by mpmath 1.2.1 at 60 digits on the same doubles.
  const std::string sums =
      R"("stat_type": "mean", "n_control": 1000, "sum_control": 1e9, )"
      R"("sumsq_control": 1000000000000999, "n_treat": 1000, "sum_treat": 1000000005, )"
      R"("sumsq_treat": 1000000010001900})";
  const Json looked = ask(R"({"method": "growthbook_sequential", )" + sums);
  CHECK(looked["effect"].get<double>() == Approx(5e-9).epsilon(1e-12));
  CHECK(looked["se"].get<double>() == Approx(5.3869071709812087e-8).epsilon(1e-12));
  const Json judged = ask(R"({"method": "growthbook_bayes", )" + sums);
  CHECK(judged["sd"].get<double>() == Approx(5.3869071709812087e-8).epsilon(1e-12));
}
