// Moments of written-out customers, by two passes in extended precision.
#pragma once

#include <vector>

#include "tally/comoments.h"

namespace journeylab::testing {

/// Each row is a customer.
inline Comoments moments_of(const std::vector<std::vector<double>>& rows) {
  Comoments moments;
  moments.variables = rows.empty() ? 1 : rows.front().size();
  moments.n = rows.size();
  std::vector<long double> mean(moments.variables);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) mean[i] += row[i];
  }
  for (std::size_t i = 0; i < mean.size(); ++i) {
    if (!rows.empty()) mean[i] /= static_cast<long double>(rows.size());
    moments.mean[i] = static_cast<double>(mean[i]);
  }
  for (std::size_t i = 0; i < mean.size(); ++i) {
    for (std::size_t j = i; j < mean.size(); ++j) {
      long double sum = 0;
      for (const auto& row : rows) sum += (row[i] - mean[i]) * (row[j] - mean[j]);
      moments.products[i][j] = static_cast<double>(sum);
    }
  }
  return moments;
}

}  // namespace journeylab::testing
