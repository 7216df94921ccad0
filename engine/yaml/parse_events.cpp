#include "yaml/parse_events.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "yaml/parse_scalar.h"

namespace journeylab {

void DocumentBuilder::stop(Place place, std::string found, std::string expected) {
  throw InputError(Problem{.place = std::move(place),
                           .found = std::move(found),
                           .expected = std::move(expected),
                           .nearest = {}});
}

void DocumentBuilder::report(Place place, std::string found, std::string expected) {
  if (problems_.size() >= document_limits::problems) {
    stop(std::move(place), "too many problems: reading stops here", {});
  }
  problems_.push_back({.place = std::move(place),
                       .found = std::move(found),
                       .expected = std::move(expected),
                       .nearest = {}});
}

std::vector<Problem> DocumentBuilder::take_problems() {
  if (broken_.size() > document_limits::problems) broken_.resize(document_limits::problems);
  std::vector<Problem> problems = std::move(problems_);
  for (Problem& problem : problems_of(broken_, lines_)) problems.push_back(std::move(problem));
  broken_.clear();
  return problems;
}

Place DocumentBuilder::place_of(const YAML::Mark& mark) {
  const auto line = static_cast<std::size_t>(std::max(0, mark.line));
  const auto byte = static_cast<std::size_t>(std::max(0, mark.column));
  return {file_, mark.line + 1, lines_.column(line, byte), path_of_next()};
}

bool DocumentBuilder::wants_key() const {
  return !frames_.empty() && frames_.back().node.kind == Node::Kind::map && !frames_.back().has_key;
}

std::string DocumentBuilder::path_of_next() const {
  if (frames_.empty()) return {};
  const Frame& frame = frames_.back();
  if (frame.node.kind == Node::Kind::list) {
    return item_path(frame.node.place.path, frame.node.items.size());
  }
  return frame.has_key ? frame.member.key_place.path : frame.node.place.path;
}

// The parser's mark is where an anchor or a tag stands; formulas need where their text begins.
DocumentBuilder::Start DocumentBuilder::start_of(const YAML::Mark& mark) {
  auto line = static_cast<std::size_t>(std::max(0, mark.line));
  std::size_t offset = lines_.offset(line, static_cast<std::size_t>(std::max(0, mark.column)));
  const std::string_view text = lines_.text();
  Start start{place_of(mark), offset, mark.column};
  const auto property = [&](std::size_t at) {
    return at < text.size() && (text[at] == '&' || text[at] == '!');
  };
  if (!property(offset)) return start;
  while (property(offset)) {
    const std::size_t end = std::min(text.find_first_of(" \t\n,]}", offset), text.size());
    if (text[offset] == '!') {
      report(start.place, fmt::format("the tag {}", shortened(text.substr(offset, end - offset))),
             "a value without a tag: all values are text that is read by its place");
    }
    offset = end;
    while (offset < text.size() && std::string_view(" \t\n#").find(text[offset]) != text.npos) {
      if (text[offset] == '#') offset = std::min(text.find('\n', offset), text.size() - 1);
      if (text[offset] == '\n') ++line;
      ++offset;
    }
  }
  start.offset = offset;
  const std::size_t byte = offset - lines_.offset(line, 0);
  start.byte = static_cast<int>(byte);
  start.place.line = static_cast<int>(line) + 1;
  start.place.column = lines_.column(line, byte);
  return start;
}

void DocumentBuilder::count_nodes(std::size_t count, const Place& place) {
  nodes_ += count;
  if (nodes_ > document_limits::nodes) {
    stop(place, fmt::format("the document has more than {} values", document_limits::nodes),
         "a smaller scenario");
  }
}

void DocumentBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (std::exchange(document_seen_, true)) {
    const auto line = static_cast<std::size_t>(std::max(0, mark.line));
    if (lines_.line(line).starts_with("---")) {
      stop(place_of(mark), "a second document begins here", "one scenario in a file");
    }
    stop(place_of(mark), "text after the end of the document", "'key: value' lines only");
  }
}

void DocumentBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const Start start = start_of(mark);
  count_nodes(1, start.place);
  Node node;
  node.place = start.place;
  // Where a value is missing, the mark is that of whatever comes next, which may be a key `null`.
  const bool value = !frames_.empty() && frames_.back().has_key;
  const bool past = value && !frames_.back().flow && start.byte <= frames_.back().column;
  if (!past) node.text = null_word(lines_.text().substr(start.offset));
  if (value && node.text.empty()) node.place = frames_.back().member.key_place;
  aliases_.keep(anchor, node, 1);
  add(std::move(node));
}

