#include "yaml/parse_aliases.h"

#include <algorithm>

#include <fmt/format.h>

#include "yaml/parse_events.h"

namespace journeylab {

std::string member_path(const std::string& path, const std::string& key) {
  if (path.size() > document_limits::path_bytes) return path;
  return path.empty() ? key : path + '.' + key;
}

std::string item_path(const std::string& path, std::size_t index) {
  if (path.size() > document_limits::path_bytes) return path;
  return fmt::format("{}[{}]", path, index);
}

std::size_t height_of(const Node& node) {
  std::size_t height = 0;
  for (const Node& item : node.items) height = std::max(height, height_of(item));
  for (const Node::Member& member : node.members) {
    height = std::max(height, height_of(member.value));
  }
  return height + 1;
}

void move_to_path(Node& node, const std::string& path) {
  node.place.path = path;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    move_to_path(node.items[i], item_path(path, i));
  }
  for (Node::Member& member : node.members) {
    member.key_place.path = member_path(path, member.key);
    move_to_path(member.value, member.key_place.path);
  }
}

void AliasTable::open(YAML::anchor_t anchor) {
  if (anchor != 0) anchors_[anchor] = std::nullopt;
}

void AliasTable::keep(YAML::anchor_t anchor, const Node& node, std::size_t count) {
  if (anchor == 0) return;
  Anchored anchored{.node = std::nullopt, .count = count};
  const bool small =
      count <= document_limits::alias_nodes && kept_ + count <= document_limits::anchored_nodes;
  if (small) {
    kept_ += count;
    anchored.node = node;
  }
  anchors_[anchor] = std::move(anchored);
}

const AliasTable::Anchored* AliasTable::find(YAML::anchor_t anchor) const {
  const auto found = anchors_.find(anchor);
  return found == anchors_.end() || !found->second ? nullptr : &*found->second;
}

bool AliasTable::count_use(const Anchored& anchored) {
  used_ += anchored.count;
  return used_ <= document_limits::alias_nodes && anchored.node.has_value();
}

}  // namespace journeylab
