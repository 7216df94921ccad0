// What a real experiment's data are to be asked: which column is the arm, which columns are
// metrics, and of which kind.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "tally/comoments.h"

namespace journeylab {

enum class TrialKind : std::uint8_t {
  conversion,  ///< a column of 0 and 1 (also true and false, yes and no)
  retention,   ///< as conversion: who was still there, or came back, at one age
  mean,        ///< a column of numbers
  ratio,       ///< sum of one column over sum of another
  time,        ///< a column of times and one that says whether the event happened (else censored)
};

[[nodiscard]] std::string_view name_of(TrialKind kind) noexcept;

/// Whether it is a share of the customers: conversion and retention.
[[nodiscard]] constexpr bool is_share(TrialKind kind) noexcept {
  return kind == TrialKind::conversion || kind == TrialKind::retention;
}

struct TrialMetric {
  std::string name = {};
  TrialKind kind = TrialKind::conversion;
  /// As shape_of says.
  std::vector<std::string> columns = {};
  std::vector<std::string> covariates =
      {};  ///< columns known before the experiment; of a mean, ratio or share
  bool lower_is_better = false;
  /// Of a mean where a row is an arm: its columns are average and standard deviation, not sum and
  /// sum of squares.
  bool averages = false;
  /// Of a retention: its columns are TIME and EVENT, and what counts is the share still without the
  /// event at this age.
  std::optional<double> age = {};

  /// Whether it is read from a time and whether the event came.
  [[nodiscard]] bool has_times() const noexcept { return kind == TrialKind::time || age; }
};

/// How many columns a metric has, and what they are in words ("[TIME, EVENT]").
struct ColumnShape {
  std::size_t count = 1;
  std::string_view words;
};

/// The columns of a metric; nothing where there is no such metric: an average of rows, and ratios
/// and times of counts, which need a row for every customer.
[[nodiscard]] std::optional<ColumnShape> shape_of(const TrialMetric& metric, bool counts) noexcept;

struct TrialPlan {
  std::string arm;      ///< column
  std::string control;  ///< value of that column
  /// The column that says for how many customers a row stands; empty: each row is one customer.
  std::string customers = {};
  std::vector<TrialMetric> metrics;
  std::vector<std::string> segments;    ///< columns
  std::map<std::string, double> split;  ///< weight of each arm; empty: equal
  /// Where the split stands, if that is a file: what is wrong with it is told there.
  std::optional<Place> split_place = {};
  double confidence = 0.95;
  std::string adjustment = "holm";
  bool force = false;  ///< give verdicts even where the sample ratio is broken
};

/// The most columns and covariates that a metric may have together.
inline constexpr std::size_t most_columns = Comoments::most_variables;

}  // namespace journeylab
