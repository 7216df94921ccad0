// Two texts as YAML documents: the second as a merge patch on the first gives what another
// implementation of RFC 7396 gives, and the same once more.
#include <nlohmann/json.hpp>

#include "base/problem.h"
#include "fuzz/target.h"
#include "yaml/parse_document.h"

namespace {

using namespace journeylab;
using Json = nlohmann::json;

Json json_of(const Node& node) {
  Json json;
  switch (node.kind) {
    case Node::Kind::null:
      break;
    case Node::Kind::scalar:
      json = node.text;
      break;
    case Node::Kind::list:
      json = Json::array();
      for (const Node& item : node.items) json.push_back(json_of(item));
      break;
    case Node::Kind::map:
      json = Json::object();
      for (const Node::Member& member : node.members) json[member.key] = json_of(member.value);
      break;
  }
  return json;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [first, second] = fuzz::two_texts(fuzz::text_of(data, size));
  try {
    const Node target = parse_document(first, "target.yaml");
    const Node patch = parse_document(second, "patch.yaml");
    const Node once = merge_patch(target, patch);
    Json expected = json_of(target);
    expected.merge_patch(json_of(patch));
    fuzz::expect(json_of(once) == expected, "another merge than by nlohmann-json");
    fuzz::expect(json_of(merge_patch(once, patch)) == expected,
                 "the same patch again changes something");
  } catch (const InputError& error) {
    fuzz::expect(!error.problems().empty(), "refused without a problem");
  }
  return 0;
}
