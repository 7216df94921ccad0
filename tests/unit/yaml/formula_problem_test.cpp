// What formulas and literals are refused for, where, and with which words.
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "formula_setup.h"

using namespace formula_setup;

namespace {

struct Complaint {
  std::string text;
  std::string message;
};

void check(const std::vector<Complaint>& complaints) {
  for (const Complaint& one : complaints) {
    CAPTURE(one.text);
    CHECK(complaint(one.text) == one.message);
  }
}

const std::string names_there =
    "one of größe, open, reopen, uplift, возраст_2, time, contacts, revenue or cost";

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("broken grammar is explained at its column", "[yaml][formula]") {
  const std::string an_operator = "an operator (+ - * / ^, a comparison, 'and', 'or') or the end";
  check({
      {"1 < 2 < 3",
       "7: a second comparison '<' after '<'; expected one comparison; several are joined by 'and' "
       "(a < b and b < c)"},
      {"open == 1 != 0",
       "11: a second comparison '!=' after '=='; expected one comparison; several are joined by "
       "'and' (a < b and b < c)"},
      {"open = 3", "6: '='; expected '==' to compare"},
      {"if(open = 3, 1, 2)", "9: '='; expected '==' to compare"},
      {"größe open", "7: 'open'; expected " + an_operator},
      {"(1 + 2",
       "7: the end of the formula; expected an operator, or ')' for the '(' that is open"},
      {"1 + 2)", "6: a ')' without its '('"},
      {"1, 2", "2: a comma outside of a function"},
      {"1 +", "4: the end of the formula; expected a number, a name or '('"},
      {"* 3", "1: '*'; expected a number, a name or '('"},
      {"", "1: an empty text; expected a number or a formula"},
      {"  ", "1: an empty text; expected a number or a formula"},
      {"1 + not open", "5: 'not'; expected parentheses around 'not ...' here"},
      {"and 3", "1: 'and' without a value before it; expected a and b"},
      {"3 or (or 2)", "7: 'or' without a value before it; expected a or b"},
      {"'open' + 1",
       "1: the quoted text 'open'; expected a number or a name; quotes are for names inside "
       "visits(), count(), ..."},
      {"visits('open", "8: a quote that is not closed; expected ' at the end of the name"},
  });
}

TEST_CASE("signs of other languages are answered with ours", "[yaml][formula]") {
  check({
      {"open && 1", "6: '&&'; expected 'and'"},
      {"open || 1", "6: '||'; expected 'or'"},
      {"!open", "1: '!'; expected 'not'"},
      {"open ** 2", "6: '**'; expected '^'"},
      {"open <> 2", "6: '<>'; expected '!='"},
      {"größe ≤ 2", "7: '≤'; expected '<='"},
      {"2 × 3", "3: '×'; expected '*'"},
      {"2 − 3", "3: '−'; expected '-'"},
      {"open ? 1", "6: the character '?'; expected a number, a name or an operator"},
      {"% 3", "1: the character '%'; expected a number before '%'"},
      {"3 \xFF", "3: a byte that is not UTF-8; expected text"},
  });
}

TEST_CASE("what is no number of ours says so", "[yaml][formula]") {
  const std::string shape = "a decimal number (0.35, 35%, 2e6), or a number and a unit (12 hours)";
  check({
      {"0x10", "1: '0x10'; expected " + shape},
      {"1_000", "1: '1_000'; expected " + shape},
      {"12h", "1: '12h'; expected " + shape},
      {"2e", "1: '2e'; expected " + shape},
      {".inf", "1: '.inf'; expected a finite number"},
      {"1 + .nan", "5: '.nan'; expected a finite number"},
      {"1e999", "1: '1e999'; expected a number of size 1e-307 to 1e308, or 0"},
      {"1.2.3", "1: '1.2.'; expected a number with one decimal point"},
      {"1e308 years", "1: a span that is too long to count; expected a shorter one"},
  });
}

TEST_CASE("units stand after numbers", "[yaml][formula]") {
  check({
      {"3 dayz",
       "3: 'dayz'; expected an operator (+ - * / ^, a comparison, 'and', 'or') or the end; did you "
       "mean 'day'?"},
      {"days", "1: the unit 'days' without a number; expected a number before it: 3 days"},
      {"(1 + 2) days", "9: 'days'; expected a unit only right after a number: ... * 1 day"},
      {"open weeks", "6: 'weeks'; expected a unit only right after a number: ... * 1 week"},
      {"35% days", "5: 'days'; expected a unit only right after a number: ... * 1 day"},
  });
}

TEST_CASE("unknown names come with the nearest that may stand there", "[yaml][formula]") {
  check({
      {"opne", "1: unknown name 'opne'; expected " + names_there + "; did you mean 'open'?"},
      {"1 + gröse", "5: unknown name 'gröse'; expected " + names_there + "; did you mean 'größe'?"},
      {"xyz", "1: unknown name 'xyz'; expected " + names_there},
      {"true", "1: unknown name 'true'; expected 1 for true"},
      {"false", "1: unknown name 'false'; expected 0 for false"},
      {"visits(emial1)",
       "8: unknown step 'emial1'; expected one of start, email1, follow-up, 2nd step or it's; did "
       "you mean 'email1'?"},
      {"count(byu)",
       "7: unknown goal 'byu'; expected one of buy or größe kaufen; did you mean 'buy'?"},
      {"contacts(wbe)",
       "10: unknown touchpoint or channel 'wbe'; expected one of email, sms, email or web; did you "
       "mean 'web'?"},
      {"ended(lots)",
       "7: unknown status 'lots'; expected one of lost or churned; did you mean "
       "'lost'?"},
      {"first('größe kaufn')",
       "7: unknown goal 'größe kaufn'; expected one of buy or größe kaufen; "
       "did you mean 'größe kaufen'?"},
  });
}

TEST_CASE("calls of the wrong shape are shown the right one", "[yaml][formula]") {
  check({
      {"max(1)", "1: max with 1 operand; expected 2 or more: max(a, b)"},
      {"abs()", "1: abs with 0 operands; expected 1: abs(x)"},
      {"log(1, 2)", "1: log with 2 operands; expected 1: log(x)"},
      {"if(1, 2)", "1: if with 2 operands; expected 3: if(condition, then, else)"},
      {"clamp(1)", "1: clamp with 1 operand; expected 3: clamp(x, low, high)"},
      {"max + 1", "1: the function 'max' without operands; expected max(a, b)"},
      {"max(1, 2",
       "9: the end of the formula; expected an operator, ',' or ')' for the '(' of max"},
      {"open(1)",
       "1: 'open' is a number and not a function; expected an operator between it and '('"},
      {"time(1)",
       "1: 'time' is a number and not a function; expected an operator between it and '('"},
      {"visits", "1: 'visits' without a name; expected visits(STEP)"},
      {"visits()", "8: visits() without a name; expected visits(STEP)"},
      {"visits(start", "13: the end of the formula; expected visits(STEP) with its ')'"},
      {"visits(follow-up)",
       "8: 'follow-up' is not a plain name; expected quotes around it: visits(\"follow-up\")"},
      {"visits(2nd step)",
       "8: '2nd step' is not a plain name; expected quotes around it: visits(\"2nd step\")"},
      {"visits(1 + 2)",
       "8: '1 + 2' is not a plain name; expected the name of a step, in quotes where it is not a "
       "plain name"},
  });
  CHECK(complaint("mni(1, 2)").find("; did you mean 'min'?") != std::string::npos);
  CHECK(complaint("mni(1, 2)").find("1: unknown function 'mni'; expected one of min, max") == 0);
  CHECK(complaint("exponental(mean=1)").find("did you mean 'exponential'?") != std::string::npos);
}

TEST_CASE("reserved words do not work yet", "[yaml][formula]") {
  for (const char* word :
       {"date", "hour", "weekday", "age", "phase", "segment", "variant", "channel"}) {
    CHECK(complaint(word) == fmt::format("1: the reserved word '{}' does not work yet; expected "
                                         "another name",
                                         word));
    CHECK(complaint(fmt::format("1 + {}(2)", word)).find("does not work yet") != std::string::npos);
  }
}

TEST_CASE("what a scope does not know cannot stand there", "[yaml][formula]") {
  const Names names = sample_names();
  FormulaScope scope = sample_scope(names);
  scope.where = "an attribute";
  scope.journey = false;
  scope.metric = false;
  scope.symbols = {{"open", {Operation::parameter, 0}}};
  CHECK(complaint("revenue", scope) == "1: 'revenue' cannot stand in an attribute; expected open");
  CHECK(complaint("1 + time", scope) == "5: 'time' cannot stand in an attribute; expected open");
  CHECK(complaint("visits(start)", scope) ==
        "1: 'visits' cannot stand in an attribute; expected open");
  CHECK(complaint("contacts(sms)", scope) ==
        "1: 'contacts' cannot stand in an attribute; expected open");
  CHECK(complaint("ended(lost)", scope) ==
        "1: 'ended' cannot stand in an attribute; expected open");
  CHECK(complaint("first", scope) == "1: 'first' cannot stand in an attribute; expected open");
  CHECK(complaint("never", scope) ==
        "1: 'never' cannot stand in an attribute; expected a time; 'never' stands under 'in' of a "
        "race only");
  scope.symbols.clear();
  CHECK(complaint("cost", scope) ==
        "1: 'cost' cannot stand in an attribute; expected numbers only");
  CHECK(complaint("x", scope) ==
        "1: unknown name 'x'; expected a number: no names are known in an attribute");
  scope.journey = true;
  CHECK(complaint("visits(start)", scope).empty());
  CHECK(complaint("first(buy)", scope).find("1: 'first' cannot stand") == 0);
}

TEST_CASE("a scope without dictionaries knows no names", "[yaml][formula]") {
  FormulaScope scope;
  scope.journey = true;
  scope.ticks_per_unit = 1.0;
  CHECK(complaint("visits(start)", scope) ==
        "8: unknown step 'start'; expected a step, but there is none");
}

TEST_CASE("lists, maps and nothing are no formulas", "[yaml][formula]") {
  Node node = scalar("");
  const auto found = [&](Node::Kind kind) {
    node.kind = kind;
    const Names names = sample_names();
    std::vector<Problem> problems;
    const Expression harmless = parse_formula(node, sample_scope(names), problems);
    CHECK(literal(harmless) != nullptr);
    (void)parse_value(node, sample_scope(names), problems);
    CHECK(parse_number(node, problems) == 0.0);
    CHECK(parse_duration(node, 1.0, problems) == 0.0);
    REQUIRE(problems.size() == 4);
    CHECK(problems[0].expected == "a number or a formula");
    CHECK(problems[1].expected == "a number, a formula or a distribution");
    CHECK(problems[2].expected == "a number (0.35, 35%, 2e6)");
    CHECK(problems[3].expected.find("a span of time") == 0);
    for (const Problem& problem : problems) CHECK(problem.found == problems[0].found);
    return problems[0].found;
  };
  CHECK(found(Node::Kind::list) == "a list");
  CHECK(found(Node::Kind::map) == "a map");
  CHECK(found(Node::Kind::null) == "nothing");
}

TEST_CASE("literals that are none are refused", "[yaml][number][duration]") {
  const auto number = [](const std::string& text) {
    std::vector<Problem> problems;
    CHECK(parse_number(scalar(text), problems) == 0.0);
    REQUIRE(problems.size() == 1);
    problems[0].place.file.clear();
    problems[0].place.path.clear();
    return describe(problems[0]);
  };
  CHECK(number("3 days") == ":3:11: error: the span '3 days'; expected a number without a unit");
  CHECK(number("open") == ":3:11: error: 'open'; expected a number (0.35, 35%, 2e6)");
  CHECK(number("1 + 2") == ":3:13: error: '+'; expected a number (0.35, 35%, 2e6) alone");
  CHECK(number("1,000") ==
        ":3:12: error: ','; expected a number with a decimal point and no signs between thousands");
  CHECK(number(".inf") == ":3:11: error: '.inf'; expected a finite number");
  CHECK(number("-.nan") == ":3:12: error: '.nan'; expected a finite number");
  CHECK(number("0x10").find("'0x10'; expected a decimal number") != std::string::npos);
  CHECK(number("") == ":3:11: error: the end of the formula; expected a number (0.35, 35%, 2e6)");
  CHECK(number("-") == ":3:12: error: the end of the formula; expected a number (0.35, 35%, 2e6)");

  const auto duration = [](const std::string& text) {
    std::vector<Problem> problems;
    CHECK(parse_duration(scalar(text), ticks_per(TimeUnit::day), problems) == 0.0);
    REQUIRE(problems.size() == 1);
    return problems[0].found;
  };
  CHECK(duration("-3 days") == "the negative span '-3 days'");
  CHECK(duration("-1") == "the negative span '-1'");
  CHECK(duration("1e9 years") == "the span '1e9 years' is too long to count");
  CHECK(duration("never") == "'never'");
  CHECK(duration("3 dayz") == "'dayz'");
  CHECK(duration("3 days later") == "'later'");
}

TEST_CASE("depth and length of formulas are bounded", "[yaml][formula]") {
  const auto nested = [](int n) { return repeated("(", n) + "1" + repeated(")", n); };
  CHECK(parsed(nested(150)) == "1");
  CHECK(
      complaint(nested(300)).find("the formula is nested too deep; expected at most 200 levels") !=
      std::string::npos);
  for (const std::string part : {"-", "not ", "2^", "abs(", "(", "exponential(mean=", "1 + ("}) {
    CAPTURE(part);
    const std::string text = repeated(part, 900) + "1";
    CHECK_FALSE(complaint(text).empty());
  }
  CHECK(parsed("1" + repeated("+1", 900)).size() > 900);
  CHECK(complaint("1" + repeated("+1", 1100)).find("the formula is too long") != std::string::npos);
  CHECK(complaint(std::string(10001, '1')) ==
        "1: a formula of 10001 bytes; expected at most 10000");
  CHECK(complaint(std::string(9000, 'x')).size() < 300);
}

TEST_CASE("mutilated values are parsed or refused, never worse", "[yaml][formula][fuzz]") {
  const std::vector<std::string> seeds{
      "1 + 2 * open ^ -3",
      "if(größe >= 2 and not reopen, min(1, 2), 35%)",
      "lognormal(mu=3.5, sigma=0.6, low=0, high=12 hours)",
      "visits(\"follow-up\") + contacts(email) - first(buy)",
      "empirical('no such folder/x.csv', \"a column\")",
      "1 hour 30 minutes",
  };
  const std::vector<std::string> pieces{
      "(",       ")",     ",",  "=",  "==", "<",    "+",     "-",         "^",     "%",
      " days",   "not ",  "e9", ".",  "'",  "\"",   "ä",     "if(",       "never", "and ",
      "visits(", "mean=", "1e", "0x", "&&", "\xC3", "beta(", "empirical("};
  const Names names = sample_names();
  const FormulaScope scope = sample_scope(names);
  std::mt19937 random(20240602);  // mt19937's numbers are fixed by the standard
  const auto below = [&](std::size_t n) { return random() % n; };
  int good = 0;
  for (int round = 0; round < 8000; ++round) {
    std::string text = seeds[below(seeds.size())];
    for (std::size_t i = 0, n = 1 + below(5); i < n; ++i) {
      const std::size_t at = below(text.size() + 1);
      switch (below(3)) {
        case 0:
          text.insert(at, pieces[below(pieces.size())]);
          break;
        case 1:
          text.erase(at, 1 + below(5));
          break;
        default:
          text.insert(at, text.substr(below(text.size() + 1), below(15)));
      }
    }
    CAPTURE(text);
    std::vector<Problem> problems;
    (void)parse_value(scalar(text), scope, problems);
    REQUIRE(problems.size() <= 1);
    good += problems.empty() ? 1 : 0;
    for (const Problem& problem : problems) {
      REQUIRE_FALSE(problem.found.empty());
      REQUIRE(problem.place.column >= 11);
      REQUIRE(problem.place.column <= 11 + static_cast<int>(text.size()));
    }
    (void)parse_number(scalar(text), problems);
    (void)parse_duration(scalar(text), scope.ticks_per_unit, problems);
  }
  CHECK(good > 100);
  CHECK(good < 7900);
}
