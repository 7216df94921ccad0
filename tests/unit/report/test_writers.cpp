#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

#include "golden/sample.h"
#include "report/display_text.h"
#include "report/documents.h"
#include "report/writers.h"

using namespace journeylab;
using Catch::Matchers::Contains;

namespace {

std::vector<Document> all_documents() {
  std::vector<Document> documents;
  for (const Sample& sample : {usual_sample(), odd_sample(), empty_sample()}) {
    documents.push_back(simulate_document(sample.scenario, sample.facts, sample.analysis));
    documents.push_back(compare_document(sample.scenario, sample.facts, sample.analysis));
  }
  documents.push_back(story_document(usual_sample().scenario, 0, 17, usual_story()));
  return documents;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t unescaped_bars(const std::string& line) {
  std::size_t bars = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '|') {
      ++bars;
    }
  }
  return bars;
}

Document of_table(Table table) {
  return {"t", {{"", {}, {std::move(table)}}}};
}

}  // namespace

TEST_CASE("no line is wider than the terminal, whatever its width", "[report][text]") {
  for (const Document& document : all_documents()) {
    for (std::size_t width = 10; width <= 220; width += 7) {
      for (const std::string& line : lines_of(write_text(document, width, false))) {
        INFO(width << ": " << line);
        CHECK(display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("no name reaches the terminal or a Markdown page as a control character",
          "[report][text]") {
  for (const Document& document : all_documents()) {
    for (const std::string& text : {write_text(document, 80, false), write_markdown(document)}) {
      CHECK(std::none_of(text.begin(), text.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
    }
  }
}

TEST_CASE("a narrow terminal and a wide one say the same words", "[report][text]") {
  const auto letters = [](const std::string& text) {
    std::string kept;
    for (const char c : text) {
      if (std::isalnum(static_cast<unsigned char>(c)) != 0) kept += c;
    }
    std::sort(kept.begin(), kept.end());
    return kept;
  };
  const Document document = of_table(
      {"c", {{"name"}, {"a longer title", Align::right}}, {{"a name of many words", "12"}}, {}});
  CHECK(letters(write_text(document, 0, false)) == letters(write_text(document, 34, false)));
  CHECK(letters(write_text(document, 0, false)) == letters(write_text(document, 26, false)));
}

TEST_CASE("a table stands side by side, wraps its words, or stacks its rows", "[report][text]") {
  const Document document = of_table({"",
                                      {{"name"}, {"n", Align::right}},
                                      {{"several words in a cell", "1,000,000"}, {"b", "2"}},
                                      {}});
  CHECK_THAT(write_text(document, 40, false), Contains("name                             n\n"
                                                       "───────────────────────  ─────────\n"
                                                       "several words in a cell  1,000,000\n"
                                                       "b                                2\n"));
  CHECK_THAT(write_text(document, 26, false),
             Contains("several words  1,000,000\n") || Contains("several words    1,000,000\n"));
  CHECK_THAT(write_text(document, 16, false), Contains("\n  n: 1,000,000\nb\n  n: 2\n"));
}

TEST_CASE("columns line up beside wide characters, and numbers end at one edge", "[report][text]") {
  const Document document = of_table({"Wide",
                                      {{"name", Align::left}, {"件数", Align::right}, {"note"}},
                                      {{{"日本の顧客"}, {"1,234"}, {"a"}},
                                       {{"plain"}, {"7"}, {"b"}},
                                       {{"e\u0301te\u0301"}, {"10"}, {"c"}}},
                                      {}});
  const std::vector<std::string> lines = lines_of(write_text(document, 0, false));
  const std::size_t number_edge = display_width("日本の顧客  1,234");
  std::size_t rows = 0;
  for (const std::string& line : lines) {
    for (const char* note : {"  a", "  b", "  c"}) {
      if (!line.ends_with(note)) continue;
      CHECK(display_width(line) == number_edge + 3);
      ++rows;
    }
  }
  CHECK(rows == 3);
}

TEST_CASE("colours appear only where they are asked for, and around verdicts", "[report][text]") {
  const Sample sample = usual_sample();
  const Document document = compare_document(sample.scenario, sample.facts, sample.analysis);
  CHECK(write_text(document, 200, false).find('\x1b') == std::string::npos);
  const std::string coloured = write_text(document, 200, true);
  CHECK_THAT(coloured, Contains("\x1b[32mbetter\x1b[0m") && Contains("\x1b[31mworse\x1b[0m"));
  std::string bare = coloured;
  for (const std::string code : {"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"}) {
    for (std::size_t at = bare.find(code); at != std::string::npos; at = bare.find(code)) {
      bare.erase(at, code.size());
    }
  }
  CHECK(bare == write_text(document, 200, false));
}

TEST_CASE("every row of a Markdown table has as many cells as its head", "[report][markdown]") {
  for (const Document& document : all_documents()) {
    std::size_t bars = 0;
    for (const std::string& line : lines_of(write_markdown(document))) {
      const bool row = line.starts_with('|');
      if (row && bars != 0) CHECK(unescaped_bars(line) == bars);
      bars = row ? unescaped_bars(line) : 0;
    }
  }
}

TEST_CASE("nothing in a name is markup in Markdown", "[report][markdown]") {
  const auto cell = [](const std::string& name) {
    const std::string text = write_markdown(of_table({"", {{"h"}}, {{Text(name)}}, {}}));
    const std::size_t begin = text.find("| --- |\n") + 10;
    return text.substr(begin, text.rfind(" |") - begin);
  };
  CHECK(cell("a|b") == "a\\|b");
  CHECK(cell("a\nb") == "a\\\\nb");
  CHECK(cell("`x` *y* <b> [l](u)") == "\\`x\\` \\*y\\* \\<b\\> \\[l\\](u)");
  CHECK(cell("early_sms") == "early_sms");
  CHECK(cell("_it_") == "\\_it\\_");
  CHECK(cell("a\\|b") == "a\\\\\\|b");
  const Document document = {"t", {{"", {"# no heading", "- no item", "1. none", "+ x"}, {}}}};
  CHECK(write_markdown(document) == "# t\n\n\\# no heading\n\n\\- no item\n\n1\\. none\n\n\\+ x\n");
}

TEST_CASE("a table without rows says so", "[report][text][markdown]") {
  const Document document = of_table({"Goals", {{"goal"}}, {}, {"note"}});
  CHECK(write_text(document, 80, false) == "t\n═\n\nGoals\nnone\nnote\n");
  CHECK(write_markdown(document) == "# t\n\n**Goals**\n\nnone\n\n- note\n");
}
