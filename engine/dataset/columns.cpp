#include "dataset/columns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "dataset/trial_data.h"

namespace journeylab {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool same_word(std::string_view text, std::string_view word) noexcept {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

template <std::size_t n>
bool one_of(std::string_view text, const std::array<std::string_view, n>& words) noexcept {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return same_word(text, word); });
}

// Finds columns by name and collects those that are not there.
class Finder {
 public:
  Finder(const std::vector<std::string>& header, const std::string& file)
      : header_(header), file_(file) {}

  std::size_t find(const std::string& name, std::string_view use) {
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
    problems_.push_back({.severity = Severity::error,
                         .place = {.file = file_, .line = 1, .column = 1, .path = {}},
                         .found = fmt::format("no column '{}' ({})", name, use),
                         .expected = fmt::format("one of {}", fmt::join(header_, ", ")),
                         .nearest = nearest_name(name, header_)});
    return 0;
  }

  std::vector<std::size_t> find_all(const std::vector<std::string>& names, std::string_view use) {
    std::vector<std::size_t> places;
    for (const std::string& name : names) places.push_back(find(name, use));
    return places;
  }

  void refuse_if_any() const {
    if (!problems_.empty()) throw InputError(problems_);
  }

 private:
  const std::vector<std::string>& header_;
  const std::string& file_;
  std::vector<Problem> problems_;
};

}  // namespace

TrialColumns find_columns(const TrialPlan& plan, const CsvReader& reader, const std::string& file) {
  Finder finder(reader.header(), file);
  TrialColumns columns;
  columns.arm = finder.find(plan.arm, "the arm");
  for (const TrialMetric& metric : plan.metrics) {
    columns.metrics.push_back(
        {.columns = finder.find_all(metric.columns, fmt::format("metric {}", metric.name)),
         .covariates =
             finder.find_all(metric.covariates, fmt::format("covariate of {}", metric.name))});
  }
  columns.segments = finder.find_all(plan.segments, "a segment");
  finder.refuse_if_any();
  return columns;
}

bool is_missing(std::string_view field) noexcept {
  static constexpr std::array<std::string_view, 5> words{"", "na", "n/a", "nan", "null"};
  return one_of(trimmed(field), words);
}

std::optional<bool> flag_of(std::string_view field) noexcept {
  static constexpr std::array<std::string_view, 6> yes{"1", "true", "yes", "t", "y", "1.0"};
  static constexpr std::array<std::string_view, 6> no{"0", "false", "no", "f", "n", "0.0"};
  const std::string_view text = trimmed(field);
  if (one_of(text, yes)) return true;
  if (one_of(text, no)) return false;
  return {};
}

std::optional<double> number_of(std::string_view field) noexcept {
  std::string_view text = trimmed(field);
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  double number = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || rest != text.data() + text.size() || !std::isfinite(number)) {
    return {};
  }
  return number;
}

void ValueFaults::add(std::uint64_t line, const std::string& column, std::string_view found,
                      std::string_view expected) {
  Fault& fault = faults_[column];
  if (++fault.count > 1) return;
  std::string text(found.substr(0, 40));
  if (found.size() > 40) text += "...";
  fault.first = {.severity = Severity::error,
                 .place = {.file = file_,
                           .line = static_cast<int>(std::min<std::uint64_t>(line, 2147483647)),
                           .column = 1,
                           .path = column},
                 .found = fmt::format("'{}'", text),
                 .expected = std::string(expected),
                 .nearest = {}};
}

void ValueFaults::refuse_if_any() const {
  if (faults_.empty()) return;
  std::vector<Problem> problems;
  for (const auto& [column, fault] : faults_) {
    Problem problem = fault.first;
    if (fault.count > 1) {
      problem.found += fmt::format(" (and {} more in this column)", fault.count - 1);
    }
    problems.push_back(std::move(problem));
  }
  throw InputError(std::move(problems));
}

}  // namespace journeylab
