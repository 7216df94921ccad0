#include "dataset/trial_data.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "dataset/columns.h"

namespace journeylab {
namespace {

constexpr std::size_t most_arms = 100;
constexpr std::size_t most_segment_values = 1000;
constexpr std::string_view flag_expected = "0 or 1 (or true, false, yes, no)";

using Values = std::array<double, Comoments::most_variables>;

// Welford's update, for one customer more.
void enter(Comoments& moments, std::span<const double> values) {
  moments.variables = values.size();
  moments.n += 1;
  const double n = static_cast<double>(moments.n);
  Values off{};
  for (std::size_t i = 0; i < values.size(); ++i) off[i] = values[i] - moments.mean[i];
  for (std::size_t i = 0; i < values.size(); ++i) {
    moments.mean[i] += off[i] / n;
    for (std::size_t j = i; j < values.size(); ++j) {
      moments.products[i][j] += off[i] * off[j] * ((n - 1.0) / n);
    }
  }
}

bool is_share(TrialKind kind) noexcept {
  return kind == TrialKind::conversion || kind == TrialKind::retention;
}

// What a group enters for one customer and metric: the numbers of its columns and covariates.
struct Entry {
  bool missing = false;
  std::size_t size = 0;
  Values values{};
};

void enter(TrialTally& tally, const TrialMetric& metric, const Entry& entry) {
  if (entry.missing) {
    ++tally.missing;
    return;
  }
  if (metric.kind == TrialKind::time) {
    tally.times.push_back({.time = entry.values[0],
                           .end = entry.values[1] != 0.0 ? FollowUp::event : FollowUp::censored});
    return;
  }
  if (is_share(metric.kind)) {
    ++tally.share.n;
    if (entry.values[0] != 0.0) ++tally.share.successes;
  }
  enter(tally.moments, std::span(entry.values).first(entry.size));
}

// The groups of one file: for each arm, and for each value of each segment column.
class Groups {
 public:
  Groups(const TrialPlan& plan, std::string file) : plan_(plan), file_(std::move(file)) {}

  // The groups that a row's customer is in, with the customer counted in each.
  std::vector<TrialGroup*> places_of(const std::vector<std::string>& fields,
                                     const TrialColumns& columns) {
    const std::size_t a = arm(fields[columns.arm]);
    std::vector<std::size_t> numbers;
    for (std::size_t s = 0; s < columns.segments.size(); ++s) {
      numbers.push_back(segment(s, fields[columns.segments[s]]));
    }
    std::vector<TrialGroup*> places{&total_[a]};
    for (const std::size_t number : numbers) places.push_back(&segments_[number].arms[a]);
    for (TrialGroup* place : places) ++place->customers;
    return places;
  }

  TrialData finish() {
    if (arms_.empty()) refuse_arms("no rows with a value");
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
    std::stable_sort(segments_.begin(), segments_.end(),
                     [&](const TrialSegment& one, const TrialSegment& other) {
                       const auto first = column_number(one.column);
                       const auto second = column_number(other.column);
                       return first != second ? first < second : one.value < other.value;
                     });
    data.segments = std::move(segments_);
    return data;
  }

 private:
  // The number of an arm, new ones added.
  std::size_t arm(const std::string& name) {
    const auto [known, is_new] = arm_numbers_.try_emplace(name, arms_.size());
    if (!is_new) return known->second;
    if (arms_.size() == most_arms) refuse_arms(fmt::format("more than {} values", most_arms));
    arms_.push_back(name);
    total_.push_back(empty_group());
    for (TrialSegment& segment : segments_) segment.arms.push_back(empty_group());
    return known->second;
  }

  // The number of a segment, new ones added.
  std::size_t segment(std::size_t column, const std::string& value) {
    const std::string& shown = is_missing(value) ? missing_value_ : value;
    const auto [known, is_new] =
        segment_numbers_.try_emplace(std::to_string(column) + ' ' + shown, segments_.size());
    if (is_new) {
      if (segments_.size() == most_segment_values) refuse_segment(column);
      segments_.push_back({.column = plan_.segments[column],
                           .value = shown,
                           .arms = std::vector<TrialGroup>(arms_.size(), empty_group())});
    }
    return known->second;
  }

  [[nodiscard]] TrialGroup empty_group() const {
    TrialGroup group;
    group.metrics.resize(plan_.metrics.size());
    for (std::size_t m = 0; m < plan_.metrics.size(); ++m) {
      const TrialMetric& metric = plan_.metrics[m];
      group.metrics[m].moments.variables = metric.columns.size() + metric.covariates.size();
    }
    return group;
  }

  [[nodiscard]] std::ptrdiff_t column_number(const std::string& column) const {
    return std::find(plan_.segments.begin(), plan_.segments.end(), column) - plan_.segments.begin();
  }

