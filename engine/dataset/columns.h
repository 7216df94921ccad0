// From the fields of a data file to the values of metrics. For the sources of this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "dataset/csv_reader.h"
#include "dataset/trial_plan.h"

namespace journeylab {

/// Where the columns of a plan stand in a header.
struct TrialColumns {
  struct Metric {
    std::vector<std::size_t> columns;
    std::vector<std::size_t> covariates;
  };
  std::size_t arm = 0;
  std::vector<Metric> metrics;
  std::vector<std::size_t> segments;
};

/// Throws InputError with every column that is not in the header.
[[nodiscard]] TrialColumns find_columns(const TrialPlan& plan, const CsvReader& reader,
                                        const std::string& file);

/// An empty field, NA, N/A, NaN or null, in any case.
[[nodiscard]] bool is_missing(std::string_view field) noexcept;

/// 1 and 0, true and false, yes and no, t and f, y and n, in any case.
[[nodiscard]] std::optional<bool> flag_of(std::string_view field) noexcept;

/// A finite decimal number, blanks around it allowed.
[[nodiscard]] std::optional<double> number_of(std::string_view field) noexcept;

/// Collects what is wrong with values: the first of each column in full, the others counted.
class ValueFaults {
 public:
  explicit ValueFaults(std::string file) : file_(std::move(file)) {}
  void add(std::uint64_t line, const std::string& column, std::string_view found,
           std::string_view expected);
  /// Throws InputError if there are any.
  void refuse_if_any() const;

 private:
  struct Fault {
    Problem first;
    std::uint64_t count = 0;
  };
  std::string file_;
  std::map<std::string, Fault> faults_;
};

}  // namespace journeylab
