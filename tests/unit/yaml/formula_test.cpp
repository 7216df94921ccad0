// What formulas mean: precedence, literals, names, calls, positions.
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "formula_setup.h"
#include "yaml/parse_document.h"

using namespace formula_setup;

namespace {

struct Case {
  std::string text;
  std::string tree;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(parsed(one.text) == one.tree);
  }
}

}  // namespace

TEST_CASE("operators bind as the language says", "[yaml][formula]") {
  check({
      {"1 + 2 * 3", "(+ 1 (* 2 3))"},
      {"1 * 2 + 3", "(+ (* 1 2) 3)"},
      {"1 - 2 - 3", "(- (- 1 2) 3)"},
      {"8 / 4 / 2", "(/ (/ 8 4) 2)"},
      {"2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"},
      {"-2 ^ 2", "(neg (^ 2 2))"},
      {"2 ^ -1", "(^ 2 -1)"},
      {"2 ^ -open * 3", "(* (^ 2 (neg parameter0)) 3)"},
      {"2 * -3", "(* 2 -3)"},
      {"-2 * 3", "(* -2 3)"},
      {"--2", "2"},
      {"1 - -open", "(- 1 (neg parameter0))"},
      {"2 * 3 ^ 2", "(* 2 (^ 3 2))"},
      {"(1 + 2) * 3", "(* (+ 1 2) 3)"},
      {"1 + 2 < 3 * 4", "(< (+ 1 2) (* 3 4))"},
      {"1 < 2 and 3 < 4", "(and (< 1 2) (< 3 4))"},
      {"1 or 2 and 3", "(or 1 (and 2 3))"},
      {"1 and 2 or 3", "(or (and 1 2) 3)"},
      {"1 or 2 or 3", "(or (or 1 2) 3)"},
      {"not 1 and 2", "(and (not 1) 2)"},
      {"not 1 == 2", "(not (== 1 2))"},
      {"not not open", "(not (not parameter0))"},
      {"1 and not 2", "(and 1 (not 2))"},
      {"(1 < 2) == (3 < 4)", "(== (< 1 2) (< 3 4))"},
      {"1 <= 2", "(<= 1 2)"},
      {"1 >= 2", "(>= 1 2)"},
      {"1 > 2", "(> 1 2)"},
      {"1 != 2", "(!= 1 2)"},
      {"1==2", "(== 1 2)"},
  });
}

TEST_CASE("numbers are decimal, percentages are fractions", "[yaml][formula]") {
  check({{"0.35", "0.35"},
         {"35%", "0.35"},
         {"35 %", "0.35"},
         {"0.1%", "0.001"},
         {"29%", "0.29"},
         {"100%", "1"},
         {"2e6", "2000000"},
         {"2E-3", "0.002"},
         {"1e2%", "1"},
         {".5", "0.5"},
         {"5.", "5"},
         {"007", "7"},
         {"-3", "-3"},
         {"50% * 2", "(* 0.5 2)"}});
}

TEST_CASE("spans become time units", "[yaml][formula]") {
  check({{"3 days", "3"},
         {"1 day", "1"},
         {"12 hours", "0.5"},
         {"36hours", "1.5"},
         {"2 weeks", "14"},
         {"1 month", "30"},
         {"1 year", "365"},
         {"6 hours * 2", "(* 0.25 2)"},
         {"1 day 12 hours", "1.5"},
         {"2 * 1 day 12 hours", "(* 2 1.5)"},
         {"1 day - 12 hours", "(- 1 0.5)"},
         {"time > 1 week", "(> time 7)"},
         {"2 days ^ 2", "(^ 2 2)"}});
  const Names names = sample_names();
  FormulaScope scope = sample_scope(names);
  scope.ticks_per_unit = ticks_per(TimeUnit::hour);
  std::vector<Problem> problems;
  CHECK(tree(parse_formula(scalar("1 day + 90 minutes"), scope, problems)) == "(+ 24 1.5)");
  CHECK(tree(parse_formula(scalar("90 seconds"), scope, problems)) == "0.025");
  CHECK(problems.empty());
}

