// The table of retention by cohort and age: of the customers who started together, the share still
// there at each age. Customers of young cohorts, whose age is not yet that high, are censored.
// Theory: engine/methods/survival.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/estimated.h"
#include "stats/event_table.h"

namespace journeylab {

/// One customer of a cohort: the age at which it left, or at which it was last seen there.
struct CohortMember {
  std::uint32_t cohort = 0;
  ObservedTime age;
};

struct CohortRetention {
  std::uint32_t cohort = 0;
  std::uint64_t customers = 0;
  std::vector<std::uint64_t> at_risk = {};  ///< at each age: still there and followed to it
  std::vector<Estimated> retention = {};    ///< at each age
};

/// One row for each cohort in rising order; `ages` in rising order. A customer who leaves at an age
/// is gone at it. The share is Kaplan and Meier's with the log-log interval, so that it is the
/// plain share where all were followed; no value at ages to which nobody is followed while some
/// remain.
[[nodiscard]] std::vector<CohortRetention> cohort_retention(std::span<const CohortMember> members,
                                                            std::span<const double> ages,
                                                            double confidence);

}  // namespace journeylab
