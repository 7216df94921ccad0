// What parse_document refuses, and how it says so.
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "base/problem.h"
#include "yaml/parse_document.h"

using journeylab::InputError;
using journeylab::parse_document;
using journeylab::Problem;

namespace {

std::vector<Problem> problems_in(const std::string& text) {
  try {
    (void)parse_document(text, "f.yaml");
  } catch (const InputError& error) {
    return error.problems();
  }
  return {};
}

/// All problems as "line:column path: found; expected ...", one a line.
std::string complaints(const std::string& text) {
  std::string all;
  for (const Problem& problem : problems_in(text)) {
    if (!all.empty()) all += '\n';
    const std::string line = describe(problem);
    REQUIRE(line.rfind("f.yaml:", 0) == 0);
    all += line.substr(7);
  }
  return all;
}

struct Complaint {
  std::string text;
  std::string message;
};

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("YAML that the language does not know is refused by name", "[yaml][document]") {
  const std::vector<Complaint> complaints_of{
      {"a: !foo 1\n",
       "1:4: error: a: the tag !foo; expected a value without a tag: all values are text that is "
       "read by its place"},
      {"a:\n  - !!int 3\n",
       "2:5: error: a[0]: the tag !!int; expected a value without a tag: all values are text that "
       "is read by its place"},
      {"a: ! x\n",
       "1:4: error: a: the tag !; expected a value without a tag: all values are text that is read "
       "by its place"},
      {"a: &x {b: 1}\nc: {<<: *x}\n",
       "2:5: error: c: the merge key '<<'; expected the values themselves: merging is not "
       "supported"},
      {"a: 1\n---\nb: 2\n",
       "2:1: error: a second document begins here; expected one scenario in a file"},
      {"\"a\" b\n",
       "1:5: error: text after the end of the document; expected 'key: value' lines only"},
      {"a: 1\nb: 2\na: 3\n",
       "3:1: error: a: the key 'a' stands here again; expected it once (the first is in line 1, "
       "column 1)"},
      {"x: {a: 1, 'a': 2}\n",
       "1:11: error: x.a: the key 'a' stands here again; expected it once (the first is in line 1, "
       "column 5)"},
      {"? [1, 2]\n: 3\n", "1:3: error: a list as a key; expected text as a key"},
      {"? {a: b}\n: 3\n", "1:3: error: a map as a key; expected text as a key"},
      {"x:\n  : 3\n", "2:3: error: x: a value without a key; expected 'key: value'"},
      {"a: &x [1, *x]\n",
       "1:11: error: a[1]: an alias inside of what it stands for; expected an alias to a value "
       "that "
       "is complete"},
  };
  for (const Complaint& complaint : complaints_of) {
    CHECK(complaints(complaint.text) == complaint.message);
  }
}

TEST_CASE("bad syntax is explained in plain words at its place", "[yaml][document]") {
  const std::vector<Complaint> complaints_of{
      {"a: 1\n b: 2\n",
       "2:3: error: a ':' that belongs to no key; expected one 'key: value' in a line; text that "
       "holds ': ' in quotes"},
      {"a: 1\nb\nc: 2\n", "2:1: error: a line without ':'; expected 'key: value'"},
      {"a:\n\tb: 1\n", "2:3: error: a tab in the indentation; expected spaces"},
      {"a: [1, 2\nb: 3\n",
       "2:2: error: a[2]: a '[' is not closed, or a comma is missing before this; expected ',' "
       "between items and ']' at the end"},
      {"a: {b: 1\nc: 2\n",
       "2:2: error: a: a '{' is not closed, or a comma is missing before this; expected ',' "
       "between "
       "members and '}' at the end"},
      {"a: \"foo\n",
       "1:4: error: a: a quote that is not closed; expected the same quote at the end of the text"},
      {"a: 1\nb: 'foo\nc: 2\n",
       "2:4: error: b: a quote that is not closed; expected the same quote at the end of the text"},
      {"a: @foo\n",
       "1:4: error: a: text cannot begin with this character; expected text that begins with a "
       "special character or holds ': ' or ' #' in quotes"},
      {"a: *nope\n",
       "1:4: error: a: an alias without its anchor; expected '&name' at a value above this; text "
       "that begins with '*' in quotes"},
      {"a: \"\\q\"\n",
       "1:7: error: a: an unknown escape after '\\' in double quotes; expected '\\\\' for a "
       "backslash, or single quotes"},
      {"a: 1\n- 2\n",
       "2:1: error: this does not fit what stands above it; expected 'key: value', indented as the "
       "other keys of its group"},
      {"a: ]\n", "1:4: error: a: a closing bracket without an opening one"},
      {"a: - 1\n",
       "1:4: error: a: a list item cannot begin here; expected '- item' on a line of its own"},
  };
  for (const Complaint& complaint : complaints_of) {
    CHECK(complaints(complaint.text) == complaint.message);
  }
}

TEST_CASE("bytes that are no text are found with line and column", "[yaml][document]") {
  using namespace std::string_literals;
  CHECK(complaints("a: 1\nä: \xFFx\n") ==
        "2:4: error: the byte 0xFF is not UTF-8 text; expected a file saved as UTF-8");
  CHECK(complaints("a: \xC0\xAF\n") ==  // '/' in two bytes, an overlong form
        "1:4: error: the byte 0xC0 is not UTF-8 text; expected a file saved as UTF-8");
  CHECK(complaints("a: \xED\xA0\x80\n") ==  // a surrogate
        "1:4: error: the byte 0xED is not UTF-8 text; expected a file saved as UTF-8");
  CHECK(complaints("a: \xE2\x82") ==  // cut off
        "1:4: error: the byte 0xE2 is not UTF-8 text; expected a file saved as UTF-8");
  CHECK(complaints("a: 1\nb\0: 2\n"s) == "2:2: error: control character U+0000; expected text");
  CHECK(complaints("a: \x04\n") == "1:4: error: control character U+0004; expected text");
  CHECK(complaints("\xFF\xFE"
                   "a\0"s) == "1:1: error: the file is in UTF-16; expected a file saved as UTF-8");
}

TEST_CASE("all problems that do not hide each other come together, in order", "[yaml][document]") {
  CHECK(
      complaints("a: !t 1\nb: {x: f(1, 2)}\na: 2\nc: [\n") ==
      "1:4: error: a: the tag !t; expected a value without a tag: all values are text that is "
      "read by its place\n"
      "2:8: error: b.x: the value f(1, 2) is not in quotes, so its comma ends it; expected quotes "
      "around a value with a comma inside { } or [ ]: b: {x: 'f(1, 2)'}\n"
      "5:1: error: c[0]: a '[' is not closed, or a comma is missing before this; expected ',' "
      "between items and ']' at the end");
}

TEST_CASE("a value that broke at its comma is answered with the line quoted right",
          "[yaml][document]") {
  const auto mended = [](const std::string& text) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems_in(text)) {
      const std::string lead = "quotes around a value with a comma inside { } or [ ]: ";
      REQUIRE(problem.expected.rfind(lead, 0) == 0);
      lines.push_back(problem.expected.substr(lead.size()));
    }
    return lines;
  };
  using Lines = std::vector<std::string>;
  CHECK(mended("{revenue: lognormal(mu=3.5, sigma=0.6)}") ==
        Lines{"{revenue: 'lognormal(mu=3.5, sigma=0.6)'}"});
  CHECK(mended("a:\n  b: {chance: 0.3, cost: triangular(low=1, mode=2, high=3), go: x}\n") ==
        Lines{"b: {chance: 0.3, cost: 'triangular(low=1, mode=2, high=3)', go: x}"});
  const std::string both = "{a: 'min(1, 2)', b: 'min(1, 2)'}";
  CHECK(mended("{a: min(1, 2), b: min(1, 2)}") == Lines{both, both});
  CHECK(mended("ratio: [revenue / max(count(a), 1), time]") ==
        Lines{"ratio: ['revenue / max(count(a), 1)', time]"});
  CHECK(mended("{a: min(1, visits('b c'))}") == Lines{"{a: \"min(1, visits('b c'))\"}"});
  CHECK(mended("{größe: f(ä, ö), ü: 1}") == Lines{"{größe: 'f(ä, ö)', ü: 1}"});
  CHECK(mended("{a: min(1, 2, b: 3}") == Lines{"{a: 'min(1, 2)', b: 3}"});
  CHECK(mended("{a: min(1,\n  2)}") == Lines{"a: 'min(1, 2)'"});
}