TEST_CASE("functions take their operands", "[yaml][formula]") {
  check({{"min(1, 2)", "(min 1 2)"},
         {"max(1, open, 3, 4)", "(max 1 parameter0 3 4)"},
         {"abs(-1)", "(abs -1)"},
         {"exp(1)", "(exp 1)"},
         {"log(1)", "(log 1)"},
         {"sqrt(1)", "(sqrt 1)"},
         {"floor(1)", "(floor 1)"},
         {"ceil(1)", "(ceil 1)"},
         {"logistic(1)", "(logistic 1)"},
         {"logit(open)", "(logit parameter0)"},
         {"clamp(open, 0, 1)", "(clamp parameter0 0 1)"},
         {"if(open > 0, 1, 2)", "(if (> parameter0 0) 1 2)"},
         {"min((1), max(2, 3)) ^ 2", "(^ (min 1 (max 2 3)) 2)"}});
}

TEST_CASE("names mean what the scope says, in any script", "[yaml][formula]") {
  check({{"open", "parameter0"},
         {"größe + возраст_2", "(+ attribute2 state3)"},
         {"uplift", "assumption4"},
         {"time + contacts + revenue + cost", "(+ (+ (+ time contacts) revenue) cost)"},
         {"visits(start)", "visits0"},
         {"visits(\"follow-up\")", "visits2"},
         {"visits('follow-up')", "visits2"},
         {"visits( \"2nd step\" )", "visits3"},
         {"visits('it''s')", "visits4"},
         {"visits(\"it's\")", "visits4"},
         {"count(buy)", "count0"},
         {"count('größe kaufen')", "count1"},
         {"contacts(sms)", "touchpoint1"},
         {"contacts(web)", "channel1"},
         {"ended(churned)", "ended1"},
         {"first(buy) < 3 days", "(< first0 3)"}});
}

TEST_CASE("a touchpoint comes before a channel of the same name", "[yaml][formula]") {
  CHECK(parsed("contacts(email)") == "touchpoint0");
}

TEST_CASE("never is an infinite constant where it may stand", "[yaml][formula]") {
  const Names names = sample_names();
  FormulaScope scope = sample_scope(names);
  scope.allows_never = true;
  std::vector<Problem> problems;
  const Value value = parse_value(scalar("never"), scope, problems);
  REQUIRE(problems.empty());
  const double* number = literal(std::get<Expression>(value));
  REQUIRE(number != nullptr);
  CHECK(*number == std::numeric_limits<double>::infinity());
  CHECK(tree(std::get<Expression>(parse_value(scalar("if(open, never, 1)"), scope, problems))) ==
        "(if parameter0 inf 1)");
  CHECK(problems.empty());
}

TEST_CASE("the root keeps the text, and every node its place", "[yaml][formula]") {
  const Names names = sample_names();
  std::vector<Problem> problems;
  const Expression root = parse_formula(scalar("größe + log(open)"), sample_scope(names), problems);
  REQUIRE(problems.empty());
  CHECK(root.text == "größe + log(open)");
  CHECK(root.place.column == 11);
  CHECK(root.place.line == 3);
  CHECK(root.place.path == "a.b");
  CHECK(root.operands[1].place.column == 19);  // 11 + 8 characters, of more bytes
  CHECK(root.operands[1].operands[0].place.column == 23);
  CHECK(root.operands[1].text.empty());
}

