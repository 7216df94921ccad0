#include "dataset/trial_counts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "csv/csv_number.h"

namespace journeylab {
namespace {

constexpr double most_customers = 9007199254740992.0;  // 2^53: above, counts are no longer exact

// Reads the fields of one record; what is wrong goes to the faults.
class Fields {
 public:
  Fields(const CsvReader& reader, ValueFaults& faults) : reader_(reader), faults_(faults) {}

  [[nodiscard]] bool is_empty(std::size_t column) const {
    return is_missing(reader_.fields()[column]);
  }

  // A whole number from 0 to `most`; `what` names the limit.
  std::optional<double> count(std::size_t column, double most, const std::string& what) {
    const auto number = finite_number(reader_.fields()[column]);
    if (number && *number >= 0.0 && *number <= most && *number == std::floor(*number)) {
      return number;
    }
    faults_.add(reader_, column, "a whole number from 0 to " + what);
    return {};
  }

  std::optional<double> number(std::size_t column, double largest = largest_number) {
    const auto number = data_number(reader_.fields()[column], largest);
    if (!number) faults_.add(reader_, column, number_expected(reader_.fields()[column]));
    return number;
  }

  void fault(std::size_t column, const std::string& expected) {
    faults_.add(reader_, column, expected);
  }

 private:
  const CsvReader& reader_;
  ValueFaults& faults_;
};

Comoments one_variable(double customers, double mean, double squares) {
  Comoments moments{.variables = 1, .n = static_cast<std::uint64_t>(customers)};
  moments.mean[0] = mean;
  moments.products[0][0] = squares;
  return moments;
}

std::optional<TrialTally> read_share(Fields& fields, std::size_t column, double customers) {
  const auto successes =
      fields.count(column, customers, fmt::format("the row's {:.0f} customers", customers));
  if (!successes) return {};
  TrialTally tally;
  tally.share = {.n = static_cast<std::uint64_t>(customers),
                 .successes = static_cast<std::uint64_t>(*successes)};
  const double share = *successes / customers;
  tally.moments = one_variable(customers, share, *successes * (1.0 - share));
  return tally;
}

// Sum of squares about the mean. What rounding may have taken from equal values is given back.
std::optional<TrialTally> read_sums(Fields& fields, const std::vector<std::size_t>& columns,
                                    double customers) {
  const auto sum = fields.number(columns[0]);
  const auto squares = fields.number(columns[1], largest_number * largest_number);
  if (!sum || !squares) return {};
  const double mean = *sum / customers;
  const double spread = std::fma(-mean, *sum, *squares);
  if (spread < -1e-9 * *squares || !std::isfinite(spread) || *squares < 0.0) {
    fields.fault(columns[1],
                 fmt::format("a sum of squares, which is at least {:g} for a sum of {:g} over "
                             "{:.0f} customers",
                             mean * *sum, *sum, customers));
    return {};
  }
  TrialTally tally;
  tally.moments = one_variable(customers, mean, customers > 1.0 ? std::max(spread, 0.0) : 0.0);
  return tally;
}

std::optional<TrialTally> read_averages(Fields& fields, const std::vector<std::size_t>& columns,
                                        double customers) {
  const auto mean = fields.number(columns[0]);
  // Of one customer there is no deviation, and databases say so by an empty value.
  const bool alone = customers == 1.0 && fields.is_empty(columns[1]);
  const auto deviation = alone ? std::optional(0.0) : fields.number(columns[1]);
  if (!mean || !deviation) return {};
  if (*deviation < 0.0) {
    fields.fault(columns[1], "a standard deviation of at least 0");
    return {};
  }
  TrialTally tally;
  tally.moments = one_variable(customers, *mean, *deviation * *deviation * (customers - 1.0));
  return tally;
}

// The row's part of one metric; nothing where it has no value, or a wrong one.
std::optional<TrialTally> read_metric(Fields& fields, const TrialMetric& metric,
                                      const std::vector<std::size_t>& columns, double customers) {
  if (fields.is_empty(columns[0])) {
    TrialTally missing;
    missing.missing = static_cast<std::uint64_t>(customers);
    return missing;
  }
  if (is_share(metric.kind)) return read_share(fields, columns[0], customers);
  return metric.averages ? read_averages(fields, columns, customers)
                         : read_sums(fields, columns, customers);
}

void merge(TrialTally& into, const TrialTally& part) {
  into.share.n += part.share.n;
  into.share.successes += part.share.successes;
  into.moments.merge(part.moments);
  into.missing += part.missing;
}

}  // namespace

void add_counts(const CsvReader& reader, const TrialPlan& plan, const TrialColumns& columns,
                const std::vector<TrialGroup*>& places, ValueFaults& faults) {
  Fields fields(reader, faults);
  const auto customers = fields.count(columns.customers, most_customers, "2^53");
  if (!customers || *customers == 0.0) return;
  for (TrialGroup* place : places) {
    place->customers += static_cast<std::uint64_t>(*customers);
    if (static_cast<double>(place->customers) <= most_customers) continue;
    fields.fault(columns.customers, "an arm of at most 2^53 customers, all its rows together");
    return;
  }
  for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
    const auto part = read_metric(fields, plan.metrics[m], columns.metrics[m].columns, *customers);
    if (!part) continue;
    for (TrialGroup* place : places) merge(place->metrics[m], *part);
  }
}

}  // namespace journeylab
