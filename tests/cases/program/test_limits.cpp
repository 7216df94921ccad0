// Beyond every limit of engine/methods/limits.md: one message with its place, and exit code 2.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cases/program/run_program.h"

using Catch::Contains;

namespace {

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

std::string with_revenue(const std::string& formula) {
  return "horizon: 10\njourney: {s: {revenue: '" + formula + "', end: x}}\n";
}

void check_too_much(const std::string& scenario, const std::string& hint,
                    const std::string& verb = "simulate") {
  const Folder folder;
  check_refused({verb, folder.write("too_much.yaml", scenario)}, hint);
}

const std::string toss =
    "journey: {s: {outcomes: {y: {chance: 0.5, goal: g, end: x}, n: {end: y}}}}\n";

// Counts per arm, with one row more for the treatment.
void check_counts(const std::string& rows, const std::string& hint) {
  const Folder folder;
  const std::string path = folder.write("counts.csv", "arm,n,x\n" + rows + "t,10,6\n");
  check_refused(
      {"analyze", path, "--arm", "arm", "--control", "c", "--customers", "n", "--conversion", "x"},
      hint);
}

void check_mean(const std::string& rows, const std::string& hint) {
  const Folder folder;
  const std::string path = folder.write("rows.csv", "arm,m\n" + rows);
  check_refused({"analyze", path, "--arm", "arm", "--control", "c", "--mean", "m"}, hint);
}

}  // namespace

TEST_CASE("limits of a scenario file", "[program][limits]") {
  check_too_much("horizon: 1\n#" + std::string(16U << 20, 'x'), "is larger than 16 MiB");
  check_too_much("x-list: [" + repeated("1,", 300000) + "1]\n", "more than 300000 values");
  check_too_much("x-deep: " + std::string(101, '[') + std::string(101, ']') + "\n",
                 "the document is nested too deep; expected at most 100 levels");
  check_too_much("x-a: &a [" + repeated("1,", 999) + "1]\nx-b: [" + repeated("*a,", 11) + "1]\n",
                 "expected at most 10000 values that come from aliases");
  check_too_much("x-" + std::string(500, 'k') + ": 1\n", "expected at most 500");
  const auto variants = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += fmt::format("v{}: {{}}, ", i);
    return "variants: {" + text + "}\n";
  };
  const std::string plain = "horizon: 1\njourney: {s: {end: x}}\n";
  check_too_much(plain + variants(257), "too_much.yaml:3:11: error: variants: 257 variants");
  check_too_much(plain + "x-list: [" + repeated("1,", 3999) + "1]\n" + variants(255),
                 "expected at most 1000000 values in all variants together");
}

TEST_CASE("limits of a formula", "[program][limits]") {
  check_too_much(with_revenue(std::string(5000, '(') + "1" + std::string(5000, ')')),
                 "too_much.yaml:2:25: error: journey.s.revenue: a formula of 10001 bytes; expected "
                 "at most 10000");
  check_too_much(with_revenue(repeated("1+", 1000) + "1"), "the formula is too long");
  check_too_much(with_revenue(repeated("2^", 201) + "1"), "expected at most 200 levels");
}

TEST_CASE("limits of a run", "[program][limits]") {
  const std::string winback = "scenarios/winback.yaml";
  check_refused({"simulate", winback, "--customers", "4000000001"}, "from 1 to 4000000000");
  check_refused({"simulate", winback, "--seed", "18446744073709551616"},
                "from 0 to 18446744073709551615");
  check_refused({"simulate", winback, "--trace-customer", "4000000001"}, "from 1 to 4000000000");
  check_refused({"simulate", winback, "--threads", "1025"}, "from 0 to 1024");
  check_refused({"simulate", winback, "--batch", "4097"}, "from 1 to 4096");
  check_too_much("horizon: 1\ncustomers: 4000000001\n" + toss, "from 1 to 4e9");
  check_too_much("horizon: 34900 years\n" + toss, "too_much.yaml:1:10: error: horizon: ");
  check_too_much(with_revenue("2 ^ 40"),
                 "variant 'control', step 's', customer 1: the revenue '2 ^ 40' is 1099511627776; "
                 "expected less than 2^40");
  check_too_much("horizon: 1\nstate: {w: 0}\njourney: {s: {wait: w, go: s}}\n",
                 "makes 10000 visits without time passing");
  std::string segments;
  for (int i = 0; i < 50000; ++i) segments += fmt::format("s{}: {{share: 0.00002}}, ", i);
  check_too_much("horizon: 1\nsegments: {" + segments + "}\n" + toss +
                     "metrics: {k: {retained: {from: g}, at: 1 hour}}\n",
                 "in 50000 segments and 1 variants, need 9 GiB of memory; expected at most 8");
}

TEST_CASE("limits of a simulated test", "[program][limits]") {
  const std::string shop = "scenarios/free_shipping.yaml";
  check_refused({"experiment", shop, "--traffic", "1e9"}, "at most 1e8");
  check_refused({"experiment", shop, "--traffic", "1e8"}, "expected at most 5e7");
  check_refused({"experiment", shop, "--traffic", "0.1"}, "two at least");
  check_refused({"experiment", shop, "--days", "3651"}, "from 1 to 3650");
  check_refused({"experiment", shop, "--replicates", "1000001"}, "from 1 to 1e6");
  const std::string test = "metrics: {m: {goal: g, within: 1 hour}}\nvariants: {v: {}}\n";
  check_too_much("horizon: 1\n" + toss + test +
                     "experiment: {traffic: 9, plans: {pocock: {days: 300, looks: daily}}}\n",
                 "at most 200 looks", "experiment");
}

TEST_CASE("limits of sizes", "[program][limits]") {
  const std::vector<std::string> plain{"size", "--baseline", "4%", "--effect"};
  const auto with = [&plain](std::initializer_list<std::string> more) {
    std::vector<std::string> words = plain;
    words.insert(words.end(), more);
    return words;
  };
  check_refused(with({"5%", "--arms", "101"}), "from 2 to 100");
  check_refused(with({"5%", "--arms", "1"}), "from 2 to 100");
  check_refused(with({"5%", "--design", "pocock", "--looks", "61"}), "from 1 to 60");
  check_refused(with({"5%", "--traffic", "5", "--days", "36501"}), "from 1 to 36500");
  check_refused(with({"5%", "--customers", "9007199254740993"}), "from 2 to 2^53");
  check_refused(with({"1e-12"}), "expected 1e16 at most");
  check_refused({"size", "--mean", "1", "--sd", "1e151", "--effect", "5%"}, "at most 1e150");
}

TEST_CASE("limits of data", "[program][limits]") {
  check_mean("c,\"" + std::string((1U << 20) + 1, 'x') + "\"\nt,1\n",
             "rows.csv:2:3: error: a value of more than a million characters");
  check_mean("c,1\nt,1.1e150\n", "rows.csv:3:3: error: m: '1.1e150'; expected a number of at most");
  std::string arms;
  for (int i = 0; i <= 100; ++i) arms += fmt::format("a{},1\n", i);
  check_mean(arms, "more than 100 values");
  check_counts("c,9007199254740994,5\n", "counts.csv:2:3: error: n: ");
  // Each row can be, and both together cannot.
  check_counts("c,9007199254740992,5\nc,2,1\n", "expected an arm of at most 2^53 customers");
}
