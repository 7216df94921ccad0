#include <catch2/catch.hpp>

#include "base/problem.h"
#include "golden/sample.h"
#include "store/answer.h"
#include "store/results.h"

using namespace journeylab;
using Catch::Matchers::Contains;

namespace {

// The message with which a text is refused.
std::string refusal(const std::string& text, const std::string& version = "0.1.0") {
  try {
    static_cast<void>(parse_results(text, "results.json", version));
  } catch (const InputError& error) {
    return describe(error.problems().front());
  }
  return "accepted";
}

}  // namespace

TEST_CASE("an answer is read again", "[results]") {
  const Sample sample = odd_sample();
  const std::string answer = write_answer(sample.scenario, sample.facts, sample.analysis, true);
  const Results results = parse_results(answer, "results.json", "99.0.0");
  CHECK(results.command == sample.facts.command);
  CHECK(results.title == sample.scenario.name);
  CHECK(results.complete == sample.facts.complete);
  CHECK_THAT(results.json, !Contains("\n"));
}

TEST_CASE("what is no answer is refused, with the place and what was expected", "[results]") {
  CHECK_THAT(refusal(""), Contains("results.json:1:1") && Contains("an empty file"));
  CHECK_THAT(refusal("{\"a\": 1,\n  oops}"),
             Contains("results.json:2:3") && Contains("not JSON") && Contains("--format json"));
  CHECK_THAT(refusal("[1, 2]"), Contains("array"));
  CHECK_THAT(refusal("{}"), Contains("journeylab") && Contains("no version"));
  CHECK_THAT(refusal(R"({"journeylab": "0.1.0"})"), Contains("no verb"));
  CHECK_THAT(refusal(R"({"journeylab": "0.1.0", "command": "check"})"),
             Contains("found 'check'") && Contains("one of simulate, compare"));
  CHECK_THAT(refusal(R"({"journeylab": "0.1.0", "command": "analyze"})"),
             Contains("sample_ratio") && Contains("missing"));
  CHECK_THAT(refusal(R"({"journeylab": "0.1.0", "command": "analyze", "sample_ratio": 1})"),
             Contains("type number") && Contains("object"));
  CHECK_THAT(refusal("1e999"), Contains("no double"));
}

TEST_CASE("the answer of a newer program is refused, that of an older one is not", "[results]") {
  const auto of = [](const std::string& version) {
    return R"({"journeylab": ")" + version + R"(", "command": "size", "size": {}, "tables": {}})";
  };
  CHECK_THAT(refusal(of("0.2.0")), Contains("newer than this one") && Contains("0.1.0 or older"));
  CHECK_THAT(refusal(of("1.0")), Contains("newer"));
  CHECK(refusal(of("0.1.0")) == "accepted");
  CHECK(refusal(of("0.0.9")) == "accepted");
  CHECK(refusal(of("0.9.0"), "0.10.0") == "accepted");
}

TEST_CASE("a file that is not there, or a folder, is refused", "[results]") {
  CHECK_THROWS_WITH(read_results("/nowhere/results.json", "0.1.0"),
                    Contains("/nowhere/results.json: cannot be read"));
  CHECK_THROWS_WITH(read_results("/", "0.1.0"), Contains("is a directory"));
}
