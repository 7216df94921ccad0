// Wrong usage and bad input: one clear message on standard error, exit code 2, and nothing on
// standard output. A wrong scenario under `check` is an answer: exit code 1, on standard output.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "cases/program/run_program.h"

using Catch::Contains;

namespace {

const std::string winback = "scenarios/winback.yaml";

void check_refused_by_every_verb(const std::string& path, const std::string& hint) {
  for (const std::string verb : {"check", "simulate", "compare"}) {
    INFO("verb: " << verb);
    check_refused({verb, path}, hint);
  }
}

// Wrong as a scenario: `check` says so as its answer, the others refuse to run it.
void check_invalid(const std::string& path, const std::string& hint) {
  const Outcome checked = run_program({"check", path});
  INFO("answer: " << checked.out << checked.err);
  CHECK(checked.exit_code == 1);
  CHECK_THAT(checked.out, Contains(hint));
  CHECK(checked.err.empty());
  check_refused({"simulate", path}, hint);
  check_refused({"compare", path}, hint);
}

}  // namespace

TEST_CASE("a scenario file that is not there", "[program]") {
  check_refused_by_every_verb("scenarios/no-such-file.yaml", "scenarios/no-such-file.yaml");
}

TEST_CASE("a folder in the place of a scenario file", "[program]") {
  check_refused_by_every_verb("scenarios", "scenarios");
}

TEST_CASE("a scenario file that may not be read", "[program]") {
  const Folder folder;
  const std::string path = folder.write("secret.yaml", "journey: {}\n");
  REQUIRE(chmod(path.c_str(), 0) == 0);
  if (geteuid() != 0) check_refused_by_every_verb(path, "secret.yaml");
  // Root may read everything; this file opens, and every read of its beginning fails.
  check_refused_by_every_verb("/proc/self/mem", "/proc/self/mem");
}

TEST_CASE("a scenario path with an empty name or a name that is too long", "[program]") {
  check_refused_by_every_verb("", "");
  check_refused_by_every_verb(std::string(5000, 'x'), "xxx");
}

TEST_CASE("an empty scenario file", "[program]") {
  const Folder folder;
  check_invalid(folder.write("empty.yaml", ""), "empty.yaml");
  check_invalid(folder.write("blank.yaml", "\n# nothing but a comment\n"), "blank.yaml");
}

TEST_CASE("a file that is not YAML", "[program]") {
  const Folder folder;
  check_invalid(folder.write("broken.yaml", "journey: {a: [\n"), "broken.yaml");
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  check_invalid(folder.write("bytes.yaml", bytes), "bytes.yaml");
}

TEST_CASE("a message tells line, column, path, what was found, and the nearest name", "[program]") {
  const Folder folder;
  std::string text = contents_of(std::string(JOURNEYLAB_SOURCE_DIR) + "/" + winback);
  const std::size_t at = text.find("horizon:");
  REQUIRE(at != std::string::npos);
  text.replace(at, 7, "horizno");
  const std::string path = folder.write("typing.yaml", text);
  const Outcome outcome = run_program({"simulate", path});
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.err,
             Contains(path + ":") && Contains("horizno") && Contains("did you mean 'horizon'?"));
}

TEST_CASE("an escape sequence in a scenario does not reach the terminal raw", "[program]") {
  const Folder folder;
  const std::string path = folder.write("escape.yaml", "\"\\e[2J\": 1\n");
  const Outcome refused = run_program({"simulate", path});
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find('\033') == std::string::npos);
  const Outcome checked = run_program({"check", path});
  CHECK(checked.exit_code == 1);
  CHECK(checked.out.find('\033') == std::string::npos);
}

TEST_CASE("an output that cannot be written is told before the work", "[program]") {
  const Folder folder;
  const std::string missing = folder.path("no/such/folder/out.json");
  // So many customers that the test would time out if they ran first.
  check_refused({"simulate", winback, "--customers", "4e9", "-o", missing}, missing);
  check_refused({"compare", winback, "--customers", "4e9", "-o", folder.path(".")},
                folder.path("."));
  check_refused({"check", winback, "-o", missing}, missing);
  check_refused({"simulate", winback, "--customers", "4e9", "--events", missing}, missing);
}

TEST_CASE("unknown verbs and options", "[program]") {
  check_refused({}, "no verb");
  check_refused({"compair", winback}, "did you mean 'compare'?");
  check_refused({"compare", winback, "--customer", "5"}, "did you mean '--customers'?");
  check_refused({"compare"}, "SCENARIO");
  check_refused({"compare", winback, "extra"}, "unexpected argument 'extra'");
  check_refused({"compare", winback, "--variant", "early_smss"}, "did you mean 'early_sms'?");
  check_refused({"compare", winback, "--variant", "control"}, "control is always compared");
  check_refused({"compare", winback, "--formt", "json"}, "See: journeylab compare --help");
}