TEST_CASE("positions hold in plain, quoted and folded scalars of a file", "[yaml][formula]") {
  const Node root = parse_document(
      "a: 1 + nope\nb: '1 + nope'\nc: {d: \"1 + nope\"}\ne: >\n  1 +\n  nope\nf: 1 +\n  nope\n"
      "ü: &k 1 + nope\n",
      "f.yaml");
  const Names names = sample_names();
  const auto place = [&](const Node& node) {
    std::vector<Problem> problems;
    (void)parse_formula(node, sample_scope(names), problems);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].found == "unknown name 'nope'");
    return fmt::format("{}:{}", problems[0].place.line, problems[0].place.column);
  };
  CHECK(place(*root.find("a")) == "1:8");
  CHECK(place(*root.find("b")) == "2:9");
  CHECK(place(*root.find("c")->find("d")) == "3:13");
  CHECK(place(*root.find("e")) == "4:4");
  CHECK(place(*root.find("f")) == "7:4");
  CHECK(place(*root.find("ü")) == "9:11");
}

TEST_CASE("a plain name is letters of any script, digits and _", "[yaml][formula]") {
  for (const char* good : {"a", "_", "_1", "open2", "größe", "возраст", "年龄", "naïve", "हिन्दी",
                           "ª", "µ", "Ω", "ſ"}) {
    CAPTURE(good);
    CHECK(is_plain_name(good));
  }
  for (const char* bad : {"", "1a", "a b", "a-b", "a.b", "a(", "“a”", "a…", "a×b", "a€", "a→b",
                          "a\u00A0b", "a\u2009b", "💰", "a！", "\xFF", "a\xC3", "a\xED\xA0\x80"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_plain_name(bad));
  }
}

TEST_CASE("words of the language are known", "[yaml][formula]") {
  for (const char* word :
       {"min",     "if",      "logistic",    "time",      "contacts", "revenue", "cost",  "visits",
        "count",   "ended",   "first",       "and",       "or",       "not",     "never", "day",
        "days",    "months",  "hour",        "date",      "weekday",  "age",     "phase", "segment",
        "variant", "channel", "exponential", "empirical", "pareto"}) {
    CAPTURE(word);
    CHECK(is_language_word(word));
  }
  for (const char* word : {"open", "Min", "mean", "sd", "low", "true", "", "dayz", "goal"}) {
    CAPTURE(word);
    CHECK_FALSE(is_language_word(word));
  }
}

TEST_CASE("a literal number stands alone", "[yaml][number]") {
  const auto number = [](const std::string& text) {
    std::vector<Problem> problems;
    const double value = parse_number(scalar(text), problems);
    CHECK(problems.empty());
    return value;
  };
  CHECK(number("0.35") == 0.35);
  CHECK(number("35%") == 0.35);
  CHECK(number("-2e6") == -2e6);
  CHECK(number("+5%") == 0.05);
  CHECK(number("  7 ") == 7.0);
  CHECK(number("0.1") == 0.1);
}

TEST_CASE("a literal span is whole ticks", "[yaml][duration]") {
  const double day = ticks_per(TimeUnit::day);
  const auto ticks = [&](const std::string& text, TimeUnit unit = TimeUnit::day) {
    std::vector<Problem> problems;
    const Ticks value = parse_duration(scalar(text), ticks_per(unit), problems);
    CHECK(problems.empty());
    return value;
  };
  CHECK(ticks("3 days") == 3 * day);
  CHECK(ticks("3") == 3 * day);
  CHECK(ticks("3", TimeUnit::hour) == day / 8);
  CHECK(ticks("12 hours") == day / 2);
  CHECK(ticks("90 seconds") == 90 * 1024.0);
  CHECK(ticks("1 second") == 1024.0);
  CHECK(ticks("1.5 days") == 1.5 * day);
  CHECK(ticks("1 hour 30 minutes") == 90 * 60 * 1024.0);
  CHECK(ticks("1 month") == 30 * day);
  CHECK(ticks("1 year", TimeUnit::second) == 365 * day);
  CHECK(ticks("0") == 0.0);
  CHECK(ticks("0.0004 seconds", TimeUnit::second) == 0.0);  // 0.41 of a tick
  CHECK(ticks("0.0006 seconds", TimeUnit::second) == 1.0);  // 0.61 of a tick
}
