// From the words of a command line to options, or to one clear message.
#include <algorithm>

#include <catch2/catch.hpp>

#include "cli/options.h"
#include "cli/version.h"

using namespace journeylab;

namespace {

Options read(const std::vector<std::string>& arguments) {
  return std::get<Options>(read_options(arguments));
}

std::string notice(const std::vector<std::string>& arguments) {
  return std::get<Notice>(read_options(arguments)).text;
}

// The message of a command line that is refused.
std::string refusal(const std::vector<std::string>& arguments) {
  try {
    (void)read_options(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(not refused)";
}

}  // namespace

TEST_CASE("a verb and a scenario are enough", "[cli]") {
  const Options options = read({"compare", "a.yaml"});
  CHECK(options.verb == Verb::compare);
  CHECK(options.scenario == "a.yaml");
  CHECK(options.format == Format::text);
  CHECK(options.output.empty());
  CHECK_FALSE(options.customers.has_value());
  CHECK(options.seed == 1);
  CHECK(options.threads == 0);
  CHECK(options.confidence == 0.95);
  CHECK(options.variants.empty());
  CHECK_FALSE(options.precision.has_value());
  CHECK(options.executor == Executor::batch);
  CHECK(options.batch == 4096);
  CHECK(options.adjustment == "holm");
  CHECK_FALSE(options.fail_on_guardrail);
  CHECK(read({"check", "a.yaml"}).verb == Verb::check);
  CHECK(read({"simulate", "a.yaml"}).verb == Verb::simulate);
}

TEST_CASE("what size was asked is kept as it was written, but for how it is answered", "[cli]") {
  const Options options =
      read({"size",      "a.yaml",      "--traffic",    "2000/day", "--split", "b=2", "--split",
            "a b=1",     "--one-sided", "--effect=-5%", "--format", "json",    "-o",  "x",
            "--threads", "2",           "--report",     "p.html",   "--seed",  "7",   "--verbose"});
  std::vector<AskedOption> asked = options.asked;
  const auto by_name = [](const AskedOption& a, const AskedOption& b) { return a.name < b.name; };
  std::stable_sort(asked.begin(), asked.end(), by_name);
  CHECK(asked == std::vector<AskedOption>{{"--effect", "-5%"},
                                          {"--one-sided", std::nullopt},
                                          {"--seed", "7"},
                                          {"--split", "b=2"},
                                          {"--split", "a b=1"},
                                          {"--traffic", "2000/day"}});
  CHECK(read({"size", "a.yaml"}).asked.empty());
}

TEST_CASE("every option of a run is understood, in any place", "[cli]") {
  const Options options = read({"compare",   "--customers", "2e6",      "--seed=7",
                                "--threads", "3",           "a.yaml",   "--confidence",
                                "90%",       "--variant",   "x",        "--variant",
                                "y",         "--precision", "0.1pp",    "--executor",
                                "reference", "--batch",     "7",        "--format",
                                "json",      "-o",          "out.json", "--color",
                                "never",     "--adjust",    "bh",       "--fail-on-guardrail"});
  CHECK(options.scenario == "a.yaml");
  CHECK(options.customers == 2000000);
  CHECK(options.seed == 7);
  CHECK(options.threads == 3);
  CHECK(options.confidence == 0.9);
  CHECK(options.variants == std::vector<std::string>{"x", "y"});
  REQUIRE(options.precision.has_value());
  CHECK(options.precision->width == Approx(0.001));
  CHECK(options.executor == Executor::reference);
  CHECK(options.batch == 7);
  CHECK(options.format == Format::json);
  CHECK(options.output == "out.json");
  CHECK(options.color == ColorChoice::off);
  CHECK(options.adjustment == "bh");
  CHECK(options.fail_on_guardrail);
}

TEST_CASE("every word of every choice is understood", "[cli]") {
  const auto format = [](const std::string& word) {
    return read({"check", "a", "--format", word}).format;
  };
  CHECK(format("text") == Format::text);
  CHECK(format("json") == Format::json);
  CHECK(format("csv") == Format::csv);
  CHECK(format("markdown") == Format::markdown);
  const auto color = [](const std::string& word) {
    return read({"check", "a", "--color", word}).color;
  };
  CHECK(color("auto") == ColorChoice::automatic);
  CHECK(color("always") == ColorChoice::on);
  CHECK(color("never") == ColorChoice::off);
  for (const std::string word : {"holm", "bonferroni", "hochberg", "bh", "by", "none"}) {
    CHECK(read({"compare", "a", "--adjust", word}).adjustment == word);
  }
  CHECK(read({"simulate", "a", "--executor", "batch"}).executor == Executor::batch);
  for (const VectorPath path : vector_paths()) {
    CHECK(read({"simulate", "a", "--vector-path", std::string(name_of(path))}).vector_path == path);
  }
}

TEST_CASE("simulate traces a customer or writes events, not both", "[cli]") {
  CHECK(read({"simulate", "a", "--trace-customer", "17"}).traced_customer == 17);
  CHECK(read({"simulate", "a", "--events", "e.csv"}).events_file == "e.csv");
  CHECK_THAT(refusal({"simulate", "a", "--events", "e.csv", "--trace-customer", "1"}),
             Catch::Contains("--events") && Catch::Contains("--trace-customer"));
}

TEST_CASE("a mistyped verb is told with the nearest one", "[cli]") {
  CHECK(refusal({"chekc", "a.yaml"}) ==
        "unknown verb 'chekc'; expected one of check, simulate, compare, size, experiment, "
        "analyze, report, calc; did you mean 'check'?");
  CHECK(refusal({"frobnicate"}) ==
        "unknown verb 'frobnicate'; expected one of check, simulate, compare, size, experiment, "
        "analyze, report, calc");
  CHECK(refusal({"help", "siez"}) ==
        "unknown verb 'siez'; expected one of check, simulate, compare, size, experiment, "
        "analyze, report, calc; did you mean 'size'?");
  CHECK(refusal({}) ==
        "no verb; expected one of check, simulate, compare, size, experiment, analyze, report, "
        "calc");
}

TEST_CASE("a mistyped option is told with the nearest one, also in the form with '='", "[cli]") {
  CHECK(refusal({"compare", "a", "--cutsomers", "5"}) ==
        "unknown option '--cutsomers'; did you mean '--customers'?");
  CHECK(refusal({"compare", "a", "--formt=json"}) ==
        "unknown option '--formt'; did you mean '--format'?");
  CHECK(refusal({"compare", "a", "--zzz"}) == "unknown option '--zzz'");
  CHECK(refusal({"--verson"}) == "unknown option '--verson'; did you mean '--version'?");
  // An option of another verb is unknown to this one.
  CHECK_THAT(refusal({"check", "a", "--customers", "5"}),
             Catch::StartsWith("unknown option '--customers'"));
}

TEST_CASE("what is missing or too much is told", "[cli]") {
  CHECK_THAT(refusal({"compare"}),
             Catch::Contains("found no SCENARIO; expected journeylab compare SCENARIO"));
  CHECK(refusal({"compare", "a", "b"}) == "unexpected argument 'b'");
  CHECK(refusal({"compare", "a", "--seed"}) == "--seed: found no value; expected S");
  CHECK(refusal({"compare", "a", "--format"}) ==
        "--format: found no value; expected text|json|csv|markdown");
  CHECK(refusal({"compare", "a", "--seed", "1", "--seed", "2"}) ==
        "--seed: found 2 times; expected once");
  CHECK(refusal({"--seed", "1", "compare", "a"}) ==
        "'--seed' stands before the verb; expected journeylab compare --seed ...");
}

TEST_CASE("a bad value is told with what was found and expected", "[cli]") {
  CHECK(refusal({"compare", "a", "--customers", "many"}) ==
        "--customers: found 'many'; expected a whole number from 1 to 4000000000, like 200000 or "
        "2e6");
  CHECK(refusal({"compare", "a", "--format", "jsn"}) ==
        "--format: found 'jsn'; expected one of text, json, csv, markdown; did you mean 'json'?");
  for (const char* value : {"0", "-5", "nan", "inf", "1e300", "4000000001", "1.5", ""}) {
    INFO("value: '" << value << "'");
    CHECK_THAT(refusal({"compare", "a", "--customers", value}), Catch::StartsWith("--customers: "));
  }
  for (const char* value : {"-1", "18446744073709551616", "nan", "x"}) {
    INFO("value: '" << value << "'");
    CHECK_THAT(refusal({"compare", "a", "--seed", value}), Catch::StartsWith("--seed: "));
  }
  for (const char* value : {"-1", "1025", "1e9", "nan"}) {
    INFO("value: '" << value << "'");
    CHECK_THAT(refusal({"compare", "a", "--threads", value}), Catch::StartsWith("--threads: "));
  }
  for (const char* value : {"0", "1", "95", "100%", "nan", "-95%"}) {
    INFO("value: '" << value << "'");
    CHECK_THAT(refusal({"compare", "a", "--confidence", value}),
               Catch::StartsWith("--confidence: "));
  }
  for (const char* value : {"0pp", "-1%", "nan", "wide"}) {
    INFO("value: '" << value << "'");
    CHECK_THAT(refusal({"compare", "a", "--precision", value}), Catch::StartsWith("--precision: "));
  }
  for (const char* value : {"0", "4097"}) {
    INFO("value: '" << value << "'");
    CHECK_THAT(refusal({"compare", "a", "--batch", value}), Catch::StartsWith("--batch: "));
    CHECK_THAT(refusal({"simulate", "a", "--trace-customer", "0"}),
               Catch::StartsWith("--trace-customer: "));
  }
}

TEST_CASE("a file whose name begins with a dash can be given after two dashes", "[cli]") {
  CHECK(read({"check", "--", "-odd.yaml"}).scenario == "-odd.yaml");
}

TEST_CASE("the options of experiment", "[cli]") {
  const Options options =
      read({"experiment", "a.yaml", "--plan", "fixed", "--plan", "pocock", "--replicates", "1e4",
            "--precision", "1pp", "--traffic", "14000/week", "--days", "14", "--rows", "r.csv"});
  CHECK(options.verb == Verb::experiment);
  CHECK(options.experiment.plans == std::vector<std::string>{"fixed", "pocock"});
  CHECK(options.experiment.replicates == 10000U);
  CHECK(options.experiment.precision->width == 0.01);
  CHECK(options.experiment.traffic == 2000.0);
  CHECK(options.experiment.days == 14U);
  CHECK(options.experiment.rows_file == "r.csv");
  for (const char* rate : {"0", "-3", "many", "3/dya", "3/", "/day", "1e9"}) {
    CHECK_THAT(refusal({"experiment", "a.yaml", "--traffic", rate}),
               Catch::Contains("customers a day above 0 and at most 1e8, like 2000/day"));
  }
}

TEST_CASE("a file may have the name of a verb", "[cli]") {
  CHECK(read({"check", "compare"}).scenario == "compare");
}

TEST_CASE("help shows an example that works as typed", "[cli]") {
  CHECK_THAT(notice({"--help"}),
             Catch::Contains("scripts/journeylab compare scenarios/winback.yaml"));
  for (const std::string verb : {"check", "simulate", "compare"}) {
    CHECK_THAT(notice({verb, "--help"}),
               Catch::Contains("scripts/journeylab " + verb + " scenarios/winback.yaml"));
    CHECK(notice({verb, "-h"}) == notice({verb, "--help"}));
    CHECK(notice({"help", verb}) == notice({verb, "--help"}));
  }
}

TEST_CASE("the version is the build's", "[cli]") {
  CHECK_THAT(notice({"--version"}),
             Catch::StartsWith("journeylab " + std::string(version) + "\nrevision ") &&
                 Catch::Contains("\ncompiler ") &&
                 Catch::Contains("\nvector path " + std::string(name_of(fastest_vector_path())) +
                                 ", of portable"));
}

TEST_CASE("analyze takes metrics of every kind and their columns", "[cli]") {
  const Options options =
      read({"analyze", "d.csv.gz", "--arm",       "v",      "--control", "a b",     "--conversion",
            "x",       "--mean",   "y",           "--mean", "z",         "--ratio", "y/z",
            "--time",  "t:e",      "--covariate", "y:w",    "--split",   "a b=2",   "--force"});
  CHECK(options.verb == Verb::analyze);
  CHECK(options.analyze.data == "d.csv.gz");
  CHECK(options.analyze.control == "a b");
  CHECK(options.analyze.mean == std::vector<std::string>{"y", "z"});
  CHECK(options.analyze.time == std::vector<std::string>{"t:e"});
  CHECK(options.analyze.force);
}

TEST_CASE("calc explains its methods and refuses unknown ones", "[cli]") {
  CHECK(read({"calc"}).verb == Verb::calc);
  CHECK(read({"calc", "--list"}).calc_list);
  CHECK(notice({"calc", "--help", "srm"}).find("counts") != std::string::npos);
  CHECK(refusal({"calc", "--help", "smr"}).find("did you mean 'srm'?") != std::string::npos);
  CHECK(refusal({"calc", "srm"}).find("requests come on standard input") != std::string::npos);
}
