// The log-rank test and its weighted relatives: does the event come at the same rate in all groups?
// Weights turn the test towards early or late differences and are chosen before looking. Assumes
// censoring that tells nothing; the chi-square limit needs some ten events a group. Theory and
// choice: engine/methods/survival.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/event_table.h"

namespace journeylab {

/// The weight of an event time with n at risk and d events in all groups together, S the pooled
/// Kaplan-Meier curve just before it.
enum class RankWeight : std::uint8_t {
  fleming_harrington,  ///< S^rho (1 - S)^gamma; 0, 0 the log-rank test, 1, 0 Peto and Peto's
  gehan_breslow,       ///< n
  tarone_ware,         ///< sqrt n
  peto_peto_modified,  ///< prod (1 - d / (n + 1)), this time included (Andersen et al. 1982)
};

struct RankWeights {
  RankWeight kind = RankWeight::fleming_harrington;
  double rho = 0.0;
  double gamma = 0.0;
};

/// The tables of all groups within one stratum, one for each group, in the same order in every
/// stratum; a group without customers there has an empty table.
using Stratum = std::vector<EventTable>;

struct LogRankTest {
  std::vector<double> observed = {};  ///< weighted events of each group
  std::vector<double> expected = {};  ///< weighted expectation of each group
  std::vector<double> variance = {};  ///< of observed - expected of each group (hypergeometric)
  double chi_square = 0.0;
  int df = 0;  ///< groups with an expectation, less one; 0: nothing can be tested
  double p_value = 1.0;
  double ln_p_value = 0.0;  ///< finite where p_value underflows
};

/// Sums over strata of the weighted log-rank statistic (Mantel 1966; Fleming and Harrington 1991,
/// section 7.2); one stratum is the plain test. Competing endings count as censored.
/// Where no group, or only one, has an expectation, or nothing varies, df is 0 and p is 1.
[[nodiscard]] LogRankTest logrank_test(std::span<const Stratum> strata,
                                       const RankWeights& weights = {});

}  // namespace journeylab
