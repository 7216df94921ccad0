#include "dataset/trial_data.h"

#include <algorithm>
#include <array>
#include <span>

#include "csv/csv_number.h"
#include "dataset/trial_counts.h"
#include "dataset/trial_groups.h"

namespace journeylab {
namespace {

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
  if (metric.has_times()) {
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

// Reads the values of one metric from the fields of a row.
class EntryReader {
 public:
  EntryReader(const CsvReader& reader, ValueFaults& faults) : reader_(reader), faults_(faults) {}

  Entry read(const TrialMetric& metric, const TrialColumns::Metric& columns) {
    Entry entry;
    for (std::size_t i = 0; i < columns.columns.size(); ++i) {
      const bool flag = metric.has_times() ? i == 1 : is_share(metric.kind);
      add(entry, columns.columns[i], flag);
    }
    if (metric.has_times() && !entry.missing && entry.values[0] < 0.0) {
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
    } else if (const auto number = flag ? std::nullopt : number_or_flag(field)) {
      value = *number;
    } else {
      fault(column, flag ? std::string(flag_expected) : number_expected(field));
    }
    entry.values[entry.size++] = value;
  }

  // TRUE and FALSE may stand where numbers are asked for: their mean is a share. Shorter words for
  // them are more likely a mistake there.
  static std::optional<double> number_or_flag(const std::string& field) {
    if (const auto number = data_number(field)) return number;
    const auto flag = field.size() >= 4 ? flag_of(field) : std::nullopt;
    if (flag) return *flag ? 1.0 : 0.0;
    return {};
  }

  void fault(std::size_t column, std::string_view expected) {
    faults_.add(reader_, column, expected);
  }

  const CsvReader& reader_;
  ValueFaults& faults_;
};

}  // namespace

TrialData read_trial(const std::string& path, const TrialPlan& plan) {
  CsvReader reader(TextSource(path), path);
  const TrialColumns columns = find_columns(plan, reader);
  TrialGroups groups(plan, path);
  ValueFaults faults;
  std::uint64_t rows = 0;
  std::uint64_t rows_without_arm = 0;
  EntryReader entries(reader, faults);
  while (reader.next()) {
    ++rows;
    if (is_missing(reader.fields()[columns.arm])) {
      ++rows_without_arm;
    } else if (plan.customers.empty()) {
      const std::vector<TrialGroup*>& places = groups.places_of(reader, columns);
      for (TrialGroup* place : places) ++place->customers;
      for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
        const Entry entry = entries.read(plan.metrics[m], columns.metrics[m]);
        for (TrialGroup* place : places) enter(place->metrics[m], plan.metrics[m], entry);
      }
    } else {
      add_counts(reader, plan, columns, groups.places_of(reader, columns), faults);
    }
  }
  faults.refuse_if_any();
  if (rows == 0) {
    throw InputError(reader.problem(
        {.file = path, .line = 1, .column = 1, .path = {}}, "no rows below the header",
        plan.customers.empty() ? "a row for every customer" : "a row for every arm"));
  }
  TrialData data = groups.finish();
  data.rows = rows;
  data.rows_without_arm = rows_without_arm;
  return data;
}

std::vector<std::string> column_names(const std::string& path) {
  return CsvReader(TextSource(path), path).header();
}

std::vector<std::string> column_values(const std::string& path, const std::string& column,
                                       std::size_t most) {
  CsvReader reader(TextSource(path), path);
  const FoundColumn found = reader.find(column);
  if (found.problem) throw InputError(*found.problem);
  std::vector<std::string> values;
  for (int row = 0; row < 10000 && values.size() < most && reader.next(); ++row) {
    const std::string value(trimmed(reader.fields()[found.index]));
    if (!is_missing(value) && std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(value);
    }
  }
  return values;
}

}  // namespace journeylab
