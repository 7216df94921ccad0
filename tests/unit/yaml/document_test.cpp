// What parse_document makes of good documents: the tree, its positions, nulls, quotes, aliases.
#include <string>

#include <catch2/catch.hpp>

#include "base/problem.h"
#include "yaml/parse_document.h"

using journeylab::Node;
using journeylab::parse_document;
using journeylab::Place;

namespace {

Node parsed(const std::string& text) {
  return parse_document(text, "f.yaml");
}

/// "line:column path" of a place.
std::string where(const Place& place) {
  return std::to_string(place.line) + ':' + std::to_string(place.column) + ' ' + place.path;
}

}  // namespace

TEST_CASE("a document becomes a tree in the order written", "[yaml][document]") {
  const Node root = parsed("b: 1\na:\n  - x\n  - {d: e, c: [1, 2]}\n");
  REQUIRE(root.kind == Node::Kind::map);
  REQUIRE(root.members.size() == 2);
  CHECK(root.members[0].key == "b");
  CHECK(root.members[0].value.text == "1");
  const Node* list = root.find("a");
  REQUIRE(list != nullptr);
  REQUIRE(list->kind == Node::Kind::list);
  REQUIRE(list->items.size() == 2);
  CHECK(list->items[0].text == "x");
  CHECK(list->items[1].members[0].key == "d");
  CHECK(list->items[1].find("c")->items[1].text == "2");
}

TEST_CASE("every node and key carries its place", "[yaml][document]") {
  const Node root = parsed("a:\n  - x\n  - {d: e, f: [1, 'z']}\n");
  CHECK(where(root.place) == "1:1 ");
  CHECK(root.place.file == "f.yaml");
  CHECK(where(root.members[0].key_place) == "1:1 a");
  const Node& list = root.members[0].value;
  CHECK(where(list.place) == "2:3 a");
  CHECK(where(list.items[0].place) == "2:5 a[0]");
  const Node& map = list.items[1];
  CHECK(where(map.place) == "3:5 a[1]");
  CHECK(where(map.members[0].key_place) == "3:6 a[1].d");
  CHECK(where(map.members[0].value.place) == "3:9 a[1].d");
  CHECK(where(map.members[1].value.items[1].place) == "3:19 a[1].f[1]");
}

TEST_CASE("columns count characters and not bytes", "[yaml][document]") {
  const Node root = parsed("{größe: 1, ключ: äöü, z: 2}");
  CHECK(where(root.members[0].value.place) == "1:9 größe");
  CHECK(where(root.members[1].value.place) == "1:18 ключ");
  CHECK(where(root.members[2].key_place) == "1:23 z");
}

TEST_CASE("an unquoted scalar that is empty or a null word is null", "[yaml][document]") {
  const Node root = parsed("a:\nb: ~\nc: null\nd: Null\ne: NULL\nf: nul\ng: ''\nh: 'null'\n");
  const auto kind = [&](const char* key) { return root.find(key)->kind; };
  for (const char* key : {"a", "b", "c", "d", "e"}) CHECK(kind(key) == Node::Kind::null);
  for (const char* key : {"f", "g", "h"}) CHECK(kind(key) == Node::Kind::scalar);
  CHECK(root.find("b")->text == "~");
  CHECK(root.find("d")->text == "Null");
  CHECK(root.find("g")->quoted);
  CHECK(root.find("h")->text == "null");
}

TEST_CASE("an empty value stands at its key, not at whatever comes next", "[yaml][document]") {
  const Node root = parsed("a:\nnull: 1\nb:\n  c:\nd: {e: , f}\n");
  CHECK(root.find("a")->text.empty());
  CHECK(where(root.find("a")->place) == "1:1 a");
  CHECK(root.members[1].key == "null");
  CHECK(root.members[1].value.text == "1");
  CHECK(where(root.find("b")->find("c")->place) == "4:3 b.c");
  CHECK(where(root.find("d")->find("e")->place) == "5:5 d.e");
  CHECK(where(root.find("d")->find("f")->place) == "5:10 d.f");
}

