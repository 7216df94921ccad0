#include "scenario/document.h"

namespace journeylab {

const Node* Node::find(std::string_view key) const noexcept {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

}  // namespace journeylab
