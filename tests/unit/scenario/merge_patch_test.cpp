#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "scenario/document.h"
#include "scenario/expression.h"

using journeylab::Node;
using Json = nlohmann::ordered_json;

namespace {

Node node_of(const Json& json, int line = 0) {
  Node node;
  node.place.line = line;
  if (json.is_object()) {
    node.kind = Node::Kind::map;
    for (const auto& [key, value] : json.items()) {
      node.members.push_back({key, {"", line, 1, key}, node_of(value, line)});
    }
  } else if (json.is_array()) {
    node.kind = Node::Kind::list;
    for (const Json& item : json) node.items.push_back(node_of(item, line));
  } else if (!json.is_null()) {
    node.kind = Node::Kind::scalar;
    node.text = json.is_string() ? json.get<std::string>() : json.dump();
  }
  return node;
}

Json json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::scalar:
      return node.text;
    case Node::Kind::list: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case Node::Kind::map:
      break;
  }
  Json map = Json::object();
  for (const Node::Member& member : node.members) map[member.key] = json_of(member.value);
  return map;
}

/// The patched document as text, members in their order.
std::string patched(const std::string& target, const std::string& patch) {
  return json_of(merge_patch(node_of(Json::parse(target)), node_of(Json::parse(patch)))).dump();
}

struct Example {
  std::string original;
  std::string patch;
  std::string result;
};

}  // namespace

TEST_CASE("merge patch gives the results of RFC 7396, appendix A", "[scenario][merge-patch]") {
  // Numbers are text in our documents: 1 in the RFC is "1" here.
  const std::vector<Example> examples{
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", R"({})"},
      {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":["1"]})"},
      {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
      {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
      {R"({"a":"foo"})", R"(null)", R"(null)"},
      {R"({"a":"foo"})", R"("bar")", R"("bar")"},
      {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":"1"})"},
      {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
      {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  for (const Example& example : examples) {
    CAPTURE(example.original, example.patch);
    CHECK(patched(example.original, example.patch) == example.result);
  }
}

TEST_CASE("a patched map keeps its order and takes additions at the end",
          "[scenario][merge-patch]") {
  CHECK(patched(R"({"c":1,"a":2,"b":3})", R"({"z":9,"b":7,"y":8,"c":6})") ==
        R"({"c":"6","a":"2","b":"7","z":"9","y":"8"})");
  CHECK(patched(R"({"c":1,"a":{"y":1,"x":2},"b":3})", R"({"a":{"w":0,"x":5}})") ==
        R"({"c":"1","a":{"y":"1","x":"5","w":"0"},"b":"3"})");
}

TEST_CASE("a member that is removed and another that is added do not take its place",
          "[scenario][merge-patch]") {
  CHECK(patched(R"({"a":1,"b":2})", R"({"a":null,"c":3})") == R"({"b":"2","c":"3"})");
}

TEST_CASE("a list is replaced whole", "[scenario][merge-patch]") {
  CHECK(patched(R"({"a":[1,{"b":2},3]})", R"({"a":[{"c":1}]})") == R"({"a":[{"c":"1"}]})");
}

TEST_CASE("an empty patch changes nothing", "[scenario][merge-patch]") {
  const std::string document = R"({"a":{"b":["1",null]},"c":"d"})";
  CHECK(patched(document, "{}") == document);
}

TEST_CASE("positions after a patch are those of the text that stayed", "[scenario][merge-patch]") {
  const Node target = node_of(Json::parse(R"({"a":1,"b":{"c":2,"d":3}})"), 10);
  const Node patch = node_of(Json::parse(R"({"b":{"d":4,"e":5},"f":{"g":6}})"), 20);
  const Node result = merge_patch(target, patch);
  CHECK(result.place.line == 10);
  CHECK(result.find("a")->place.line == 10);
  const Node* b = result.find("b");
  REQUIRE(b != nullptr);
  CHECK(b->place.line == 10);
  CHECK(b->find("c")->place.line == 10);
  CHECK(b->find("d")->place.line == 20);
  CHECK(b->find("e")->place.line == 20);
  CHECK(b->members[1].key_place.line == 10);
  CHECK(b->members[2].key_place.line == 20);
  CHECK(result.find("f")->place.line == 20);
}

TEST_CASE("a map finds its members by their whole key", "[scenario][document]") {
  const Node map = node_of(Json::parse(R"({"ab":1,"a":2})"));
  REQUIRE(map.find("a") != nullptr);
  CHECK(map.find("a")->text == "2");
  CHECK(map.find("b") == nullptr);
  CHECK(map.find("") == nullptr);
  CHECK(Node{}.find("a") == nullptr);
}

TEST_CASE("a constant is the literal of its number and nothing else is", "[scenario][expression]") {
  const journeylab::Expression five = journeylab::constant(5.0, {"f.yaml", 2, 3, "a.b"});
  REQUIRE(journeylab::literal(five) != nullptr);
  CHECK(*journeylab::literal(five) == 5.0);
  CHECK(five.place.line == 2);
  journeylab::Expression negated;
  negated.operation = journeylab::Operation::negate;
  negated.operands.push_back(five);
  CHECK(journeylab::literal(negated) == nullptr);
}
