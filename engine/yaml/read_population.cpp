#include "yaml/read_population.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "scenario/validate_constants.h"

namespace journeylab {
namespace {

// The value under a key of a map of names, or a problem and a value that later checks pass over.
Value read_named_value(const Node::Member& entry, const FormulaScope& scope, Problems& problems) {
  if (entry.value.kind != Node::Kind::null) return read_value(entry.value, scope, problems);
  report(problems, entry.key_place, fmt::format("'{}' has no value", entry.key),
         "a number, a formula or a distribution");
  return constant(std::numeric_limits<double>::quiet_NaN(), entry.key_place);
}

const Node* map_under(const Node& document, std::string_view key, std::string_view expected,
                      Problems& problems) {
  const Node* node = field(document, key);
  if (node == nullptr || !expect_map(*node, expected, problems)) return nullptr;
  return node;
}

void read_own_attributes(const Node& control, const Scopes& scopes, const NameList& attributes,
                         Scenario& scenario, Problems& problems) {
  const Node* segments = field(control, "segments");
  if (segments == nullptr) return;
  const NameList segment_names(scenario.names.segments);
  for (const Node::Member& segment : segments->members) {
    const auto segment_number = segment_names.find(segment.key);
    for (const Node::Member& entry : segment.value.members) {
      const auto attribute = attributes.find(entry.key);
      if (!segment_number || !attribute || is_parameter_key(control, entry.key)) continue;
      scenario.attributes[*attribute].by_segment[*segment_number] =
          read_named_value(entry, scopes.attribute, problems);
    }
  }
}

std::optional<double> read_rho(const Node& node, Problems& problems) {
  const auto rho = read_number(node, problems);
  if (!rho || (*rho >= -1.0 && *rho <= 1.0)) return rho;
  report(problems, node.place, fmt::format("the correlation {} is not in -1..1", node.text),
         "a number in -1..1");
  return std::nullopt;
}

std::optional<Correlation> read_pair(const Node& row, const NameList& attributes,
                                     Problems& problems) {
  if (!expect_list(row, "a list [a, b, rho]", problems)) return std::nullopt;
  if (row.items.size() != 3) {
    report(problems, row.place, fmt::format("found a list of {}", row.items.size()),
           "a list [a, b, rho]");
    return std::nullopt;
  }
  const auto first = find_name(row.items[0], attributes, "attribute", problems);
  const auto second = find_name(row.items[1], attributes, "attribute", problems);
  const auto rho = read_rho(row.items[2], problems);
  if (!first || !second || !rho) return std::nullopt;
  if (*first == *second) {
    report(problems, row.place, fmt::format("'{}' is correlated with itself", row.items[0].text),
           "two attributes");
    return std::nullopt;
  }
  return Correlation{.first = *first, .second = *second, .rho = *rho, .place = row.place};
}

}  // namespace

void read_attributes(const Node& control, const Scopes& scopes, Scenario& scenario,
                     Problems& problems) {
  const Node* attributes = map_under(control, "attributes", "a map of attributes", problems);
  if (attributes == nullptr) return;
  for (const Node::Member& entry : attributes->members) {
    if (is_note(entry.key)) continue;
    scenario.attributes.push_back(
        {.by_segment = std::vector<Value>(scenario.names.segments.size(),
                                          read_named_value(entry, scopes.attribute, problems)),
         .place = entry.key_place});
  }
  read_own_attributes(control, scopes, NameList(scenario.names.attributes), scenario, problems);
}

void read_correlation(const Node& control, Scenario& scenario, Problems& problems) {
  const Node* list = field(control, "correlation");
  if (list == nullptr || !expect_list(*list, "a list of [a, b, rho]", problems)) return;
  const NameList attributes(scenario.names.attributes);
  std::set<std::pair<std::uint32_t, std::uint32_t>> known;
  for (const Node& row : list->items) {
    auto pair = read_pair(row, attributes, problems);
    if (!pair) continue;
    if (!known.insert(std::minmax(pair->first, pair->second)).second) {
      report(problems, row.place,
             fmt::format("the correlation of '{}' and '{}' is given twice", row.items[0].text,
                         row.items[1].text));
      continue;
    }
    scenario.correlations.push_back(std::move(*pair));
  }
}

void read_assumptions(const Node& control, const Scopes& scopes, Scenario& scenario,
                      Problems& problems) {
  const Node* assumptions = map_under(control, "assumptions", "a map of assumptions", problems);
  if (assumptions == nullptr) return;
  for (const Node::Member& entry : assumptions->members) {
    if (is_note(entry.key)) continue;
    Assumption assumption{.value = read_named_value(entry, scopes.assumption, problems),
                          .mean = 0.0,
                          .place = entry.key_place};
    const auto mean = constant_mean(assumption.value);
    if (mean.problem.empty()) {
      assumption.mean = mean.value;
    } else {
      report(problems, entry.value.place, mean.problem, "numbers with a finite mean");
      assumption.mean = std::numeric_limits<double>::quiet_NaN();
    }
    scenario.assumptions.push_back(std::move(assumption));
  }
}

void read_state(const Node& document, const Names& names, const Scopes& scopes, Variant& variant,
                Problems& problems) {
  variant.state.assign(names.state.size(), constant(0.0));
  const Node* state = map_under(document, "state", "a map of state variables", problems);
  if (state == nullptr) return;
  const NameList numbers(names.state);
  for (const Node::Member& entry : state->members) {
    const auto number = numbers.find(entry.key);
    if (number) variant.state[*number] = read_named_value(entry, scopes.state, problems);
  }
}

}  // namespace journeylab
