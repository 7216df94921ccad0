// What a real experiment's data are to be asked: which column is the arm, which columns are
// metrics, and of which kind.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

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
  std::string name;
  TrialKind kind = TrialKind::conversion;
  /// One; two for ratio (NUM, DEN), time (TIME, EVENT), and a mean where a row is an arm.
  std::vector<std::string> columns = {};
  std::vector<std::string> covariates =
      {};  ///< columns known before the experiment; of a mean or share
  bool lower_is_better = false;
  /// Of a mean where a row is an arm: its columns are average and standard deviation, not sum and
  /// sum of squares.
  bool averages = false;
};

struct TrialPlan {
  std::string arm;      ///< column
  std::string control;  ///< value of that column
  /// The column that says for how many customers a row stands; empty: each row is one customer.
  std::string customers = {};
  std::vector<TrialMetric> metrics;
  std::vector<std::string> segments;    ///< columns
  std::map<std::string, double> split;  ///< weight of each arm; empty: equal
  double confidence = 0.95;
  std::string adjustment = "holm";
  bool force = false;  ///< give verdicts even where the sample ratio is broken
};

/// The most covariates that a metric may have.
inline constexpr std::size_t most_covariates = 3;

}  // namespace journeylab
