#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "yaml/read_test_plan.h"

namespace journeylab {
namespace {

constexpr double most_looks = 366;

// Which designs a key goes with; keys that are not here go with all.
bool goes_with(std::string_view key, const PlannedDesign& plan) {
  const Design design = plan.design;
  if (key == "looks") return design != Design::fixed && design != Design::bandit;
  if (key == "min_days") return design != Design::fixed && !is_group_sequential(design);
  if (key == "correction") return design != Design::bayesian && design != Design::bandit;
  if (key == "interval") return is_group_sequential(design);
  if (key == "sides") {
    return design == Design::fixed || design == Design::peeking || is_group_sequential(design);
  }
  if (key == "spending" || key == "futility") return design == Design::spending;
  if (key == "parameter") {
    return design == Design::spending && (plan.spending == SpendingWord::power ||
                                          plan.spending == SpendingWord::hwang_shih_decani);
  }
  if (key == "delta") return design == Design::wang_tsiatis;
  if (key == "method") return design == Design::always_valid;
  if (key == "effect") {
    return design == Design::always_valid && plan.method == AlwaysValidWord::mixture;
  }
  if (key == "best_at") {
    return design == Design::always_valid && plan.method == AlwaysValidWord::sequence;
  }
  if (key == "loss") return design == Design::bayesian;
  if (key == "every" || key == "at_least") return design == Design::bandit;
  return true;
}

constexpr std::string_view looks_shape = "daily, weekly, a number of looks, or a list of days";

void read_look_days(const Node& list, LookSchedule& looks, Problems& problems) {
  looks.kind = LookSchedule::Kind::days;
  if (list.items.empty()) report(problems, list.place, "an empty list", std::string(looks_shape));
  for (const Node& item : list.items) {
    const auto day = read_days(item, 1, problems);
    if (!day) continue;
    if (!looks.days.empty() && *day <= looks.days.back()) {
      report(problems, item.place,
             fmt::format("the look on day {} does not come after the one on day {}", *day,
                         looks.days.back()),
             "days that increase");
      continue;
    }
    looks.days.push_back(*day);
  }
}

void read_looks(const Node& node, LookSchedule& looks, Problems& problems) {
  if (node.kind == Node::Kind::list) {
    read_look_days(node, looks, problems);
    return;
  }
  if (node.kind == Node::Kind::scalar && (node.text == "daily" || node.text == "weekly")) {
    looks.kind = LookSchedule::Kind::every;
    looks.number = node.text == "daily" ? 1 : 7;
    return;
  }
  const bool is_number = node.kind == Node::Kind::scalar && !node.text.empty() &&
                         node.text.find_first_not_of("0123456789.+-e%") == std::string::npos;
  if (!is_number) {
    report(problems, node.place, "found " + describe_node(node), std::string(looks_shape));
    return;
  }
  const auto count = read_number(node, problems);
  if (!count) return;
  if (!(*count >= 1.0 && *count <= most_looks && std::floor(*count) == *count)) {
    report(problems, node.place, "found " + describe_node(node),
           "a whole number of looks from 1 to 366");
    return;
  }
  looks.kind = LookSchedule::Kind::count;
  looks.number = static_cast<std::uint32_t>(*count);
}

template <typename Word, std::size_t n>
void choose(const Node& map, std::string_view key, const std::array<std::string_view, n>& words,
            Word& into, Problems& problems) {
  const Node* node = field(map, key);
  if (node == nullptr) return;
  if (const auto number = read_choice(*node, words, key, problems)) {
    into = static_cast<Word>(*number);
  }
}

void read_words(const Node& map, PlannedDesign& plan, Problems& problems) {
  choose(map, "spending", spending_words, plan.spending, problems);
  choose(map, "futility", futility_words, plan.futility, problems);
  choose(map, "interval", interval_words, plan.interval, problems);
  choose(map, "method", always_valid_words, plan.method, problems);
  if (field(map, "correction") != nullptr) {
    CorrectionWord word = CorrectionWord::holm;
    choose(map, "correction", correction_words, word, problems);
    plan.correction = word;
  }
  bool stops = false;
  constexpr std::array<std::string_view, 2> guardrail_words{"ignore", "stop"};
  choose(map, "guardrails", guardrail_words, stops, problems);
  plan.guardrails_stop = stops;
}

void read_numbers(const Node& map, PlannedDesign& plan, Problems& problems) {
  const auto number = [&](std::string_view key, double low, double high,
                          std::string_view expected) {
    const Node* node = field(map, key);
    return node == nullptr ? std::nullopt : read_between(*node, low, high, expected, problems);
  };
  plan.alpha = number("alpha", 0.0, 0.5, "a number above 0 and below 50%");
  plan.parameter = number("parameter", -100.0, 100.0, "a number between -100 and 100")
                       .value_or(plan.spending == SpendingWord::hwang_shih_decani ? -4.0 : 2.0);
  plan.delta = number("delta", -5.0, 5.0, "a number between -5 and 5").value_or(plan.delta);
  plan.effect = number("effect", 0.0, 1e6, "a relative effect above 0: 5%");
  plan.best_at = number("best_at", 0.0, 1e12, "a number of customers above 0");
  plan.loss =
      number("loss", 0.0, 1.0, "a share of control's value above 0: 0.5%").value_or(plan.loss);
  plan.at_least =
      number("at_least", -1e-300, 0.5, "a share from 0 to below 50%").value_or(plan.at_least);
}

void read_sides(const Node& map, PlannedDesign& plan, Problems& problems) {
  const Node* node = field(map, "sides");
  if (node == nullptr) return;
  if (node->kind == Node::Kind::scalar && (node->text == "1" || node->text == "2")) {
    plan.sides = node->text == "1" ? 1 : 2;
    return;
  }
  report(problems, node->place, "found " + describe_node(*node), "1 or 2");
}

void read_spans(const Node& map, PlannedDesign& plan, Problems& problems) {
  if (const Node* node = field(map, "days")) plan.days = read_days(*node, 1, problems);
  if (const Node* node = field(map, "follow_up")) plan.follow_up = read_days(*node, 0, problems);
  if (const Node* node = field(map, "min_days"))
    plan.min_days = read_days(*node, 1, problems).value_or(0);
  const Node* every = field(map, "every");
  if (every == nullptr) return;
  if (every->text == "day" || every->text == "week") {
    plan.every = every->text == "day" ? 1 : 7;
  } else {
    plan.every = read_days(*every, 1, problems).value_or(1);
  }
}

// The design is the name of the plan where it does not say another.
void read_design(const Node::Member& entry, PlannedDesign& plan, Problems& problems) {
  if (entry.value.find("design") != nullptr) {
    choose(entry.value, "design", design_words, plan.design, problems);
    return;
  }
  const auto* known = std::find(design_words.begin(), design_words.end(), entry.key);
  if (known == design_words.end()) {
    report(problems, entry.key_place, fmt::format("the plan '{}' has no design", entry.key),
           "`design`: " + join_or(design_words));
    return;
  }
  plan.design = static_cast<Design>(known - design_words.begin());
}

}  // namespace

PlannedDesign read_test_design(const Node::Member& entry, Problems& problems) {
  PlannedDesign plan;
  plan.name = entry.key;
  plan.place = entry.key_place;
  if (!expect_map(entry.value, "a map that describes the plan", problems)) return plan;
  const std::size_t before = problems.size();
  if (!check_keys(entry.value, keys::test_design, problems)) return plan;
  plan.description = read_text(entry.value, "description", problems);
  read_design(entry, plan, problems);
  read_words(entry.value, plan, problems);
  if (problems.size() != before) return plan;
  for (const Node::Member& given : entry.value.members) {
    if (is_note(given.key) || goes_with(given.key, plan)) continue;
    report(problems, given.key_place,
           fmt::format("'{}' does not go with the design {}", given.key,
                       design_words[static_cast<std::size_t>(plan.design)]));
  }
  read_spans(entry.value, plan, problems);
  read_numbers(entry.value, plan, problems);
  read_sides(entry.value, plan, problems);
  if (const Node* looks = field(entry.value, "looks")) read_looks(*looks, plan.looks, problems);
  return plan;
}

}  // namespace journeylab
