// A scenario file as its variants: control is the document without `variants`, every other one is
// control's document under its patch. What a patch may touch is checked here.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "yaml/read_fields.h"

namespace journeylab {

/// One variant as a whole document.
struct VariantText {
  std::string name;
  std::string description;
  Place place;
  Node document;
  const Node* patch = nullptr;  ///< inside the file's document; null for control
};

/// Control first, then the variants in the order written. `root` must outlive the result.
[[nodiscard]] std::vector<VariantText> read_variant_texts(const Node& root, Problems& problems);

/// Gathers the problems of all variants: one that control has too is told once, one that only the
/// patched document shows names its variant, and a step or a way that is new there, if it may be a
/// misspelt one of control's, the nearest.
class VariantProblems {
 public:
  /// Takes the problems found in a variant; control must come first, and outlive the others.
  void add(const VariantText& text, bool is_control, const Problems& found);
  [[nodiscard]] const Problems& all() const noexcept { return all_; }

 private:
  Problems all_;
  const Node* control_ = nullptr;
  std::unordered_set<std::string> of_control_;
};

/// In the order of the file, without repetitions.
[[nodiscard]] Problems sorted(Problems problems);

}  // namespace journeylab
