#include "yaml/read_metrics.h"

#include <algorithm>

#include <fmt/format.h>

#include "scenario/validate_endings.h"

namespace journeylab {
namespace {

constexpr std::array<std::string_view, 6> kinds{"goal", "retained", "returned",
                                                "mean", "ratio",    "time_to"};

// What reading one metric needs.
struct MetricReading {
  const Scenario& scenario;
  const NameList& goals;
  const NameList& statuses;
  const Scopes& scopes;
  const Scopes& control;
  Problems& problems;
};

std::optional<Ticks> read_metric_span(const Node& map, std::string_view key,
                                      const MetricReading& reading) {
  const Node* node = field(map, key);
  if (node == nullptr) return std::nullopt;
  return read_span(*node, reading.scenario.ticks_per_unit(), reading.scenario.horizon,
                   "the horizon", reading.problems);
}

std::uint32_t read_goal(const Node& node, const MetricReading& reading) {
  return find_name(node, reading.goals, "goal", reading.problems).value_or(0);
}

// `from`: a goal, or `entry`.
std::optional<std::uint32_t> read_from(const Node& map, const MetricReading& reading) {
  const Node* from = field(map, "from");
  if (from == nullptr) return std::nullopt;
  if (from->kind != Node::Kind::scalar || from->text != "entry") return read_goal(*from, reading);
  if (reading.goals.find("entry")) {
    report(reading.problems, from->place, "'entry' is the start, but a goal is called so too",
           "another name for the goal");
  }
  return std::nullopt;
}

void warn_of_competing(const Node& until, const Retained& retained, const MetricReading& reading) {
  std::vector<std::string> others;
  const auto& all = reading.statuses.names();
  const std::vector<bool> possible = endings_after(reading.scenario, retained.from);
  const auto& named = retained.until;
  for (std::uint32_t status = 0; status < all.size(); ++status) {
    if (possible[status] && std::find(named.begin(), named.end(), status) == named.end()) {
      others.push_back("'" + all[status] + "'");
    }
  }
  if (others.empty()) return;
  std::string list;
  for (const std::string& other : others) list += (list.empty() ? "" : ", ") + other;
  reading.problems.push_back(
      {.severity = Severity::warning,
       .place = until.place,
       .found = fmt::format("leaves out the status{} {}: who ends so counts as retained",
                            others.size() == 1 ? "" : "es", list),
       .expected = {},
       .nearest = {}});
}

void read_until(const Node& until, const MetricReading& reading, Retained& retained) {
  retained.until_any = false;
  const std::size_t before = reading.problems.size();
  const auto add = [&](const Node& node) {
    const auto status = find_name(node, reading.statuses, "status", reading.problems);
    if (status) retained.until.push_back(*status);
  };
  if (until.kind == Node::Kind::list) {
    for (const Node& item : until.items) add(item);
    if (until.items.empty()) report(reading.problems, until.place, "an empty list", "a status");
  } else {
    add(until);
  }
  if (reading.problems.size() == before) warn_of_competing(until, retained, reading);
}

Retained read_retained(const Node& map, const Node& node, const Place& place,
                       const MetricReading& reading) {
  Retained retained;
  if (expect_map(node, "a map {from: GOAL, until: STATUS}", reading.problems)) {
    check_keys(node, keys::retained, reading.problems);
    retained.from = read_from(node, reading);
    if (const Node* until = field(node, "until")) read_until(*until, reading, retained);
  }
  if (map.find("at") == nullptr) {
    report(reading.problems, place, "a retention metric without an age", "`at`: a duration");
  }
  retained.at = read_metric_span(map, "at", reading).value_or(0.0);
  return retained;
}

void read_window(const Node& node, const MetricReading& reading, Returned& returned) {
  if (!expect_list(node, "a list [7 days, 8 days]", reading.problems)) return;
  if (node.items.size() != 2) {
    report(reading.problems, node.place, fmt::format("found a list of {}", node.items.size()),
           "a list of two: [7 days, 8 days]");
    return;
  }
  const std::size_t before = reading.problems.size();
  returned.window_begin =
      parse_duration(node.items[0], reading.scenario.ticks_per_unit(), reading.problems);
  returned.window_end = read_span(node.items[1], reading.scenario.ticks_per_unit(),
                                  reading.scenario.horizon, "the horizon", reading.problems)
                            .value_or(0.0);
  if (reading.problems.size() == before && !(returned.window_begin < returned.window_end)) {
    report(reading.problems, node.place, "the window is empty", "[a, b] with a below b");
  }
}

Returned read_returned(const Node& node, const MetricReading& reading) {
  Returned returned;
  if (!expect_map(node, "a map {to: GOAL, from: GOAL, window: [a, b]}", reading.problems)) {
    return returned;
  }
  check_keys(node, keys::returned, reading.problems);
  const Node* to = node.find("to");
  if (to == nullptr)
    report(reading.problems, node.place, "'returned' without 'to'", "`to`: a goal");
  else if (to->kind != Node::Kind::null)
    returned.to = read_goal(*to, reading);
  returned.from = read_from(node, reading);
  const Node* window = node.find("window");
  if (window == nullptr) {
    report(reading.problems, node.place, "'returned' without 'window'",
           "`window`: [7 days, 8 days]");
  } else if (window->kind != Node::Kind::null) {
    read_window(*window, reading, returned);
  }
  return returned;
}

Ratio read_ratio(const Node& map, const Node& node, const MetricReading& reading) {
  Ratio ratio{.numerator = constant(0.0), .denominator = constant(1.0), .within = {}};
  ratio.within = read_metric_span(map, "within", reading);
  if (!expect_list(node, "a list of two formulas", reading.problems)) return ratio;
  if (node.items.size() != 2) {
    report(reading.problems, node.place, fmt::format("found a list of {}", node.items.size()),
           "a list of two formulas: [numerator, denominator]");
    return ratio;
  }
  ratio.numerator = read_formula(node.items[0], reading.scopes.metric, reading.problems);
  ratio.denominator = read_formula(node.items[1], reading.scopes.metric, reading.problems);
  return ratio;
}

void read_kind(const Node::Member& entry, const Node::Member& kind, const MetricReading& reading,
               Metric& metric) {
  const Node& map = entry.value;
  if (kind.value.kind == Node::Kind::null) return;
  if (kind.key == "goal") {
    metric.kind = GoalShare{
        .goal = read_goal(kind.value, reading),
        .within = read_metric_span(map, "within", reading).value_or(reading.scenario.horizon)};
  } else if (kind.key == "retained") {
    metric.kind = read_retained(map, kind.value, entry.key_place, reading);
  } else if (kind.key == "returned") {
    metric.kind = read_returned(kind.value, reading);
  } else if (kind.key == "mean") {
    metric.kind = Mean{.value = read_formula(kind.value, reading.scopes.metric, reading.problems),
                       .within = read_metric_span(map, "within", reading)};
  } else if (kind.key == "ratio") {
    metric.kind = read_ratio(map, kind.value, reading);
  } else {
    metric.kind = TimeTo{.goal = read_goal(kind.value, reading)};
  }
}

const Node::Member* find_kind(const Node::Member& entry, bool keys_known, Problems& problems) {
  const Node::Member* found = nullptr;
  for (const Node::Member& candidate : entry.value.members) {
    if (!contains(kinds, candidate.key)) continue;
    if (found != nullptr) {
      report(problems, candidate.key_place,
             fmt::format("both '{}' and '{}'", found->key, candidate.key),
             "one of " + join_or(kinds));
      return found;
    }
    found = &candidate;
  }
  if (found == nullptr && keys_known) {
    report(problems, entry.key_place, fmt::format("the metric '{}' measures nothing", entry.key),
           "one of " + join_or(kinds));
  }
  return found;
}

// `within` and `at` stand only where they mean something.
void check_span_keys(const Node& map, std::string_view kind, Problems& problems) {
  const bool takes_within = kind == "goal" || kind == "mean" || kind == "ratio";
  const Node::Member* within = member(map, "within");
  if (within != nullptr && !takes_within) {
    report(problems, within->key_place, fmt::format("'within' does not go with '{}'", kind),
           kind == "retained" ? "`at`" : "");
  }
  const Node::Member* at = member(map, "at");
  if (at != nullptr && kind != "retained") {
    report(problems, at->key_place, fmt::format("'at' does not go with '{}'", kind),
           takes_within ? "`within`" : "");
  }
}

void read_better(const Node& map, const MetricReading& reading, Metric& metric) {
  metric.higher_is_better = !std::holds_alternative<TimeTo>(metric.kind);
  const Node* better = field(map, "better");
  if (better == nullptr) return;
  if (better->kind == Node::Kind::scalar && (better->text == "higher" || better->text == "lower")) {
    metric.higher_is_better = better->text == "higher";
    return;
  }
  report(reading.problems, better->place, "found " + describe_node(*better), "higher or lower");
}

void read_guardrail(const Node& map, const MetricReading& reading, Metric& metric) {
  const Node* guardrail = field(map, "guardrail");
  if (guardrail == nullptr) return;
  metric.guardrail = read_number(*guardrail, reading.problems);
  if (!metric.guardrail || *metric.guardrail > 0.0) return;
  report(reading.problems, guardrail->place, fmt::format("the guardrail is {}", guardrail->text),
         "the largest acceptable relative worsening, above 0");
}

Metric read_metric(const Node::Member& entry, const MetricReading& reading) {
  Metric metric;
  metric.name = entry.key;
  metric.place = entry.key_place;
  if (entry.key.empty()) report(reading.problems, entry.key_place, "a metric without a name");
  if (!expect_map(entry.value, "a map that describes the metric", reading.problems)) return metric;
  const bool keys_known = check_keys(entry.value, keys::metric, reading.problems);
  metric.description = read_text(entry.value, "description", reading.problems);
  if (const Node::Member* kind = find_kind(entry, keys_known, reading.problems)) {
    check_span_keys(entry.value, kind->key, reading.problems);
    read_kind(entry, *kind, reading, metric);
  }
  metric.primary = read_flag(entry.value, "primary", reading.problems);
  read_better(entry.value, reading, metric);
  read_guardrail(entry.value, reading, metric);
  if (const Node* where = field(entry.value, "where")) {
    metric.where = read_formula(*where, reading.control.where, reading.problems);
  }
  return metric;
}

}  // namespace

void read_metrics(const Node& document, const Scopes& scopes, const Scopes& control,
                  Scenario& scenario, Problems& problems) {
  const Node* metrics = field(document, "metrics");
  if (metrics == nullptr || !expect_map(*metrics, "a map of metrics", problems)) return;
  const NameList goals(scenario.names.goals);
  const NameList statuses(scenario.names.statuses);
  const MetricReading reading{scenario, goals, statuses, scopes, control, problems};
  std::string primary;
  for (const Node::Member& entry : metrics->members) {
    scenario.metrics.push_back(read_metric(entry, reading));
    if (!scenario.metrics.back().primary) continue;
    if (primary.empty()) {
      primary = entry.key;
    } else {
      report(problems, entry.key_place,
             fmt::format("'{}' and '{}' are both primary", primary, entry.key), "one at most");
    }
  }
}

}  // namespace journeylab