TEST_CASE("the broken form is reported where its value begins", "[yaml][document]") {
  const std::vector<Problem> problems = problems_in("a:\n  b: [1, f(2, 3)]\n");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].place.line == 2);
  CHECK(problems[0].place.column == 10);
  CHECK(problems[0].place.path == "a.b[1]");
  CHECK(problems[0].found == "the value f(2, 3) is not in quotes, so its comma ends it");
}

TEST_CASE("small reuse by aliases passes and growth does not", "[yaml][document]") {
  std::string text = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  CHECK(complaints(text + "b: [*a, *a, *a]\n").empty());
  for (char name = 'b'; name < 'h'; ++name) {
    const std::string older = fmt::format("*{}", static_cast<char>(name - 1));
    text += fmt::format("{0}: &{0} [{1}{2}]\n", name, older, repeated(", " + older, 9));
  }
  // Values that aliases bring: 10 * 11 in b, 10 * 111 in c, and 1111 with each item of d.
  CHECK(complaints(text) ==
        "4:36: error: d[7]: aliases make the document grow too much; expected at most 10000 values "
        "that come from aliases");
}

TEST_CASE("nesting is bounded, however it is written", "[yaml][document]") {
  const auto too_deep = [](const std::string& text) {
    return complaints(text).find("the document is nested too deep; expected at most 100 levels") !=
           std::string::npos;
  };
  std::string blocks;
  for (int i = 0; i < 2000; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(too_deep(repeated("[", 100000)));
  CHECK(too_deep(repeated("{a: ", 100000)));
  CHECK(too_deep(repeated("- ", 100000)));
  CHECK(too_deep(repeated("? ", 100000)));
  CHECK(too_deep(blocks));
  CHECK(complaints(repeated("[", 40) + repeated("]", 40)).empty());
  CHECK(complaints(repeated("- ", 99) + "x").empty());

  std::string chain = "a0: &a0 x\n";
  for (int i = 1; i < 120; ++i) {
    chain += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  }
  CHECK(complaints(chain).find("an alias nests the document too deep") != std::string::npos);
}

TEST_CASE("size is bounded", "[yaml][document]") {
  CHECK(complaints(repeated("- 1\n", 300001)).find("more than 300000 values") != std::string::npos);
  const std::vector<Problem> large = problems_in(std::string((std::size_t{16} << 20) + 1, '#'));
  REQUIRE(large.size() == 1);
  CHECK(large[0].found == "the file has 16777217 bytes");
  const std::string key(600, 'k');
  CHECK(complaints("? " + key + "\n: 1\n") ==
        "1:3: error: a key of 600 bytes; expected at most 500");
  CHECK(problems_in(repeated("- !x 1\n", 5000)).size() <= 101);
  CHECK(complaints(repeated("- !x 1\n", 5000)).size() < 20000);
}

TEST_CASE("very long lines are read in one go", "[yaml][document]") {
  const journeylab::Node root = parse_document("ä: [" + repeated("1,", 100000) + "2]", "f.yaml");
  REQUIRE(root.members[0].value.items.size() == 100001);
  CHECK(root.members[0].value.items.back().place.column == 200005);
}

TEST_CASE("mutilated documents are parsed or refused, never worse", "[yaml][document][fuzz]") {
  const std::vector<std::string> seeds{
      "a: 1\nb:\n  - {c: d, e: [1, 'x']}\n  - \"y\"\nf: |\n  text\n",
      "a: &x {k: [1, 2]}\nb: *x\n? c\n: >-\n  folded\n",
      "s: {revenue: 'lognormal(mu=1, sigma=2)', cost: min(1, 2), go: x}\n# note\n---\n",
  };
  const std::vector<std::string> pieces{
      "{",   "}",   "[",  "]", ": ", ",", "- ", "\n", "\n  ", "\t",  "'",    "\"",
      "&x ", "*x ", "!",  "|", ">",  "?", "#",  "%Y", "---",  "...", "<<",   "~",
      "(",   ")",   "\\", "ä", "@",  "`", "=",  "\r", ":",    "-",   "\x80", "\xEF\xBB\xBF"};
  std::mt19937 random(20240601);  // mt19937's numbers are fixed by the standard
  const auto below = [&](std::size_t n) { return random() % n; };
  int good = 0;
  for (int round = 0; round < 6000; ++round) {
    std::string text = seeds[below(seeds.size())];
    for (std::size_t i = 0, n = 1 + below(6); i < n; ++i) {
      const std::size_t at = below(text.size() + 1);
      switch (below(3)) {
        case 0:
          text.insert(at, pieces[below(pieces.size())]);
          break;
        case 1:
          text.erase(at, 1 + below(5));
          break;
        default:
          text.insert(at, text.substr(below(text.size() + 1), below(20)));
      }
    }
    CAPTURE(text);
    try {
      (void)parse_document(text, "f.yaml");
      ++good;
    } catch (const InputError& error) {
      REQUIRE_FALSE(error.problems().empty());
      REQUIRE_FALSE(error.problems()[0].found.empty());
    }
  }
  CHECK(good > 100);
  CHECK(good < 5900);
}
