#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "cli/trial_plan.h"
#include "stats/multiplicity.h"
#include "yaml/parse_document.h"
#include "yaml/read_fields.h"
#include "yaml/read_file.h"

namespace journeylab {
namespace {

constexpr std::array<std::string_view, 8> plan_keys{"arm",      "control", "customers",  "metrics",
                                                    "segments", "split",   "confidence", "adjust"};
constexpr std::array<std::string_view, 9> metric_keys{
    "conversion", "retention", "mean", "average", "ratio", "time", "at", "covariate", "better"};
constexpr std::array<TrialKind, 5> kinds{TrialKind::conversion, TrialKind::retention,
                                         TrialKind::mean, TrialKind::ratio, TrialKind::time};

// One word or a list of words.
std::vector<std::string> read_words(const Node& node, std::string_view expected,
                                    Problems& problems) {
  std::vector<std::string> words;
  if (node.kind != Node::Kind::list) {
    if (const auto word = read_word(node, expected, problems)) words.push_back(*word);
    return words;
  }
  for (const Node& item : node.items) {
    if (const auto word = read_word(item, expected, problems)) words.push_back(*word);
  }
  return words;
}

// The kind that a key of a metric names; an average is a mean of counts.
std::optional<TrialKind> kind_named(std::string_view key) {
  if (key == "average") return TrialKind::mean;
  for (const TrialKind kind : kinds) {
    if (name_of(kind) == key) return kind;
  }
  return {};
}

void read_age(const Node& map, TrialMetric& metric, Problems& problems) {
  const Node* node = field(map, "at");
  if (node == nullptr) return;
  if (metric.kind != TrialKind::retention) {
    report(problems, node->place, fmt::format("an age of a {}", name_of(metric.kind)),
           "'at' with a retention alone");
    return;
  }
  metric.age = read_number(*node, problems);
  if (metric.age && !(*metric.age > 0.0)) {
    report(problems, node->place, describe_node(*node), "an age above 0");
  }
}

void check_columns(const Node& node, const TrialMetric& metric, bool counts, Problems& problems) {
  const std::optional<ColumnShape> shape = shape_of(metric, counts);
  if (!shape) {
    report(
        problems, node.place,
        counts ? "a metric that needs a row for every customer, beside 'customers'"
               : "an average without 'customers'",
        counts ? "conversion, retention, mean or average" : "the column of customers, or a mean");
  } else if (metric.columns.size() != shape->count) {
    report(problems, node.place, fmt::format("{} columns", metric.columns.size()),
           std::string(shape->words));
  }
}

void read_kind(const Node& map, TrialMetric& metric, bool counts, Problems& problems) {
  const Node* columns = nullptr;
  std::size_t found = 0;
  for (const Node::Member& member : map.members) {
    const auto kind = kind_named(member.key);
    if (!kind) continue;
    ++found;
    columns = &member.value;
    metric.kind = *kind;
    metric.averages = member.key == "average";
  }
  if (found != 1) {
    report(problems, map.place, fmt::format("{} kinds of metric", found),
           "one of conversion, retention, mean, average, ratio or time");
    return;
  }
  metric.columns = read_words(*columns, "the name of a column", problems);
  read_age(map, metric, problems);
  check_columns(*columns, metric, counts, problems);
}

TrialMetric read_metric(const Node::Member& member, bool counts, Problems& problems) {
  TrialMetric metric{.name = member.key};
  const Node& map = member.value;
  if (!expect_map(map, "a map like {conversion: COLUMN}", problems)) return metric;
  if (!check_keys(map, metric_keys, problems)) return metric;
  read_kind(map, metric, counts, problems);
  if (const Node* covariate = field(map, "covariate")) {
    metric.covariates = read_words(*covariate, "the name of a column", problems);
  }
  const std::string better = read_text(map, "better", problems);
  if (!better.empty() && better != "lower" && better != "higher") {
    report(problems, field(map, "better")->place, fmt::format("'{}'", better), "higher or lower",
           nearest_name(better, {"higher", "lower"}));
  }
  metric.lower_is_better = better == "lower";
  return metric;
}

void read_split(const Node& map, TrialPlan& plan, Problems& problems) {
  if (!expect_map(map, "a map of weights, like {plain: 1, bold: 1}", problems)) return;
  plan.split_place = map.place;
  for (const Node::Member& member : map.members) {
    const auto weight = read_number(member.value, problems);
    if (!weight) continue;
    if (!(*weight > 0.0)) {
      report(problems, member.value.place, describe_node(member.value), "a weight above 0");
    }
    plan.split[member.key] = *weight;
  }
}

void read_levels(const Node& map, TrialPlan& plan, Problems& problems) {
  const std::string confidence = read_text(map, "confidence", problems);
  if (!confidence.empty()) {
    const auto level = confidence_level(confidence);
    if (!level) {
      report(problems, field(map, "confidence")->place, fmt::format("'{}'", confidence),
             "a level between 0 and 1, like 95% or 0.95");
    }
    plan.confidence = level.value_or(plan.confidence);
  }
  const std::string adjust = read_text(map, "adjust", problems);
  if (adjust.empty()) return;
  if (!adjustment_named(adjust)) {
    report(problems, field(map, "adjust")->place, fmt::format("'{}'", adjust),
           "holm, bonferroni, hochberg, bh, by or none");
  }
  plan.adjustment = adjust;
}

}  // namespace

TrialPlan read_trial_plan(const std::string& path) {
  const Node document = parse_document(read_file(path), path);
  Problems problems;
  TrialPlan plan;
  if (expect_map(document, "a map of arm, control, metrics, ...", problems) &&
      check_keys(document, plan_keys, problems)) {
    plan.arm = read_text(document, "arm", problems);
    plan.control = read_text(document, "control", problems);
    plan.customers = read_text(document, "customers", problems);
    if (const Node* metrics = field(document, "metrics")) {
      if (expect_map(*metrics, "a map of metrics", problems)) {
        for (const Node::Member& member : metrics->members) {
          plan.metrics.push_back(read_metric(member, !plan.customers.empty(), problems));
        }
      }
    }
    if (const Node* segments = field(document, "segments")) {
      plan.segments = read_words(*segments, "the name of a column", problems);
    }
    if (const Node* split = field(document, "split")) read_split(*split, plan, problems);
    read_levels(document, plan, problems);
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return plan;
}

}  // namespace journeylab
