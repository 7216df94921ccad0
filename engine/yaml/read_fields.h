// What every reader of a part of the scenario does with a map: refuse unknown keys, fetch values of
// the kind it wants, look names up. Problems are collected, never thrown; after a problem a reader
// goes on with nothing or with a harmless value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenario/document.h"
#include "yaml/parse_formula.h"
#include "yaml/read_keys.h"

namespace journeylab {

using Problems = std::vector<Problem>;

void report(Problems& problems, const Place& place, std::string found, std::string expected = {},
            std::string nearest = {});

/// "a, b or c".
[[nodiscard]] std::string join_or(keys::List words);
[[nodiscard]] std::string join_or(const std::vector<std::string>& words);

/// What a node is, for messages: "a map", "a list", "'text'", "nothing".
[[nodiscard]] std::string describe_node(const Node& node);

/// A key that begins with `x-`: a free note.
[[nodiscard]] bool is_note(std::string_view key) noexcept;

[[nodiscard]] bool contains(keys::List words, std::string_view word) noexcept;

/// Whether the node is a map; if not, a problem that says what was expected ("a map of segments").
[[nodiscard]] bool expect_map(const Node& node, std::string_view expected, Problems& problems);
[[nodiscard]] bool expect_list(const Node& node, std::string_view expected, Problems& problems);

/// A problem for each member whose key is neither in `words` nor a note (with the nearest of them),
/// and for each of `words` that stands without a value, but for the one that `may_be_empty`. False
/// if there was an unknown key: then what seems to be missing may just be spelt wrong.
bool check_keys(const Node& map, keys::List words, Problems& problems,
                std::string_view may_be_empty = {});

/// The value under a key; null where the key is missing or has no value.
[[nodiscard]] const Node* field(const Node& map, std::string_view key) noexcept;

/// A member of a map, or null.
[[nodiscard]] const Node::Member* member(const Node& map, std::string_view key) noexcept;

/// The text of a scalar that is not empty, or a problem and nothing. `expected`: "the name of a
/// step".
[[nodiscard]] std::optional<std::string> read_word(const Node& node, std::string_view expected,
                                                   Problems& problems);

/// The text under a key; empty where it is missing.
[[nodiscard]] std::string read_text(const Node& map, std::string_view key, Problems& problems);

/// `true` or `false` under a key; false where it is missing.
[[nodiscard]] bool read_flag(const Node& map, std::string_view key, Problems& problems);

/// A list of names without repetition, with quick look-up.
class NameList {
 public:
  NameList() = default;
  explicit NameList(const std::vector<std::string>& names);
  /// The number of the name, which is added where it is new.
  std::uint32_t add(const std::string& name);
  [[nodiscard]] std::optional<std::uint32_t> find(const std::string& name) const;
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

/// The number of a name, or a problem with the nearest one. `kind`: "step".
[[nodiscard]] std::optional<std::uint32_t> find_name(const Node& node, const NameList& names,
                                                     std::string_view kind, Problems& problems);

/// As parse_formula and parse_value, but a text with problems becomes a number that is NaN, which
/// later checks pass over.
[[nodiscard]] Expression read_formula(const Node& node, const FormulaScope& scope,
                                      Problems& problems);
[[nodiscard]] Value read_value(const Node& node, const FormulaScope& scope, Problems& problems);

/// The value under a key, if it is there.
[[nodiscard]] std::optional<Value> read_optional_value(const Node& map, std::string_view key,
                                                       const FormulaScope& scope,
                                                       Problems& problems);

/// A literal number, or nothing after a problem.
[[nodiscard]] std::optional<double> read_number(const Node& node, Problems& problems);

/// A literal span above 0 and at most `longest` (then `limit` says in words what that is).
[[nodiscard]] std::optional<Ticks> read_span(const Node& node, double ticks_per_unit, Ticks longest,
                                             std::string_view limit, Problems& problems);

}  // namespace journeylab
