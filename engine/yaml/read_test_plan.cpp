#include "yaml/read_test_plan.h"

#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/nearest.h"

namespace journeylab {
namespace {

constexpr std::uint32_t most_days = 3650;
constexpr double most_traffic = 1e8;
constexpr double sum_tolerance = 1e-9;

constexpr std::string_view traffic_shape = "customers a day: 2000/day, 14000/week";

// "2000/day": the number, and the days that its unit has.
std::optional<double> read_rate(const Node& node, Problems& problems) {
  const auto word = read_word(node, traffic_shape, problems);
  if (!word) return std::nullopt;
  const std::size_t slash = word->find('/');
  Node number = node;
  number.text = word->substr(0, slash);
  const auto count = read_number(number, problems);
  if (!count || slash == std::string::npos) return count;
  std::string unit = word->substr(slash + 1);
  unit.erase(0, std::min(unit.find_first_not_of(' '), unit.size()));
  if (const auto known = time_unit_named(unit)) {
    return *count * (ticks_per(TimeUnit::day) / ticks_per(*known));
  }
  report(problems, node.place, fmt::format("there is no time unit '{}'", unit),
         std::string(traffic_shape), nearest_name(unit, {"hour", "day", "week", "month", "year"}));
  return std::nullopt;
}

void read_traffic(const Node& map, TestPlan& plan, Problems& problems) {
  const Node* node = field(map, "traffic");
  if (node == nullptr) return;
  const auto rate = read_rate(*node, problems);
  if (!rate) return;
  if (*rate > 0.0 && *rate <= most_traffic) {
    plan.traffic = *rate;
  } else {
    report(problems, node->place, fmt::format("the traffic is {}", node->text),
           "more than 0 and at most 1e8 customers a day");
  }
}

std::vector<double> read_shares(const Node& list, double high, std::string_view expected,
                                Problems& problems) {
  std::vector<double> shares;
  for (const Node& item : list.items) {
    const auto share = read_number(item, problems);
    if (share && !(*share >= 0.0 && *share <= high)) {
      report(problems, item.place, "found " + item.text, std::string(expected));
    }
    shares.push_back(share.value_or(high));
  }
  return shares;
}

void read_weekly(const Node& map, TestPlan& plan, Problems& problems) {
  const Node* node = field(map, "weekly");
  if (node == nullptr || !expect_list(*node, "a list of 7 weights", problems)) return;
  if (node->items.size() != plan.weekly.size()) {
    report(problems, node->place, fmt::format("found a list of {}", node->items.size()),
           "a list of 7 weights, the first for the day on which the test starts");
    return;
  }
  const auto weights = read_shares(*node, most_traffic, "a weight from 0 on", problems);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(sum > 0.0)) {
    report(problems, node->place, "all weights are 0", "a weight above 0");
    return;
  }
  for (std::size_t day = 0; day < weights.size(); ++day) {
    plan.weekly[day] = weights[day] * static_cast<double>(weights.size()) / sum;
  }
}

constexpr std::string_view ramp_shape = "a share above 0% and at most 100%";

// {from: 10%, days: 7}: rises in equal steps, full on the day after.
void read_rising_ramp(const Node& map, TestPlan& plan, Problems& problems) {
  check_keys(map, keys::ramp, problems);
  const Node* from = field(map, "from");
  const Node* days = field(map, "days");
  if (from == nullptr || days == nullptr) {
    report(problems, map.place, "a ramp without a start or a length", "{from: 10%, days: 7}");
    return;
  }
  const auto first = read_number(*from, problems);
  const auto length = read_days(*days, 1, problems);
  if (!first || !length) return;
  if (!(*first > 0.0 && *first <= 1.0)) {
    report(problems, from->place, "found " + from->text, std::string(ramp_shape));
    return;
  }
  for (std::uint32_t day = 0; day < *length; ++day) {
    plan.ramp.push_back(*first + (1.0 - *first) * day / *length);
  }
}

void read_ramp(const Node& map, TestPlan& plan, Problems& problems) {
  const Node* node = field(map, "ramp");
  if (node == nullptr) return;
  if (node->kind == Node::Kind::map) {
    read_rising_ramp(*node, plan, problems);
    return;
  }
  if (!expect_list(*node, "a list of shares by day or {from: 10%, days: 7}", problems)) return;
  plan.ramp = read_shares(*node, 1.0, ramp_shape, problems);
  for (std::size_t day = 0; day < plan.ramp.size(); ++day) {
    if (plan.ramp[day] > 0.0) continue;
    report(problems, node->items[day].place, "found " + node->items[day].text,
           std::string(ramp_shape));
    plan.ramp[day] = 1.0;
  }
}

NameList variant_names(const Scenario& scenario) {
  NameList names;
  for (const Variant& variant : scenario.variants) names.add(variant.name);
  return names;
}

// The variant that a key names, or a problem at the key.
std::optional<std::uint32_t> variant_of(const Node::Member& entry, const Scenario& scenario,
                                        Problems& problems) {
  Node name;
  name.kind = Node::Kind::scalar;
  name.text = entry.key;
  name.place = entry.key_place;
  return find_name(name, variant_names(scenario), "variant", problems);
}

void read_split(const Node& map, const Scenario& scenario, TestPlan& plan, Problems& problems) {
  const std::size_t arms = scenario.variants.size();
  const Node* node = field(map, "split");
  if (node == nullptr) {
    plan.split.assign(arms, 1.0 / static_cast<double>(arms));
    return;
  }
  plan.split.assign(arms, 0.0);
  if (!expect_map(*node, "a map of variants with their shares", problems)) return;
  const std::size_t before = problems.size();
  double sum = 0.0;
  for (const Node::Member& entry : node->members) {
    if (is_note(entry.key)) continue;
    const auto variant = variant_of(entry, scenario, problems);
    const auto share = read_number(entry.value, problems);
    if (!variant || !share) continue;
    if (!(*share > 0.0 && *share <= 1.0)) {
      report(problems, entry.value.place,
             *share == 0.0 ? fmt::format("the arm '{}' gets no customers", entry.key)
                           : "found " + entry.value.text,
             "a share above 0% and at most 100%");
    }
    plan.split[*variant] = *share;
    sum += *share;
  }
  if (problems.size() != before) return;
  if (std::abs(sum - 1.0) > sum_tolerance) {
    report(problems, node->place, fmt::format("the shares add up to {:.10g}", sum), "1, or 100%");
  } else if (!(plan.split[0] > 0.0)) {
    report(problems, node->place, "the arm 'control' gets no customers", "a share of control");
  } else if (plan.split[0] == 1.0) {
    report(problems, node->place, "a test with one arm", "control and a variant at least");
  }
}

void read_faults(const Node& map, const Scenario& scenario, TestPlan& plan, Problems& problems) {
  constexpr std::string_view shape = "a chance from 0 to below 1";
  plan.faults.lost.assign(scenario.variants.size(), 0.0);
  const Node* node = field(map, "faults");
  if (node == nullptr || !expect_map(*node, "{contamination: 2%, lost: {control: 1%}}", problems))
    return;
  check_keys(*node, keys::faults, problems);
  if (const Node* chance = field(*node, "contamination")) {
    plan.faults.contamination = read_between(*chance, -1e-300, 1.0, shape, problems).value_or(0.0);
  }
  const Node* lost = field(*node, "lost");
  if (lost == nullptr || !expect_map(*lost, "a map of variants with chances", problems)) return;
  for (const Node::Member& entry : lost->members) {
    if (is_note(entry.key)) continue;
    const auto variant = variant_of(entry, scenario, problems);
    const auto chance = read_between(entry.value, -1e-300, 1.0, shape, problems);
    if (variant && chance) plan.faults.lost[*variant] = *chance;
  }
}

void read_plans(const Node& map, TestPlan& plan, Problems& problems) {
  const Node* node = field(map, "plans");
  if (node == nullptr || !expect_map(*node, "a map of plans", problems)) return;
  for (const Node::Member& entry : node->members) {
    if (is_note(entry.key)) continue;
    if (entry.key.empty()) report(problems, entry.key_place, "a plan without a name");
    plan.plans.push_back(read_test_design(entry, problems));
  }
}

void read_value_metric(const Node& map, const Scenario& scenario, TestPlan& plan,
                       Problems& problems) {
  const Node* node = field(map, "value");
  if (node == nullptr) return;
  NameList metrics;
  for (const Metric& metric : scenario.metrics) metrics.add(metric.name);
  if (find_name(*node, metrics, "metric", problems)) plan.value = node->text;
}

}  // namespace

