// Anchors and what their aliases stand for, under limits: an alias is a copy of a value that is
// complete, and copies may not make a small file a large document.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include <yaml-cpp/anchor.h>

#include "scenario/document.h"

namespace journeylab {

/// The path of a member, or of an item, below a path. Very long paths stay as they are.
[[nodiscard]] std::string member_path(const std::string& path, const std::string& key);
[[nodiscard]] std::string item_path(const std::string& path, std::size_t index);

/// Levels of a value: 1 for a scalar.
[[nodiscard]] std::size_t height_of(const Node& node);

/// Gives a value and all below it the paths that they have at another place of the document. Lines
/// and columns stay those of the text.
void move_to_path(Node& node, const std::string& path);

/// The values of the anchors so far.
class AliasTable {
 public:
  struct Anchored {
    std::optional<Node> node;  ///< none where it is too large to use again
    std::size_t count = 0;     ///< values in it
  };

  /// An anchor whose value begins here.
  void open(YAML::anchor_t anchor);
  /// The value of an anchor, complete; `count` values. Anchor 0 is none.
  void keep(YAML::anchor_t anchor, const Node& node, std::size_t count);
  /// What an anchor stands for; null while its value is not complete.
  [[nodiscard]] const Anchored* find(YAML::anchor_t anchor) const;
  /// Counts a use; false where aliases have made the document grow too much.
  [[nodiscard]] bool count_use(const Anchored& anchored);

 private:
  std::map<YAML::anchor_t, std::optional<Anchored>> anchors_;
  std::size_t kept_ = 0;
  std::size_t used_ = 0;
};

}  // namespace journeylab
