#include "yaml/read_variants.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/nearest.h"

namespace journeylab {
namespace {

void check_segment_patch(const Node::Member& segment, const Node* attributes, Problems& problems) {
  if (!expect_map(segment.value, "a map of changed parameters", problems)) return;
  for (const Node::Member& entry : segment.value.members) {
    if (contains(keys::segment, entry.key)) {
      report(problems, entry.key_place,
             fmt::format("a variant cannot change '{}' of a segment", entry.key),
             "a segment parameter");
    } else if (attributes != nullptr && attributes->find(entry.key) != nullptr) {
      report(problems, entry.key_place,
             fmt::format("a variant cannot change the attribute '{}': customers are the same in "
                         "every variant",
                         entry.key),
             "a segment parameter");
    }
  }
}

void check_segments_patch(const Node& patch, const Node& control, Problems& problems) {
  if (!expect_map(patch, "a map of segments with changed parameters", problems)) return;
  const Node* segments = field(control, "segments");
  std::vector<std::string> names;
  if (segments != nullptr) {
    for (const Node::Member& entry : segments->members) names.push_back(entry.key);
  }
  for (const Node::Member& entry : patch.members) {
    if (segments == nullptr || segments->find(entry.key) == nullptr) {
      report(problems, entry.key_place, fmt::format("there is no segment '{}'", entry.key),
             "a segment of the scenario: a variant cannot add one", nearest_name(entry.key, names));
    } else if (entry.value.kind == Node::Kind::null) {
      report(problems, entry.key_place,
             fmt::format("a variant cannot remove the segment '{}'", entry.key));
    } else {
      check_segment_patch(entry, field(control, "attributes"), problems);
    }
  }
}

void check_patch_key(const Node::Member& entry, Problems& problems) {
  if (is_note(entry.key) || contains(keys::variant, entry.key)) return;
  const std::vector<std::string> words(keys::variant.begin(), keys::variant.end());
  if (contains(keys::variant_reserved, entry.key) || contains(keys::scenario_reserved, entry.key)) {
    report(problems, entry.key_place, fmt::format("'{}' is not yet built", entry.key));
  } else if (contains(keys::scenario, entry.key)) {
    report(problems, entry.key_place, fmt::format("a variant cannot change '{}'", entry.key),
           join_or(words));
  } else {
    report(problems, entry.key_place, fmt::format("unknown key '{}'", entry.key), join_or(words),
           nearest_name(entry.key, words));
  }
}

void check_patch(const Node& patch, const Node& control, Problems& problems) {
  for (const Node::Member& entry : patch.members) {
    check_patch_key(entry, problems);
    if (entry.key == "segments") check_segments_patch(entry.value, control, problems);
  }
}

// What may be applied without breaking what all variants share: a wrong patch of the segments has
// been told already and would only make every later message double.
Node applicable(const Node& patch) {
  Node kept = patch;
  std::erase_if(kept.members, [](const Node::Member& entry) {
    return !contains(keys::variant, entry.key) || entry.key == "description" ||
           (entry.key == "segments" && entry.value.kind != Node::Kind::map);
  });
  for (Node::Member& entry : kept.members) {
    if (entry.key != "segments") continue;
    std::erase_if(entry.value.members, [](const Node::Member& segment) {
      return segment.value.kind != Node::Kind::map;
    });
  }
  return kept;
}

// Every variant is read as a whole scenario, so what they hold together is bounded; and every
// thread of a run keeps some 200 kB or more for each of them.
constexpr std::size_t most_values = 1000000;
constexpr std::size_t most_variants = 256;

std::size_t count_values(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items) count += count_values(item);
  for (const Node::Member& entry : node.members) count += count_values(entry.value);
  return count;
}

bool is_too_much(const Node& control, const Node& variants, Problems& problems) {
  if (variants.members.size() > most_variants) {
    report(problems, variants.place, fmt::format("{} variants", variants.members.size()),
           fmt::format("at most {}", most_variants));
    return true;
  }
  const std::size_t values = count_values(control);
  if (values * variants.members.size() <= most_values) return false;
  report(problems, variants.place,
         fmt::format("{} variants of a scenario with {} values", variants.members.size(), values),
         fmt::format("at most {} values in all variants together", most_values));
  return true;
}

// A key that a patch adds to the journey, and the one of control's that may have been meant.
struct AddedKey {
  std::string path;
  std::string key;
  std::string nearest;
};

void find_added_keys(const Node& patch, const Node& control, const std::string& path,
                     std::vector<AddedKey>& added) {
  std::vector<std::string> names;
  for (const Node::Member& entry : control.members) names.push_back(entry.key);
  for (const Node::Member& entry : patch.members) {
    const std::string own_path = path + '.' + entry.key;
    if (const Node* known = control.find(entry.key)) {
      find_added_keys(entry.value, *known, own_path, added);
    } else if (std::string nearest = nearest_name(entry.key, names); !nearest.empty()) {
      added.push_back({own_path, entry.key, std::move(nearest)});
    }
  }
}

std::vector<AddedKey> added_to_journey(const VariantText& text, const Node* control) {
  std::vector<AddedKey> added;
  const Node* patch = text.patch == nullptr ? nullptr : text.patch->find("journey");
  const Node* journey = control == nullptr ? nullptr : control->find("journey");
  if (patch == nullptr || journey == nullptr) return added;
  find_added_keys(*patch, *journey, "variants." + text.name + ".journey", added);
  return added;
}

// What is wrong inside something new may be that it was not meant to be new.
void name_nearest(const std::vector<AddedKey>& added, Problem& problem) {
  if (!problem.nearest.empty()) return;
  for (const AddedKey& key : added) {
    if (!problem.place.path.starts_with(key.path)) continue;
    problem.found += fmt::format(", and control has no '{}'", key.key);
    problem.nearest = key.nearest;
    return;
  }
}

bool same_place(const Place& a, const Place& b) {
  return a.line == b.line && a.column == b.column && a.path == b.path;
}

}  // namespace

