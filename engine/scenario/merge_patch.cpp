#include <algorithm>
#include <utility>

#include "scenario/document.h"

namespace journeylab {
namespace {

auto place_of(std::vector<Node::Member>& members, std::string_view key) {
  return std::find_if(members.begin(), members.end(),
                      [&](const Node::Member& member) { return member.key == key; });
}

}  // namespace

// RFC 7396, section 2, the function MergePatch. Its members have no order; ours keep the target's.
Node merge_patch(Node target, const Node& patch) {
  if (patch.kind != Node::Kind::map) return patch;
  if (target.kind != Node::Kind::map) {
    // The members all come from the patch, so the positions do too.
    target = Node{};
    target.kind = Node::Kind::map;
    target.place = patch.place;
  }
  for (const Node::Member& change : patch.members) {
    const auto old = place_of(target.members, change.key);
    const bool known = old != target.members.end();
    if (change.value.kind == Node::Kind::null) {
      if (known) target.members.erase(old);
    } else if (known) {
      old->value = merge_patch(std::move(old->value), change.value);
    } else {
      target.members.push_back({change.key, change.key_place, merge_patch(Node{}, change.value)});
    }
  }
  return target;
}

}  // namespace journeylab
