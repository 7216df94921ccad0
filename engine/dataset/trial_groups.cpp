#include "dataset/trial_groups.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "csv/csv_number.h"

namespace journeylab {
namespace {

constexpr std::size_t most_arms = 100;
constexpr std::size_t most_segment_values = 1000;
constexpr std::string_view missing_value = "(missing)";

// Names go into answers, which are UTF-8; other columns may hold what they like.
void check_utf8(const CsvReader& reader, std::size_t column, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = character_at(text, at).size;
    if (size == 0) {
      throw InputError(
          reader.problem(reader.place_of(column),
                         fmt::format("the byte 0x{:02X} is not UTF-8 text",
                                     static_cast<unsigned>(static_cast<unsigned char>(text[at]))),
                         "a file saved as UTF-8"));
    }
    at += size;
  }
}

}  // namespace

const std::vector<TrialGroup*>& TrialGroups::places_of(const CsvReader& reader,
                                                       const TrialColumns& columns) {
  const std::size_t a = arm(reader, columns.arm);
  numbers_.clear();
  for (std::size_t s = 0; s < columns.segments.size(); ++s) {
    numbers_.push_back(segment(reader, s, columns.segments[s]));
  }
  // Only now: a new segment may have moved the others.
  places_.assign(1, &total_[a]);
  for (const std::size_t number : numbers_) places_.push_back(&segments_[number].arms[a]);
  return places_;
}

std::size_t TrialGroups::arm(const CsvReader& reader, std::size_t column) {
  const std::string_view name = trimmed(reader.fields()[column]);
  const auto known = arm_numbers_.find(name);
  if (known != arm_numbers_.end()) return known->second;
  if (arms_.size() == most_arms) refuse_arms(fmt::format("more than {} values", most_arms));
  check_utf8(reader, column, name);
  arm_numbers_.emplace(name, arms_.size());
  arms_.emplace_back(name);
  total_.push_back(empty_group());
  for (TrialSegment& segment : segments_) segment.arms.push_back(empty_group());
  return arms_.size() - 1;
}

std::size_t TrialGroups::segment(const CsvReader& reader, std::size_t segment, std::size_t column) {
  std::string_view value = trimmed(reader.fields()[column]);
  if (is_missing(value)) value = missing_value;
  Numbers& numbers = segment_numbers_[segment];
  const auto known = numbers.find(value);
  if (known != numbers.end()) return known->second;
  if (segments_.size() == most_segment_values) {
    refuse(fmt::format("segment column '{}' has more than {} values", plan_.segments[segment],
                       most_segment_values),
           "columns that part the customers into few segments");
  }
  check_utf8(reader, column, value);
  numbers.emplace(value, segments_.size());
  segments_.push_back({.column = plan_.segments[segment],
                       .value = std::string(value),
                       .arms = std::vector<TrialGroup>(arms_.size(), empty_group())});
  return segments_.size() - 1;
}

TrialGroup TrialGroups::empty_group() const {
  TrialGroup group;
  group.metrics.resize(plan_.metrics.size());
  for (std::size_t m = 0; m < plan_.metrics.size(); ++m) {
    const TrialMetric& metric = plan_.metrics[m];
    // Of counts every metric is one variable, whatever columns it is read from.
    group.metrics[m].moments.variables =
        plan_.customers.empty() ? metric.columns.size() + metric.covariates.size() : 1;
  }
  return group;
}

TrialData TrialGroups::finish() {
  if (arms_.empty()) refuse_arms("no row names an arm");
  if (arms_.size() == 1) refuse_arms(fmt::format("only one value, '{}'", arms_.front()));
  TrialData data;
  data.file = file_;
  const std::vector<std::size_t> order = arm_order();
  for (const std::size_t a : order) {
    data.arms.push_back(arms_[a]);
    data.total.push_back(std::move(total_[a]));
  }
  for (TrialSegment& segment : segments_) {
    std::vector<TrialGroup> arms;
    for (const std::size_t a : order) arms.push_back(std::move(segment.arms[a]));
    segment.arms = std::move(arms);
  }
  sort_segments();
  data.segments = std::move(segments_);
  return data;
}

// By column in the plan's order, then by value.
void TrialGroups::sort_segments() {
  const auto place = [&](const std::string& column) {
    return std::find(plan_.segments.begin(), plan_.segments.end(), column);
  };
  std::stable_sort(segments_.begin(), segments_.end(),
                   [&](const TrialSegment& one, const TrialSegment& other) {
                     if (one.column != other.column) return place(one.column) < place(other.column);
                     return one.value < other.value;
                   });
}

// Control first, the others by name.
std::vector<std::size_t> TrialGroups::arm_order() const {
  if (std::find(arms_.begin(), arms_.end(), plan_.control) == arms_.end()) {
    refuse(fmt::format("no row of arm '{}', the control", plan_.control),
           fmt::format("one of {}", fmt::join(arms_, ", ")), nearest_name(plan_.control, arms_));
  }
  std::vector<std::size_t> order;
  for (std::size_t a = 0; a < arms_.size(); ++a) order.push_back(a);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const bool first = arms_[a] == plan_.control;
    const bool second = arms_[b] == plan_.control;
    return first != second ? first : arms_[a] < arms_[b];
  });
  return order;
}

void TrialGroups::refuse(std::string found, std::string expected, std::string nearest) const {
  throw InputError(Problem{.severity = Severity::error,
                           .place = {.file = file_, .line = 0, .column = 0, .path = plan_.arm},
                           .found = std::move(found),
                           .expected = std::move(expected),
                           .nearest = std::move(nearest)});
}

void TrialGroups::refuse_arms(const std::string& found) const {
  refuse(found, "the column of the arm, with at least two arms and few in all");
}

}  // namespace journeylab
