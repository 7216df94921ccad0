#include "stats/cohort_retention.h"

#include <map>

#include "stats/kaplan_meier.h"

namespace journeylab {
namespace {

Estimated retention_at_age(const std::vector<SurvivalPoint>& curve, double age) {
  std::size_t passed = 0;
  while (passed < curve.size() && curve[passed].time <= age) ++passed;
  if (passed == 0) {
    return no_interval(1.0, "nobody has left or gone out of sight up to this age");
  }
  const SurvivalPoint& point = curve[passed - 1];
  if (passed == curve.size() && point.time < age && point.survival > 0.0) {
    return no_estimate("nobody is followed to this age");
  }
  Estimated result{.value = point.survival,
                   .standard_error = point.standard_error,
                   .interval = point.interval,
                   .reason = {}};
  if (!point.interval) result.reason = "nobody is left";
  if (point.hazard == 0.0) {
    result.standard_error.reset();
    result.interval.reset();
    result.reason = "nobody has left up to this age";
  }
  return result;
}

}  // namespace

std::vector<CohortRetention> cohort_retention(std::span<const CohortMember> members,
                                              std::span<const double> ages, double confidence) {
  std::map<std::uint32_t, std::vector<ObservedTime>> cohorts;
  for (const CohortMember& member : members) cohorts[member.cohort].push_back(member.age);
  std::vector<CohortRetention> table;
  for (const auto& [cohort, times] : cohorts) {
    const std::vector<SurvivalPoint> curve = kaplan_meier(event_table(times), confidence);
    CohortRetention row{
        .cohort = cohort, .customers = times.size(), .at_risk = {}, .retention = {}};
    for (const double age : ages) {
      std::uint64_t there = 0;
      for (const ObservedTime& one : times) {
        if (one.time > age || (one.time == age && one.end == FollowUp::censored)) ++there;
      }
      row.at_risk.push_back(there);
      row.retention.push_back(retention_at_age(curve, age));
    }
    table.push_back(row);
  }
  return table;
}

}  // namespace journeylab