void DocumentBuilder::OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                               const std::string& value) {
  Start start = start_of(mark);
  count_nodes(1, start.place);
  const std::string_view raw = lines_.text().substr(start.offset);
  const char first = raw.empty() ? ' ' : raw.front();
  const bool in_quotes = first == '\'' || first == '"';
  if (in_quotes && !is_closed(raw)) {
    report(start.place, "a quote that is not closed", "the same quote at the end of the text");
  }
  Node node;
  node.kind = Node::Kind::scalar;
  node.quoted = in_quotes || first == '|' || first == '>';
  node.text = value;
  node.text_shift = text_shift_of(raw, in_quotes, value);
  node.place = std::move(start.place);
  aliases_.keep(anchor, node, 1);
  add(std::move(node));
}

void DocumentBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const Place place = place_of(mark);
  const AliasTable::Anchored* anchored = aliases_.find(anchor);
  if (anchored == nullptr) {
    stop(place, "an alias inside of what it stands for", "an alias to a value that is complete");
  }
  if (!aliases_.count_use(*anchored)) {
    stop(place, "aliases make the document grow too much",
         fmt::format("at most {} values that come from aliases", document_limits::alias_nodes));
  }
  count_nodes(anchored->count, place);
  if (frames_.size() + height_of(*anchored->node) > document_limits::depth) {
    stop(place, "an alias nests the document too deep",
         fmt::format("at most {} levels", document_limits::depth));
  }
  Node node = *anchored->node;
  move_to_path(node, path_of_next());
  add(std::move(node));
}

void DocumentBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string&,
                                      YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  open(mark, anchor, Node::Kind::list, style == YAML::EmitterStyle::Flow);
}

void DocumentBuilder::OnSequenceEnd() {
  Frame& frame = frames_.back();
  if (frame.flow) join_broken_items(frame.node.items, broken_);
  close();
}

void DocumentBuilder::OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                                 YAML::EmitterStyle::value style) {
  open(mark, anchor, Node::Kind::map, style == YAML::EmitterStyle::Flow);
}

void DocumentBuilder::OnMapEnd() {
  Frame& frame = frames_.back();
  if (frame.flow) join_broken_members(frame.node.members, broken_);
  report_duplicates(frame.node.members);
  close();
}

void DocumentBuilder::open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind,
                           bool flow) {
  Start start = start_of(mark);
  count_nodes(1, start.place);
  if (frames_.size() >= document_limits::depth) {
    stop(start.place, "the document is nested too deep",
         fmt::format("at most {} levels", document_limits::depth));
  }
  Frame frame;
  frame.is_key = wants_key();
  frame.node.kind = kind;
  frame.node.place = std::move(start.place);
  frame.anchor = anchor;
  frame.flow = flow;
  frame.column = mark.column;
  frame.first_node = nodes_ - 1;
  aliases_.open(anchor);
  frames_.push_back(std::move(frame));
}

void DocumentBuilder::close() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.is_key) {
    report(frame.node.place,
           frame.node.kind == Node::Kind::list ? "a list as a key" : "a map as a key",
           "text as a key");
  }
  aliases_.keep(frame.anchor, frame.node, nodes_ - frame.first_node);
  add(std::move(frame.node));
}

void DocumentBuilder::add(Node node) {
  if (frames_.empty()) {
    root_ = std::move(node);
  } else if (frames_.back().node.kind == Node::Kind::list) {
    frames_.back().node.items.push_back(std::move(node));
  } else if (!frames_.back().has_key) {
    add_key(node);
  } else {
    Frame& frame = frames_.back();
    frame.has_key = false;
    frame.member.value = std::move(node);
    if (frame.keep) frame.node.members.push_back(std::move(frame.member));
    frame.member = {};
  }
}

void DocumentBuilder::add_key(const Node& node) {
  Frame& frame = frames_.back();
  frame.has_key = true;
  frame.keep = false;
  frame.member.key = node.text;
  frame.member.key_place = node.place;
  const bool is_collection = node.kind == Node::Kind::list || node.kind == Node::Kind::map;
  if (is_collection) return;  // reported where it ended
  if (node.text.empty() && !node.quoted) {
    report(node.place, "a value without a key", "'key: value'");
  } else if (node.text.size() > document_limits::key_bytes) {
    report(node.place, fmt::format("a key of {} bytes", node.text.size()),
           fmt::format("at most {}", document_limits::key_bytes));
  } else if (node.text == "<<" && !node.quoted) {
    report(node.place, "the merge key '<<'", "the values themselves: merging is not supported");
  } else {
    frame.keep = true;
    frame.member.key_place.path = member_path(frame.node.place.path, node.text);
  }
}

void DocumentBuilder::report_duplicates(std::vector<Node::Member>& members) {
  std::unordered_map<std::string_view, const Place*> first;
  std::vector<Node::Member> unique;
  unique.reserve(members.size());
  std::vector<bool> again(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto [entry, added] = first.emplace(members[i].key, &members[i].key_place);
    if (added) continue;
    again[i] = true;
    report(members[i].key_place, fmt::format("the key '{}' stands here again", members[i].key),
           fmt::format("it once (the first is in line {}, column {})", entry->second->line,
                       entry->second->column));
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!again[i]) unique.push_back(std::move(members[i]));
  }
  members = std::move(unique);
}

}  // namespace journeylab
