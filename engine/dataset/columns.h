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
#include "csv/csv_reader.h"
#include "dataset/trial_plan.h"

namespace journeylab {

/// Where the columns of a plan stand in a header.
struct TrialColumns {
  struct Metric {
    std::vector<std::size_t> columns;
    std::vector<std::size_t> covariates;
  };
  std::size_t arm = 0;
  std::size_t customers = 0;  ///< only where a row is an arm
  std::vector<Metric> metrics;
  std::vector<std::size_t> segments;
};

/// Throws InputError with every column that is not in the header.
[[nodiscard]] TrialColumns find_columns(const TrialPlan& plan, const CsvReader& reader);

/// An empty field, NA, N/A, NaN or null, in any case.
[[nodiscard]] bool is_missing(std::string_view field) noexcept;

/// 1 and 0, true and false, yes and no, t and f, y and n, in any case.
[[nodiscard]] std::optional<bool> flag_of(std::string_view field) noexcept;

/// Larger numbers are refused: their squares, added up, could leave the range of doubles.
inline constexpr double largest_number = 1e150;

/// A number of a data file; nothing for other text and numbers beyond `largest`.
[[nodiscard]] std::optional<double> data_number(std::string_view field,
                                                double largest = largest_number) noexcept;

/// What to write instead of a text that is no number: "a number", with a hint where one is near.
[[nodiscard]] std::string number_expected(std::string_view found);

/// Collects what is wrong with values: the first of each column in full, the others counted.
class ValueFaults {
 public:
  /// A field of the record that the reader is at.
  void add(const CsvReader& reader, std::size_t column, std::string_view expected);
  /// Throws InputError if there are any.
  void refuse_if_any() const;

 private:
  struct Fault {
    Problem first;
    std::uint64_t count = 0;
  };
  std::map<std::size_t, Fault> faults_;  ///< by column
};

}  // namespace journeylab
