// Bytes as characters.
#include <catch2/catch.hpp>

#include "base/utf8.h"

using namespace journeylab;

TEST_CASE("characters are decoded over their whole range", "[base][utf8]") {
  CHECK(character_at("a", 0).code == U'a');
  CHECK(character_at("é", 0).code == U'é');
  CHECK(character_at("日本", 3).code == U'本');
  CHECK(character_at("😀", 0).code == U'😀');
  CHECK(character_at("\xf4\x8f\xbf\xbf", 0).code == 0x10FFFF);
  CHECK(character_at("x", 1).size == 0);
}

TEST_CASE("what is not UTF-8 is no character", "[base][utf8]") {
  for (const char* bytes : {"\xff", "\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
                            "\xf4\x90\x80\x80", "\xf0\x80\x80\x80", "\xe6\x97"}) {
    CHECK(character_at(bytes, 0).size == 0);
  }
}

TEST_CASE("a text is cut between characters, never inside one", "[base][utf8]") {
  CHECK(shortened("short") == "short");
  std::string long_text;
  for (int i = 0; i < 61; ++i) long_text += "日";
  CHECK(shortened(long_text) == long_text.substr(0, 180) + "...");
  CHECK(count_characters(long_text) == 61);
  CHECK(count_characters("\xff\xff") == 2);
}
