#include "yaml/read_top.h"

#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "base/nearest.h"

namespace journeylab {
namespace {

constexpr std::uint64_t default_customers = 100000;
constexpr double most_customers = 4e9;  // as the command line

void check_top_keys(const Node& root, Problems& problems) {
  Node known = root;
  std::erase_if(known.members, [&](const Node::Member& entry) {
    if (!contains(keys::scenario_reserved, entry.key)) return false;
    report(problems, entry.key_place, fmt::format("'{}' is not yet built", entry.key));
    return true;
  });
  check_keys(known, keys::scenario, problems);
}

void check_language(const Node& root, Problems& problems) {
  const Node* language = field(root, "language");
  if (language == nullptr) return;
  if (language->kind == Node::Kind::scalar && language->text == "1") return;
  report(problems, language->place, "the language is " + describe_node(*language), "1");
}

void read_time_unit(const Node& root, Scenario& scenario, Problems& problems) {
  const Node* node = field(root, "time_unit");
  if (node == nullptr) return;
  const std::vector<std::string> words{"second", "minute", "hour", "day", "week", "month", "year"};
  const auto word = read_word(*node, join_or(words), problems);
  if (!word) return;
  if (const auto unit = time_unit_named(*word)) {
    scenario.time_unit = *unit;
    return;
  }
  report(problems, node->place, fmt::format("there is no time unit '{}'", *word), join_or(words),
         nearest_name(*word, words));
}

void read_horizon(const Node& root, Scenario& scenario, Problems& problems) {
  scenario.horizon = never;
  const Node* node = root.find("horizon");
  if (node == nullptr) {
    report(problems, root.place, "there is no horizon",
           "`horizon`: how long customers are followed");
  } else if (node->kind != Node::Kind::null) {
    const auto horizon = read_span(*node, scenario.ticks_per_unit(), longest_horizon,
                                   "the longest horizon, 34,800 years", problems);
    scenario.horizon = horizon.value_or(never);
  }
}

void read_customers(const Node& root, Scenario& scenario, Problems& problems) {
  scenario.customers = default_customers;
  const Node* node = field(root, "customers");
  if (node == nullptr) return;
  const auto number = read_number(*node, problems);
  if (!number) return;
  if (*number >= 1.0 && *number <= most_customers && std::floor(*number) == *number) {
    scenario.customers = static_cast<std::uint64_t>(*number);
    return;
  }
  report(problems, node->place, fmt::format("the number of customers is {}", node->text),
         "a whole number from 1 to 4e9");
}

}  // namespace

void read_top(const Node& root, const std::string& file, Scenario& scenario, Problems& problems) {
  check_top_keys(root, problems);
  check_language(root, problems);
  scenario.file = file;
  scenario.name = read_text(root, "name", problems);
  if (scenario.name.empty()) scenario.name = std::filesystem::path(file).stem().string();
  scenario.description = read_text(root, "description", problems);
  read_time_unit(root, scenario, problems);
  read_horizon(root, scenario, problems);
  read_customers(root, scenario, problems);
}

}  // namespace journeylab