std::vector<VariantText> read_variant_texts(const Node& root, Problems& problems) {
  VariantText control{.name = "control", .description = {}, .place = root.place, .document = root};
  std::erase_if(control.document.members,
                [](const Node::Member& entry) { return entry.key == "variants"; });
  std::vector<VariantText> texts{std::move(control)};
  const Node* variants = field(root, "variants");
  if (variants == nullptr || !expect_map(*variants, "a map of variants", problems)) return texts;
  if (is_too_much(texts.front().document, *variants, problems)) return texts;
  for (const Node::Member& entry : variants->members) {
    if (entry.key == "control") {
      report(problems, entry.key_place,
             "'control' is the scenario as written and cannot be a variant", "another name");
      continue;
    }
    if (entry.key.empty()) report(problems, entry.key_place, "a variant without a name");
    if (!expect_map(entry.value, "a map of changes", problems)) continue;
    check_patch(entry.value, texts.front().document, problems);
    texts.push_back({.name = entry.key,
                     .description = read_text(entry.value, "description", problems),
                     .place = entry.key_place,
                     .document = merge_patch(texts.front().document, applicable(entry.value)),
                     .patch = &entry.value});
  }
  return texts;
}

void VariantProblems::add(const VariantText& text, bool is_control, const Problems& found) {
  const std::string own_path = "variants." + text.name;
  if (is_control) control_ = &text.document;
  const std::vector<AddedKey> added =
      found.empty() ? std::vector<AddedKey>{} : added_to_journey(text, control_);
  for (const Problem& problem : found) {
    const std::string whole = describe(problem);
    if (is_control) of_control_.insert(whole);
    if (!is_control && of_control_.contains(whole)) continue;
    Problem told = problem;
    if (!is_control && !told.place.path.starts_with(own_path)) {
      told.found += fmt::format(", in variant '{}'", text.name);
    }
    name_nearest(added, told);
    all_.push_back(std::move(told));
  }
}

Problems sorted(Problems problems) {
  const auto order = [](const Problem& a, const Problem& b) {
    return std::tie(a.place.line, a.place.column, a.place.path) <
           std::tie(b.place.line, b.place.column, b.place.path);
  };
  std::stable_sort(problems.begin(), problems.end(), order);
  Problems unique;
  for (Problem& problem : problems) {
    bool known = false;
    for (auto earlier = unique.rbegin();
         earlier != unique.rend() && same_place(earlier->place, problem.place); ++earlier) {
      known = known || earlier->found == problem.found;
    }
    if (!known) unique.push_back(std::move(problem));
  }
  return unique;
}

}  // namespace journeylab
