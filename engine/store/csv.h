// Answers as tidy CSV tables, one observation a row, and the quoting that every CSV file of ours
// shares (RFC 4180, lines ending in a line feed). A missing value is an empty field; in `segment`
// an empty field means all customers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/analysis.h"
#include "scenario/scenario.h"

namespace journeylab {

/// The field, in double quotes where it holds a comma, a quote, a line break, or a space at an end.
[[nodiscard]] std::string csv_field(std::string_view text);

/// The shortest decimal that reads back to the same bits; empty for NaN, infinities and nothing.
[[nodiscard]] std::string csv_number(const std::optional<double>& number);

/// One line, fields quoted where needed.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

/// A row for each variant, segment and metric.
[[nodiscard]] std::string write_metrics_csv(const Scenario& scenario, const Analysis& analysis);

/// A row for each comparison.
[[nodiscard]] std::string write_comparisons_csv(const Scenario& scenario, const Analysis& analysis);

}  // namespace journeylab