std::optional<std::uint32_t> read_days(const Node& node, std::uint32_t least, Problems& problems) {
  const std::size_t before = problems.size();
  const double days =
      parse_duration(node, ticks_per(TimeUnit::day), problems) / ticks_per(TimeUnit::day);
  if (problems.size() != before) return std::nullopt;
  if (days >= least && days <= most_days && std::floor(days) == days) {
    return static_cast<std::uint32_t>(days);
  }
  report(problems, node.place, "found " + describe_node(node),
         fmt::format("a whole number of days from {} to {}", least, most_days));
  return std::nullopt;
}

std::optional<double> read_between(const Node& node, double low, double high,
                                   std::string_view expected, Problems& problems) {
  const auto number = read_number(node, problems);
  if (!number || (*number > low && *number < high)) return number;
  report(problems, node.place, "found " + describe_node(node), std::string(expected));
  return std::nullopt;
}

std::optional<std::size_t> read_choice(const Node& node, std::span<const std::string_view> words,
                                       std::string_view kind, Problems& problems) {
  const std::vector<std::string> known(words.begin(), words.end());
  const auto word = read_word(node, join_or(known), problems);
  if (!word) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == *word) return i;
  }
  report(problems, node.place, fmt::format("there is no {} '{}'", kind, *word), join_or(known),
         nearest_name(*word, known));
  return std::nullopt;
}