TEST_CASE("an empty document is a null", "[yaml][document]") {
  for (const char* text : {"", "\n", "# a note\n", "---\n", "\xEF\xBB\xBF"}) {
    CAPTURE(text);
    CHECK(parsed(text).kind == Node::Kind::null);
    CHECK(parsed(text).place.file == "f.yaml");
  }
}

TEST_CASE("all scalars are text", "[yaml][document]") {
  const Node root = parsed("no: yes\non: off\na: 0x10\nb: .inf\nc: 2001-01-01\nd: 12:30\n");
  CHECK(root.members[0].key == "no");
  CHECK(root.members[0].value.text == "yes");
  CHECK(root.find("on")->text == "off");
  CHECK(root.find("a")->text == "0x10");
  CHECK(root.find("b")->text == ".inf");
  CHECK(root.find("c")->text == "2001-01-01");
  CHECK(root.find("d")->text == "12:30");
}

TEST_CASE("a scalar says where its text begins", "[yaml][document]") {
  const Node root = parsed(
      "a: x + y\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: x\n  y\nf: 'it''s'\ng: \"\\t\"\nh: &k x\n"
      "i: &m 'x'\n");
  const auto shift = [&](const char* key) { return root.find(key)->text_shift; };
  CHECK(shift("a") == 0);
  CHECK(shift("b") == 1);
  CHECK(shift("c") == 1);
  CHECK(shift("d") == -1);
  CHECK(shift("e") == -1);
  CHECK(shift("f") == -1);
  CHECK(shift("g") == -1);
  CHECK(shift("h") == 0);
  CHECK(where(root.find("h")->place) == "10:7 h");
  CHECK(shift("i") == 1);
  CHECK(where(root.find("i")->place) == "11:7 i");
}

TEST_CASE("block and folded scalars keep their text", "[yaml][document]") {
  const Node root = parsed("a: |\n  one\n  two\nb: >-\n  one\n  two\n");
  CHECK(root.find("a")->text == "one\ntwo\n");
  CHECK(root.find("a")->quoted);
  CHECK(root.find("b")->text == "one two");
}

TEST_CASE("line ends of all systems and a byte order mark make no difference", "[yaml][document]") {
  for (const char* text : {"a: 1\nb:\n  c: 2\n", "a: 1\r\nb:\r\n  c: 2\r\n", "a: 1\rb:\r  c: 2\r",
                           "\xEF\xBB\xBF"
                           "a: 1\nb:\n  c: 2\n"}) {
    const Node root = parsed(text);
    CHECK(root.find("a")->text == "1");
    CHECK(where(root.find("a")->place) == "1:4 a");
    CHECK(root.find("b")->find("c")->text == "2");
    CHECK(where(root.find("b")->find("c")->place) == "3:6 b.c");
  }
}

TEST_CASE("an alias is a copy with the path of its own place", "[yaml][document]") {
  const Node root = parsed("a: &x {k: [1, 2]}\nb: *x\nc: &y 7\nd: [*y, *x]\n");
  const Node* copy = root.find("b");
  REQUIRE(copy != nullptr);
  CHECK(copy->find("k")->items[1].text == "2");
  CHECK(where(copy->find("k")->items[1].place) == "1:15 b.k[1]");
  CHECK(where(copy->members[0].key_place) == "1:8 b.k");
  CHECK(root.find("d")->items[0].text == "7");
  CHECK(where(root.find("d")->items[1].find("k")->place) == "1:11 d[1].k");
}

TEST_CASE("one document may have its marks and a directive", "[yaml][document]") {
  CHECK(parsed("%YAML 1.2\n---\na: 1\n...\n").find("a")->text == "1");
}

TEST_CASE("what stands in flow lists of lists is read as it stands", "[yaml][document]") {
  const Node root = parsed("a: [[b, c, 0.3], [d, e, 0.1]]\n");
  REQUIRE(root.find("a")->items.size() == 2);
  CHECK(root.find("a")->items[1].items[2].text == "0.1");
}

TEST_CASE("parentheses that are closed leave flow collections alone", "[yaml][document]") {
  const Node root = parsed("a: {b: exponential(mean=1), c: , d: (x), e}\nf: [min(x), ')', y]\n");
  CHECK(root.find("a")->members.size() == 4);
  CHECK(root.find("f")->items.size() == 3);
}
