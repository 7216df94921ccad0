#include <algorithm>

#include <catch2/catch.hpp>

#include "report/display_text.h"

using namespace journeylab;

TEST_CASE("display width counts cells, not bytes", "[report][width]") {
  CHECK(display_width("") == 0);
  CHECK(display_width("plain") == 5);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\u0301") == 1);  // a combining accent
  CHECK(display_width("日本語") == 6);
  CHECK(display_width("한글") == 4);
  CHECK(display_width("العملاء") == 7);
  CHECK(display_width("مُ") == 1);  // a letter with a vowel mark
  CHECK(display_width("😀") == 2);
  CHECK(display_width("–─→") == 3);
  CHECK(display_width("\xff\xc3") == 2);  // two bytes that are no UTF-8
}

TEST_CASE("what could act on the terminal is shown, not sent", "[report][visible]") {
  CHECK(visible("a\nb\tc\r") == "a\\nb\\tc\\r");
  CHECK(visible("\x1b[31m") == "\\u001b[31m");
  CHECK(visible("a\u202eb\u2066") == "a\\u202eb\\u2066");
  CHECK(visible("\u0085\x7f") == "\\u0085\\u007f");
  CHECK(visible(std::string("a\0b", 3)) == "a\\u0000b");
  CHECK(visible("\xff") == "\uFFFD");
  CHECK(visible("\xc0\xaf") == "\uFFFD\uFFFD");            // overlong
  CHECK(visible("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD");  // surrogate
  CHECK(visible("\xf4\x90\x80\x80").find("\xf4") == std::string::npos);
  CHECK(visible("\xe6\x97") == "\uFFFD\uFFFD");  // cut short
  CHECK(visible("日本語 العملاء é") == "日本語 العملاء é");
}

TEST_CASE("lines break at spaces, and inside words that are too wide alone", "[report][wrap]") {
  using Lines = std::vector<std::string>;
  CHECK(wrapped("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrapped("one two three", 0) == Lines{"one two three"});
  CHECK(wrapped("", 5) == Lines{""});
  CHECK(wrapped("abcdefgh ij", 3) == Lines{"abc", "def", "gh", "ij"});
  CHECK(wrapped("日本語", 4) == Lines{"日本", "語"});
  CHECK(wrapped("日本語", 5) == Lines{"日本", "語"});
  CHECK(wrapped("日本語", 1) == Lines{"日", "本", "語"});  // two cells are the least
  CHECK(wrapped("a\u0301a\u0301a\u0301", 2) == Lines{"a\u0301a\u0301", "a\u0301"});
}

TEST_CASE("wrapping loses nothing but spaces and keeps to its width", "[report][wrap]") {
  const std::string text =
      "A customer 日本語日本語日本語 waits e\u0301e\u0301 for العملاء a-very-long-word.";
  std::string bare = text;
  bare.erase(std::remove(bare.begin(), bare.end(), ' '), bare.end());
  for (std::size_t width = 2; width < 90; ++width) {
    std::string joined;
    for (const std::string& line : wrapped(text, width)) {
      CHECK(display_width(line) <= width);
      joined += line;
    }
    joined.erase(std::remove(joined.begin(), joined.end(), ' '), joined.end());
    CHECK(joined == bare);
  }
}
