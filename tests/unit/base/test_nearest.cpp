// The nearest valid name to a mistyped one.
#include <catch2/catch.hpp>

#include "base/nearest.h"

using namespace journeylab;

namespace {
const std::vector<std::string> keys{"chance", "after", "set", "revenue",
                                    "cost",   "goal",  "go",  "end"};
}

TEST_CASE("one edit of any kind finds the name", "[base]") {
  CHECK(nearest_name("chnace", keys) == "chance");   // neighbours swapped
  CHECK(nearest_name("chanse", keys) == "chance");   // one letter for another
  CHECK(nearest_name("chace", keys) == "chance");    // a letter lost
  CHECK(nearest_name("chancee", keys) == "chance");  // a letter too many
  CHECK(nearest_name("revenues", keys) == "revenue");
}

TEST_CASE("a name that is there is its own nearest", "[base]") {
  for (const std::string& key : keys) CHECK(nearest_name(key, keys) == key);
}

TEST_CASE("a difference of case counts half an edit", "[base]") {
  CHECK(nearest_name("Goal", keys) == "goal");
  CHECK(nearest_name("Cost", {"most", "cost"}) == "cost");
  CHECK(nearest_name("Ab", {"bb", "ab"}) == "ab");
}

TEST_CASE("a word that is far from every name has no nearest", "[base]") {
  CHECK(nearest_name("probability", keys).empty());
  CHECK(nearest_name("xyz", keys).empty());
  CHECK(nearest_name("chance", {}).empty());
  CHECK(nearest_name("", {"chance"}).empty());
}

TEST_CASE("the limit is a third of the word's length, and one edit at least", "[base]") {
  CHECK(nearest_name("x", {"y"}) == "y");
  CHECK(nearest_name("abcdef", {"abcdxy"}) == "abcdxy");  // 2 edits in 6 letters
  CHECK(nearest_name("abcde", {"abcxy"}).empty());        // 2 edits in 5 letters
}

TEST_CASE("of equally near names the first is taken", "[base]") {
  CHECK(nearest_name("bat", {"cat", "hat"}) == "cat");
  CHECK(nearest_name("bat", {"hat", "cat"}) == "hat");
}

TEST_CASE("very long words and names cost no time and have no nearest", "[base]") {
  const std::string huge(1000000, 'a');
  CHECK(nearest_name(huge, {huge}).empty());
  CHECK(nearest_name("goal", {huge, "goals"}) == "goals");
}

TEST_CASE("names in other scripts are compared byte by byte", "[base]") {
  CHECK(nearest_name("größe", {"grösse", "größer"}) == "größer");
}