TEST_CASE("values out of range", "[program]") {
  for (const std::string value :
       {"0", "-5", "nan", "inf", "1e300", "99999999999999999999", "1.5"}) {
    check_refused({"simulate", winback, "--customers", value},
                  "--customers: found '" + value + "'");
  }
  check_refused({"simulate", winback, "--threads", "-1"}, "--threads");
  check_refused({"simulate", winback, "--threads", "100000"}, "--threads");
  check_refused({"simulate", winback, "--batch", "0"}, "--batch");
  check_refused({"simulate", winback, "--vector-path", "avx"},
                "--vector-path: found 'avx'; expected one that this machine has: portable");
  check_refused({"simulate", winback, "--confidence", "95"}, "--confidence");
  check_refused({"simulate", winback, "--confidence", "nan"}, "--confidence");
  check_refused({"simulate", winback, "--precision", "0pp"}, "--precision");
  check_refused({"simulate", winback, "--seed", "-1"}, "--seed");
  check_refused({"simulate", winback, "--trace-customer", "0"}, "--trace-customer");
}

TEST_CASE("nothing to compare", "[program]") {
  const Folder folder;
  const std::string path =
      folder.write("alone.yaml",
                   "horizon: 1 day\ncustomers: 10\njourney: {a: {goal: g, end: done}}\n"
                   "metrics: {m: {goal: g}}\n");
  CHECK(run_program({"simulate", path}).exit_code == 0);
  check_refused({"compare", path}, "has no variants");
}

TEST_CASE("a precision of no metric", "[program]") {
  const Folder folder;
  const std::string path = folder.write(
      "no-metrics.yaml", "horizon: 1 day\ncustomers: 10\njourney: {a: {goal: g, end: done}}\n");
  CHECK(run_program({"simulate", path}).exit_code == 0);
  check_refused({"simulate", path, "--precision", "1pp"}, "has no metrics");
}

TEST_CASE("check answers in every format", "[program]") {
  const Folder folder;
  const std::string path = folder.write("wrong.yaml", "horizon: -3 days\njourney: {}\n");
  const Outcome json = run_program({"check", path, "--format", "json"});
  CHECK(json.exit_code == 1);
  const nlohmann::json answer = nlohmann::json::parse(json.out);
  CHECK(answer.at("valid") == false);
  CHECK_FALSE(answer.at("problems").empty());
  const Outcome csv = run_program({"check", path, "--format", "csv"});
  CHECK(csv.exit_code == 1);
  CHECK_THAT(csv.out,
             Catch::StartsWith("severity,file,line,column,path,found,expected,nearest\nerror,"));
  const Outcome markdown = run_program({"check", path, "--format", "markdown"});
  CHECK(markdown.exit_code == 1);
  CHECK_FALSE(markdown.out.empty());
}

TEST_CASE("a test that cannot be, and options of experiment that make no sense", "[program]") {
  const std::string shop = "scenarios/free_shipping.yaml";
  check_refused({"experiment", winback}, "no traffic is given");
  check_refused({"experiment", shop, "--traffic", "0"}, "customers a day above 0");
  check_refused({"experiment", shop, "--traffic", "9/fortnight"}, "customers a day above 0");
  check_refused({"experiment", shop, "--plan", "pocok"}, "did you mean 'pocock'?");
  check_refused({"experiment", shop, "--replicates", "0"}, "a whole number from 1 to 1e6");
  check_refused({"experiment", shop, "--precision", "5%"}, "a positive width below 100pp");
  check_refused({"experiment", shop, "--rows", shop}, "what is read");
  check_refused({"experiment", shop, "--rows", "no/such/folder/rows.csv"}, "no/such/folder");
}

TEST_CASE("check tells of every plan that cannot be", "[program]") {
  const Folder folder;
  const std::string path = folder.write(
      "late.yaml",
      "horizon: 30\njourney: {a: {goal: g, end: x}}\nvariants: {v: {}}\n"
      "metrics: {m: {goal: g, within: 7}}\n"
      "experiment: {traffic: 9, plans: {pocock: {looks: [3]}, fixed: {days: 2, follow_up: 1}}}\n");
  const Outcome checked = run_program({"check", path});
  CHECK(checked.exit_code == 1);
  CHECK_THAT(checked.out, Contains("looks on day 3, but the first customer is mature on day 8"));
  CHECK_THAT(checked.out, Contains("ends on day 3, but the first customer is mature on day 8"));
}
