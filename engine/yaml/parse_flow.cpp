#include "yaml/parse_flow.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace journeylab {
namespace {

/// Parentheses that a text opens and does not close.
std::ptrdiff_t open_parentheses(std::string_view text) {
  return std::count(text.begin(), text.end(), '(') - std::count(text.begin(), text.end(), ')');
}

bool is_plain_scalar(const Node& node) {
  return node.kind == Node::Kind::scalar && !node.quoted;
}

bool is_lone_key(const Node::Member& member) {
  return member.value.kind == Node::Kind::null && member.value.text.empty();
}

/// A value as it should be written: in quotes, with every parenthesis closed.
std::string in_quotes(std::string text) {
  const std::ptrdiff_t open = open_parentheses(text);
  if (open > 0) text.append(static_cast<std::size_t>(open), ')');
  if (text.find('\'') == std::string::npos) return '\'' + text + '\'';
  if (text.find_first_of("\"\\") == std::string::npos) return '"' + text + '"';
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + '\'';
}

/// Byte offset of a column (from 1, in characters) in a line.
std::size_t byte_of_column(std::string_view line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < column && at < line.size(); ++i) {
    at += std::max<std::size_t>(1, character_at(line, at).size);
  }
  return at;
}

struct Stretch {
  std::size_t begin;
  std::size_t end;
};

/// Where a broken value stands in its line, if it is on one line and as it was parsed.
std::optional<Stretch> stretch_of(const BrokenValue& value, std::string_view line) {
  if (value.place.line != value.last.line) return std::nullopt;
  const std::size_t begin = byte_of_column(line, value.place.column);
  const std::size_t last = byte_of_column(line, value.last.column);
  if (last < begin || line.substr(last, value.last_text.size()) != value.last_text) {
    return std::nullopt;
  }
  return Stretch{begin, last + value.last_text.size()};
}

/// The line with all of its broken values in quotes; empty if that cannot be shown.
std::string mended_line(const std::vector<BrokenValue>& broken, int line_number,
                        const LineTable& lines) {
  constexpr std::size_t longest = 200;
  const std::string_view line = lines.line(static_cast<std::size_t>(line_number - 1));
  if (line.size() > longest) return {};
  std::string mended;
  std::size_t done = line.find_first_not_of(' ');
  for (const BrokenValue& value : broken) {
    if (value.place.line != line_number) continue;
    const std::optional<Stretch> stretch = stretch_of(value, line);
    if (!stretch || stretch->begin < done) return {};
    mended += line.substr(done, stretch->begin - done);
    mended += in_quotes(value.text);
    done = stretch->end;
  }
  mended += line.substr(done);
  return mended.substr(0, mended.find_last_not_of(' ') + 1);
}

std::string mended_value(const BrokenValue& value) {
  const std::string text = in_quotes(shortened(value.text));
  return value.key.empty() ? text : fmt::format("{}: {}", value.key, text);
}

/// Index after the last of the pieces that follow `begin` and belong to a value with `open` open
/// parentheses; `piece(i)` is the text of a possible piece, or null.
template <typename Piece>
std::size_t end_of_pieces(std::size_t begin, std::size_t size, std::ptrdiff_t open, Piece piece) {
  std::size_t end = begin;
  while (end < size && open > 0) {
    const std::string* text = piece(end);
    if (text == nullptr) break;
    open += open_parentheses(*text);
    ++end;
  }
  return end;
}

}  // namespace

void join_broken_members(std::vector<Node::Member>& members, std::vector<BrokenValue>& broken) {
  std::vector<Node::Member> joined;
  joined.reserve(members.size());
  const auto piece = [&](std::size_t i) {
    return is_lone_key(members[i]) ? &members[i].key : nullptr;
  };
  for (std::size_t i = 0; i < members.size();) {
    Node::Member member = std::move(members[i++]);
    const std::ptrdiff_t open =
        is_plain_scalar(member.value) ? open_parentheses(member.value.text) : 0;
    const std::size_t end = end_of_pieces(i, members.size(), open, piece);
    if (end > i) {
      const Node::Member& last = members[end - 1];
      for (; i < end; ++i) member.value.text += ", " + members[i].key;
      broken.push_back(
          {member.key, member.value.text, member.value.place, last.key_place, last.key});
    }
    joined.push_back(std::move(member));
  }
  members = std::move(joined);
}

void join_broken_items(std::vector<Node>& items, std::vector<BrokenValue>& broken) {
  std::vector<Node> joined;
  joined.reserve(items.size());
  const auto piece = [&](std::size_t i) {
    return is_plain_scalar(items[i]) ? &items[i].text : nullptr;
  };
  for (std::size_t i = 0; i < items.size();) {
    Node item = std::move(items[i++]);
    const std::ptrdiff_t open = is_plain_scalar(item) ? open_parentheses(item.text) : 0;
    const std::size_t end = end_of_pieces(i, items.size(), open, piece);
    if (end > i) {
      const Node& last = items[end - 1];
      for (; i < end; ++i) item.text += ", " + items[i].text;
      broken.push_back({{}, item.text, item.place, last.place, last.text});
    }
    joined.push_back(std::move(item));
  }
  items = std::move(joined);
}

std::vector<Problem> problems_of(const std::vector<BrokenValue>& broken, const LineTable& lines) {
  std::vector<BrokenValue> sorted = broken;
  std::stable_sort(sorted.begin(), sorted.end(), [](const BrokenValue& a, const BrokenValue& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  std::vector<Problem> problems;
  for (const BrokenValue& value : sorted) {
    std::string mended = mended_line(sorted, value.place.line, lines);
    if (mended.empty()) mended = mended_value(value);
    problems.push_back(
        {.place = value.place,
         .found = fmt::format("the value {} is not in quotes, so its comma ends it",
                              shortened(value.text)),
         .expected = "quotes around a value with a comma inside { } or [ ]: " + mended,
         .nearest = {}});
  }
  return problems;
}

}  // namespace journeylab
