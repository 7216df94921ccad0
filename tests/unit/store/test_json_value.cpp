#include <limits>

#include <catch2/catch.hpp>

#include "store/json_value.h"

using namespace journeylab;

namespace {

Json quoted_as(const std::string& text, bool quoted = false) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  node.quoted = quoted;
  return json_of(node);
}

}  // namespace

TEST_CASE("plain scalars that are JSON numbers become numbers, all others texts", "[store][json]") {
  CHECK(quoted_as("12") == 12);
  CHECK(quoted_as("-0.5e3") == -500.0);
  CHECK(quoted_as("12", true) == "12");
  for (const char* text : {"007", "+1", "1.", ".5", "0x10", "1e999", "NaN", "true", "null",
                           "12 days", "", "[1]", "\"a\"", " 1 x"}) {
    CHECK(quoted_as(text) == text);
  }
}

TEST_CASE("maps keep their order and lists their items", "[store][json]") {
  Node item;
  item.kind = Node::Kind::scalar;
  item.text = "1";
  Node list;
  list.kind = Node::Kind::list;
  list.items = {item, Node{}};
  Node map;
  map.kind = Node::Kind::map;
  map.members = {{"z", {}, list}, {"a", {}, item}};
  CHECK(json_of(map).dump() == R"({"z":[1,null],"a":1})");
}

TEST_CASE("printed JSON reads back to the same value", "[store][json]") {
  const Json json = Json::parse(
      R"({"a":[1,2.5,null],"b":{},"c":[],"d":[{"e":"x\"y\n"},[]],"f":{"g":true,"h":[[1],[2]]}})");
  const std::string text = print(json);
  CHECK(Json::parse(text) == json);
  CHECK(text.back() == '\n');
  CHECK(text.find("\"a\": [1, 2.5, null]") != std::string::npos);
  CHECK(print(Json()) == "null\n");
}

TEST_CASE("printed numbers read back to the same bits", "[store][json]") {
  for (const double number : {0.1, 1.0 / 3.0, 6.02214076e23, 1e-310, -0.30000000000000004}) {
    CHECK(Json::parse(print(Json(number))).get<double>() == number);
  }
  CHECK(print(Json(0.95)) == "0.95\n");
}

TEST_CASE("bytes that are not UTF-8 are replaced, not thrown", "[store][json]") {
  CHECK(print(Json("a\xff")) == "\"a\xEF\xBF\xBD\"\n");
  CHECK(print(Json{{"k\xc3", 1}}).find("k\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("numbers that JSON has no word for become null", "[store][json]") {
  CHECK(json_number(std::numeric_limits<double>::quiet_NaN()).is_null());
  CHECK(json_number(-std::numeric_limits<double>::infinity()).is_null());
  CHECK(json_number(std::optional<double>()).is_null());
  CHECK(json_number(2.0) == 2.0);
}
