#include "dataset/columns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.h"
#include "csv/csv_number.h"
#include "dataset/trial_data.h"

namespace journeylab {
namespace {

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
  explicit Finder(const CsvReader& reader) : reader_(reader) {}

  std::size_t find(const std::string& name, std::string_view use) {
    const FoundColumn found = reader_.find(name);
    if (found.problem) {
      Problem problem = *found.problem;
      problem.found += fmt::format(" ({})", use);
      problems_.push_back(std::move(problem));
    }
    return found.index;
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
  const CsvReader& reader_;
  std::vector<Problem> problems_;
};

// Other programs' tables come in one column if they are read with commas.
void refuse_other_separators(const CsvReader& reader) {
  if (reader.header().size() != 1) return;
  const std::string& line = reader.header().front();
  for (const auto& [sign, name] : {std::pair{';', "';'"}, std::pair{'\t', "tabs"}}) {
    if (line.find(sign) == std::string::npos) continue;
    Place place = reader.place_of(0);
    place.line = place.column = 1;
    throw InputError(reader.problem(std::move(place),
                                    fmt::format("a header with {} between its names", name),
                                    "',' between the values (and '.' in decimals)"));
  }
}

}  // namespace

TrialColumns find_columns(const TrialPlan& plan, const CsvReader& reader) {
  refuse_other_separators(reader);
  Finder finder(reader);
  TrialColumns columns;
  columns.arm = finder.find(plan.arm, "the arm");
  if (!plan.customers.empty()) {
    columns.customers = finder.find(plan.customers, "the number of customers");
  }
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

std::optional<double> data_number(std::string_view field, double largest) noexcept {
  const std::optional<double> number = finite_number(field);
  return number && std::abs(*number) <= largest ? number : std::nullopt;
}

std::string number_expected(std::string_view found) {
  const std::string_view text = trimmed(found);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool digits_and_signs = std::all_of(text.begin(), text.end(), [&](char c) {
    return is_digit(c) || c == ',' || c == '.' || c == ' ' || c == '-' || c == '+';
  });
  if (digits_and_signs && text.find(',') != std::string_view::npos) {
    return "a number with a point before its decimals and nothing between thousands, like 1234.5";
  }
  double number = 0.0;
  const char* rest = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
  if (rest == text.data() + text.size() && !text.empty() && is_digit(text.back())) {
    return "a number of at most 1e150, whose square can be added up";
  }
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  return has_digit ? "a number alone, without signs or units, like 1234.5" : "a number";
}

void ValueFaults::add(const CsvReader& reader, std::size_t column, std::string_view expected) {
  Fault& fault = faults_[column];
  if (++fault.count > 1) return;
  Place place = reader.place_of(column);
  place.path = reader.header()[column];
  fault.first =
      reader.problem(std::move(place), fmt::format("'{}'", shortened(reader.fields()[column])),
                     std::string(expected));
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
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& one, const Problem& other) {
    return one.place.line < other.place.line;
  });
  throw InputError(std::move(problems));
}

}  // namespace journeylab
