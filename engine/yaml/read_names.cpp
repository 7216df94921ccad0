#include "yaml/read_names.h"

#include <map>

#include <fmt/format.h>

namespace journeylab {
namespace {

using Members = std::vector<Node::Member>;

const Members& members_of(const Node& document, std::string_view key) {
  static const Members none;
  const Node* map = field(document, key);
  return map == nullptr ? none : map->members;
}

void add_keys(const Node& document, std::string_view key, bool plain, NameList& names) {
  for (const Node::Member& entry : members_of(document, key)) {
    if (!plain || !is_note(entry.key)) names.add(entry.key);
  }
}

// The word or words under a key, where they are of the right shape.
void add_words(const Node& map, std::string_view key, NameList& names) {
  const Node* node = field(map, key);
  if (node == nullptr) return;
  if (node->kind == Node::Kind::scalar && !node->text.empty()) names.add(node->text);
  for (const Node& item : node->items) {
    if (item.kind == Node::Kind::scalar && !item.text.empty()) names.add(item.text);
  }
}

void add_ways(const Node& step, std::string_view key, NameList& names) {
  for (const std::string_view ways : {"outcomes", "race", "split"}) {
    for (const Node::Member& way : members_of(step, ways)) add_words(way.value, key, names);
  }
  const Node* branch = field(step, "branch");
  if (branch == nullptr) return;
  for (const Node& way : branch->items) {
    add_words(way, key, names);
    if (const Node* other = field(way, "else")) add_words(*other, key, names);
  }
}

void add_from_journey(const Node& document, std::string_view key, NameList& names) {
  for (const Node::Member& step : members_of(document, "journey")) {
    add_words(step.value, key, names);
    add_ways(step.value, key, names);
  }
}

void add_parameters(const Node& document, NameList& names) {
  for (const Node::Member& segment : members_of(document, "segments")) {
    for (const Node::Member& entry : segment.value.members) {
      if (is_parameter_key(document, entry.key)) names.add(entry.key);
    }
  }
}

struct PlainName {
  std::string_view kind;
  Place place;
};

class PlainNames {
 public:
  explicit PlainNames(Problems& problems) : problems_(&problems) {}

  void take(const Node::Member& entry, std::string_view kind) {
    const auto [known, added] = known_.try_emplace(entry.key, PlainName{kind, entry.key_place});
    if (!added) {
      if (known->second.kind != kind) report_clash(entry, kind, known->second);
      return;
    }
    if (!is_plain_name(entry.key)) {
      report(*problems_, entry.key_place,
             fmt::format("'{}' cannot stand in a formula, so it cannot name {}", entry.key, kind),
             "letters, digits and _, no digit first");
    } else if (is_language_word(entry.key)) {
      report(*problems_, entry.key_place, fmt::format("'{}' is a word of the language", entry.key),
             fmt::format("another name for {}", kind));
    }
  }

 private:
  void report_clash(const Node::Member& entry, std::string_view kind, const PlainName& other) {
    report(*problems_, entry.key_place,
           fmt::format("'{}' already names {} in line {}", entry.key, other.kind, other.place.line),
           fmt::format("another name for {}", kind));
  }

  Problems* problems_;
  std::map<std::string, PlainName, std::less<>> known_;
};

void add_symbols(const NameList& own, const std::vector<std::string>& all, Operation operation,
                 FormulaScope& scope) {
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (own.find(all[i])) scope.symbols.emplace(all[i], Symbol{operation, i});
  }
}

FormulaScope placed(FormulaScope scope, std::string where) {
  scope.where = std::move(where);
  return scope;
}

}  // namespace

bool is_parameter_key(const Node& document, std::string_view key) {
  if (is_note(key) || contains(keys::segment, key)) return false;
  const Node* attributes = field(document, "attributes");
  return attributes == nullptr || attributes->find(key) == nullptr;
}

Names collect_names(const std::vector<VariantText>& texts) {
  NameList parameters, state, touchpoints, channels, steps, goals, statuses;
  for (const VariantText& text : texts) {
    add_parameters(text.document, parameters);
    add_keys(text.document, "state", true, state);
    add_keys(text.document, "touchpoints", false, touchpoints);
    for (const Node::Member& entry : members_of(text.document, "touchpoints")) {
      add_words(entry.value, "channel", channels);
    }
    add_keys(text.document, "journey", false, steps);
    add_from_journey(text.document, "goal", goals);
    add_from_journey(text.document, "end", statuses);
  }
  NameList segments, attributes, assumptions;
  const Node& control = texts.front().document;
  add_keys(control, "segments", false, segments);
  if (field(control, "segments") == nullptr) segments.add("everyone");
  add_keys(control, "attributes", true, attributes);
  add_keys(control, "assumptions", true, assumptions);
  return {.segments = segments.names(),
          .parameters = parameters.names(),
          .attributes = attributes.names(),
          .state = state.names(),
          .assumptions = assumptions.names(),
          .touchpoints = touchpoints.names(),
          .channels = channels.names(),
          .steps = steps.names(),
          .goals = goals.names(),
          .statuses = statuses.names()};
}

void check_plain_names(const std::vector<VariantText>& texts, Problems& problems) {
  PlainNames names(problems);
  const Node& control = texts.front().document;
  const auto take_all = [&](const Node& document, std::string_view key, std::string_view kind) {
    for (const Node::Member& entry : members_of(document, key)) {
      if (!is_note(entry.key)) names.take(entry, kind);
    }
  };
  take_all(control, "attributes", "an attribute");
  take_all(control, "assumptions", "an assumption");
  for (const VariantText& text : texts) {
    for (const Node::Member& segment : members_of(text.document, "segments")) {
      for (const Node::Member& entry : segment.value.members) {
        if (is_parameter_key(text.document, entry.key)) names.take(entry, "a segment parameter");
      }
    }
    take_all(text.document, "state", "a state variable");
  }
}

Scopes scopes_of(const Names& names, const std::vector<const Node*>& documents,
                 double ticks_per_unit) {
  NameList own_parameters, own_state;
  for (const Node* document : documents) {
    add_parameters(*document, own_parameters);
    add_keys(*document, "state", true, own_state);
  }
  FormulaScope literals;
  literals.names = &names;
  literals.ticks_per_unit = ticks_per_unit;
  FormulaScope assumed = literals;
  add_symbols(NameList(names.assumptions), names.assumptions, Operation::assumption, assumed);
  FormulaScope entry = assumed;
  add_symbols(own_parameters, names.parameters, Operation::parameter, entry);
  add_symbols(NameList(names.attributes), names.attributes, Operation::attribute, entry);
  FormulaScope moment = entry;
  add_symbols(own_state, names.state, Operation::state, moment);
  moment.journey = true;
  FormulaScope race = moment;
  race.allows_never = true;
  FormulaScope metric = moment;
  metric.metric = true;
  return {.assumption = placed(literals, "an assumption"),
          .weight = placed(literals, "a weight"),
          .parameter = placed(assumed, "a segment parameter"),
          .attribute = placed(entry, "an attribute"),
          .state = placed(entry, "a starting state"),
          .touchpoint = placed(moment, "a touchpoint"),
          .journey = placed(moment, "the journey"),
          .race = placed(race, "a race"),
          .metric = placed(metric, "a metric"),
          .where = placed(entry, "'where'")};
}

}  // namespace journeylab