  // Control first, the others by name.
  std::vector<std::size_t> arm_order() const {
    const auto control = std::find(arms_.begin(), arms_.end(), plan_.control);
    if (control == arms_.end()) {
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

  [[noreturn]] void refuse(std::string found, std::string expected,
                           std::string nearest = {}) const {
    throw InputError(Problem{.severity = Severity::error,
                             .place = {.file = file_, .line = 0, .column = 0, .path = plan_.arm},
                             .found = std::move(found),
                             .expected = std::move(expected),
                             .nearest = std::move(nearest)});
  }
  [[noreturn]] void refuse_arms(const std::string& found) const {
    refuse(found, "the column of the arm, with at least two arms and few in all");
  }
  [[noreturn]] void refuse_segment(std::size_t column) const {
    refuse(fmt::format("segment column '{}' has more than {} values", plan_.segments[column],
                       most_segment_values),
           "columns that part the customers into few segments");
  }

  const TrialPlan& plan_;
  std::string file_;
  std::string missing_value_ = "(missing)";
  std::vector<std::string> arms_;
  std::unordered_map<std::string, std::size_t> arm_numbers_;
  std::vector<TrialGroup> total_;
  std::vector<TrialSegment> segments_;
  std::unordered_map<std::string, std::size_t> segment_numbers_;
};

// Reads the values of one metric from the fields of a row.
class EntryReader {
 public:
  EntryReader(const CsvReader& reader, ValueFaults& faults) : reader_(reader), faults_(faults) {}

  Entry read(const TrialMetric& metric, const TrialColumns::Metric& columns) {
    Entry entry;
    for (std::size_t i = 0; i < columns.columns.size(); ++i) {
      const bool flag = is_share(metric.kind) || (metric.kind == TrialKind::time && i == 1);
      add(entry, columns.columns[i], flag);
    }
    if (metric.kind == TrialKind::time && !entry.missing && entry.values[0] < 0.0) {
      fault(columns.columns[0], "a time of at least 0");
    }
    for (const std::size_t column : columns.covariates) add(entry, column, false);
    return entry;
  }

 private:
  void add(Entry& entry, std::size_t column, bool flag) {
    const std::string& field = reader_.fields()[column];
    double value = 0.0;
    if (is_missing(field)) {
      entry.missing = true;
    } else if (const auto yes = flag ? flag_of(field) : std::nullopt) {
      value = *yes ? 1.0 : 0.0;
    } else if (const auto number = flag ? std::nullopt : covariate_or_number(field)) {
      value = *number;
    } else {
      fault(column, flag ? flag_expected : "a number");
    }
    entry.values[entry.size++] = value;
  }

  // TRUE and FALSE may stand where numbers are asked for: their mean is a share. Shorter words for
  // them are more likely a mistake there.
  static std::optional<double> covariate_or_number(const std::string& field) {
    if (const auto number = number_of(field)) return number;
    const auto flag = field.size() >= 4 ? flag_of(field) : std::nullopt;
    if (flag) return *flag ? 1.0 : 0.0;
    return {};
  }

  void fault(std::size_t column, std::string_view expected) {
    faults_.add(reader_.line(), reader_.header()[column], reader_.fields()[column], expected);
  }

  const CsvReader& reader_;
  ValueFaults& faults_;
};

}  // namespace

std::string_view name_of(TrialKind kind) noexcept {
  switch (kind) {
    case TrialKind::conversion:
      return "conversion";
    case TrialKind::retention:
      return "retention";
    case TrialKind::mean:
      return "mean";
    case TrialKind::ratio:
      return "ratio";
    case TrialKind::time:
      return "time";
  }
  return "";
}

TrialData read_trial(const std::string& path, const TrialPlan& plan) {
  CsvReader reader(path);
  const TrialColumns columns = find_columns(plan, reader, path);
  ValueFaults faults(path);
  Groups groups(plan, path);
  EntryReader entries(reader, faults);
  std::uint64_t rows = 0;
  std::uint64_t rows_without_arm = 0;
  while (reader.next()) {
    ++rows;
    if (is_missing(reader.fields()[columns.arm])) {
      ++rows_without_arm;
      continue;
    }
    const std::vector<TrialGroup*> places = groups.places_of(reader.fields(), columns);
    for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
      const Entry entry = entries.read(plan.metrics[m], columns.metrics[m]);
      for (TrialGroup* place : places) enter(place->metrics[m], plan.metrics[m], entry);
    }
  }
  faults.refuse_if_any();
  TrialData data = groups.finish();
  data.rows = rows;
  data.rows_without_arm = rows_without_arm;
  return data;
}

}  // namespace journeylab
