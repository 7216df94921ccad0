// A scenario file as a tree of plain values with positions, before anything is understood: what the
// YAML reader produces, what merge patches act on, and what answers quote.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.h"

namespace journeylab {

/// One value of the document. Scalars are text as written; a `null` is an empty or ~ or null
/// scalar.
struct Node {
  enum class Kind { null, scalar, list, map };
  struct Member;

  Kind kind = Kind::null;
  bool quoted = false;      ///< a scalar that stood in quotes: never a null
  std::string text;         ///< of a scalar, or of a null as it was written
  int text_shift = 0;       ///< columns from `place` to the text's first character (1: in quotes);
                            ///< -1: it does not stand like this on one line (folded, escapes)
  std::vector<Node> items;  ///< of a list
  std::vector<Member> members;  ///< of a map, in the order written
  Place place;                  ///< where the value stands

  [[nodiscard]] const Node* find(std::string_view key) const noexcept;
};

/// A key with its value.
struct Node::Member {
  std::string key;
  Place key_place;
  Node value;
};

/// JSON Merge Patch (RFC 7396): null removes, maps merge, everything else replaces. Keys keep the
/// order of `target`; additions come last. Positions are those of whichever text stayed.
[[nodiscard]] Node merge_patch(Node target, const Node& patch);

}  // namespace journeylab
