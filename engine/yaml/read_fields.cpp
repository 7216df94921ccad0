#include "yaml/read_fields.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/nearest.h"

namespace journeylab {

void report(Problems& problems, const Place& place, std::string found, std::string expected,
            std::string nearest) {
  problems.push_back({.severity = Severity::error,
                      .place = place,
                      .found = std::move(found),
                      .expected = std::move(expected),
                      .nearest = std::move(nearest)});
}

std::string join_or(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string join_or(keys::List words) {
  return join_or(std::vector<std::string>(words.begin(), words.end()));
}

std::string describe_node(const Node& node) {
  constexpr std::size_t longest_quote = 60;
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
    case Node::Kind::scalar:
      break;
  }
  if (node.text.size() <= longest_quote) return "'" + node.text + "'";
  return "'" + node.text.substr(0, longest_quote) + "...'";
}

bool is_note(std::string_view key) noexcept {
  return key.starts_with("x-");
}

bool contains(keys::List words, std::string_view word) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool expect_map(const Node& node, std::string_view expected, Problems& problems) {
  if (node.kind == Node::Kind::map) return true;
  report(problems, node.place, "found " + describe_node(node), std::string(expected));
  return false;
}

bool expect_list(const Node& node, std::string_view expected, Problems& problems) {
  if (node.kind == Node::Kind::list) return true;
  report(problems, node.place, "found " + describe_node(node), std::string(expected));
  return false;
}

bool check_keys(const Node& map, keys::List words, Problems& problems,
                std::string_view may_be_empty) {
  bool all_known = true;
  for (const Node::Member& entry : map.members) {
    if (is_note(entry.key)) continue;
    if (!contains(words, entry.key)) {
      all_known = false;
      const std::vector<std::string> candidates(words.begin(), words.end());
      report(problems, entry.key_place, fmt::format("unknown key '{}'", entry.key),
             join_or(candidates), nearest_name(entry.key, candidates));
    } else if (entry.value.kind == Node::Kind::null && entry.key != may_be_empty) {
      report(problems, entry.key_place, fmt::format("'{}' has no value", entry.key));
    }
  }
  return all_known;
}

const Node* field(const Node& map, std::string_view key) noexcept {
  const Node* value = map.find(key);
  return value == nullptr || value->kind == Node::Kind::null ? nullptr : value;
}

const Node::Member* member(const Node& map, std::string_view key) noexcept {
  for (const Node::Member& entry : map.members) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

std::optional<std::string> read_word(const Node& node, std::string_view expected,
                                     Problems& problems) {
  if (node.kind == Node::Kind::scalar && !node.text.empty()) return node.text;
  const bool empty = node.kind == Node::Kind::scalar;
  report(problems, node.place, empty ? "found an empty text" : "found " + describe_node(node),
         std::string(expected));
  return std::nullopt;
}

std::string read_text(const Node& map, std::string_view key, Problems& problems) {
  const Node* node = field(map, key);
  if (node == nullptr) return {};
  if (node->kind == Node::Kind::scalar) return node->text;
  report(problems, node->place, "found " + describe_node(*node), "a text");
  return {};
}

bool read_flag(const Node& map, std::string_view key, Problems& problems) {
  const Node* node = field(map, key);
  if (node == nullptr) return false;
  if (node->kind == Node::Kind::scalar && node->text == "true") return true;
  if (node->kind == Node::Kind::scalar && node->text == "false") return false;
  report(problems, node->place, "found " + describe_node(*node), "true or false");
  return false;
}

NameList::NameList(const std::vector<std::string>& names) {
  for (const std::string& name : names) add(name);
}

std::uint32_t NameList::add(const std::string& name) {
  const auto [entry, added] = numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.push_back(name);
  return entry->second;
}

std::optional<std::uint32_t> NameList::find(const std::string& name) const {
  const auto entry = numbers_.find(name);
  if (entry == numbers_.end()) return std::nullopt;
  return entry->second;
}

std::optional<std::uint32_t> find_name(const Node& node, const NameList& names,
                                       std::string_view kind, Problems& problems) {
  constexpr std::size_t most_listed = 12;
  constexpr std::size_t most_suggested = 100;
  const auto word = read_word(node, fmt::format("the name of a {}", kind), problems);
  if (!word) return std::nullopt;
  if (const auto number = names.find(*word)) return number;
  std::string expected;
  if (names.names().empty())
    expected = fmt::format("a {}, but there is none", kind);
  else if (names.names().size() <= most_listed)
    expected = join_or(names.names());
  // A search through all names for each of very many problems would take for ever and help nobody.
  const bool few = problems.size() < most_suggested;
  report(problems, node.place, fmt::format("there is no {} '{}'", kind, *word), expected,
         few ? nearest_name(*word, names.names()) : std::string{});
  return std::nullopt;
}

Expression read_formula(const Node& node, const FormulaScope& scope, Problems& problems) {
  const std::size_t before = problems.size();
  Expression formula = parse_formula(node, scope, problems);
  if (problems.size() == before) return formula;
  return constant(std::numeric_limits<double>::quiet_NaN(), node.place);
}

Value read_value(const Node& node, const FormulaScope& scope, Problems& problems) {
  const std::size_t before = problems.size();
  Value value = parse_value(node, scope, problems);
  if (problems.size() == before) return value;
  return constant(std::numeric_limits<double>::quiet_NaN(), node.place);
}

std::optional<Value> read_optional_value(const Node& map, std::string_view key,
                                         const FormulaScope& scope, Problems& problems) {
  const Node* node = field(map, key);
  if (node == nullptr) return std::nullopt;
  return read_value(*node, scope, problems);
}

std::optional<double> read_number(const Node& node, Problems& problems) {
  const std::size_t before = problems.size();
  const double number = parse_number(node, problems);
  if (problems.size() != before) return std::nullopt;
  return number;
}

std::optional<Ticks> read_span(const Node& node, double ticks_per_unit, Ticks longest,
                               std::string_view limit, Problems& problems) {
  const std::size_t before = problems.size();
  const Ticks span = parse_duration(node, ticks_per_unit, problems);
  if (problems.size() != before) return std::nullopt;
  if (span > 0.0 && span <= longest) return span;
  if (span > 0.0) {
    report(problems, node.place, fmt::format("{} is beyond {}", node.text, limit));
  } else {
    report(problems, node.place, fmt::format("{} passes no time", node.text), "a span above 0");
  }
  return std::nullopt;
}

}  // namespace journeylab