void read_test_plan(const Node& root, Scenario& scenario, Problems& problems) {
  TestPlan& plan = scenario.test_plan;
  const Node::Member* block = member(root, "experiment");
  Node empty;
  empty.kind = Node::Kind::map;
  const bool given = block != nullptr && block->value.kind != Node::Kind::null;
  if (given && !expect_map(block->value, "a map", problems)) return;
  const Node& map = given ? block->value : empty;
  plan.present = given;
  plan.place = given ? block->key_place : root.place;
  check_keys(map, keys::experiment, problems);
  (void)read_text(map, "description", problems);
  read_traffic(map, plan, problems);
  read_weekly(map, plan, problems);
  read_ramp(map, plan, problems);
  read_split(map, scenario, plan, problems);
  if (const Node* node = field(map, "days"))
    plan.days = read_days(*node, 1, problems).value_or(plan.days);
  if (const Node* node = field(map, "follow_up")) plan.follow_up = read_days(*node, 0, problems);
  if (const Node* node = field(map, "period"))
    plan.period = read_days(*node, 1, problems).value_or(plan.period);
  if (const Node* node = field(map, "alpha"))
    plan.alpha = read_between(*node, 0.0, 0.5, "a number above 0 and below 50%", problems)
                     .value_or(plan.alpha);
  if (const Node* node = field(map, "power"))
    plan.power = read_between(*node, 0.0, 1.0, "a number above 0 and below 100%", problems)
                     .value_or(plan.power);
  read_value_metric(map, scenario, plan, problems);
  read_faults(map, scenario, plan, problems);
  read_plans(map, plan, problems);
}

}  // namespace journeylab
