#include "experiment/sizing_days.h"

#include <algorithm>
#include <cmath>

namespace journeylab {

std::optional<std::uint32_t> days_for(const TestPlan& test, double customers) {
  constexpr std::uint32_t most_days = 36500;
  if (!test.traffic) return {};
  double entered = 0.0;
  // A customer short by rounding is no further day.
  for (std::uint32_t day = 1; day <= most_days; ++day) {
    entered += expected_entries(test, day);
    if (entered >= customers * (1.0 - 1e-12)) return day;
  }
  return {};
}

namespace {

// Kinds that are known of customers who have not been followed to the end as well.
bool is_censored_kind(const SizingQuestion& question) {
  return question.metric.kind == SizedKind::time ||
         (question.metric.kind == SizedKind::retention && !question.arms.front().curve.age.empty());
}

}  // namespace

std::uint32_t follow_up_days(const SizingQuestion& question) {
  const auto mature = static_cast<std::uint32_t>(std::ceil(question.metric.window));
  if (is_censored_kind(question)) return question.follow_up.value_or(mature);
  // Nobody counts before being mature.
  return std::max(mature, question.follow_up.value_or(0));
}

bool is_staggered(const SizingQuestion& question) {
  return is_censored_kind(question) && question.follow_up &&
         *question.follow_up < question.metric.window;
}

StaggeredFollowUp follow_up_after(const SizingQuestion& question,
                                  std::optional<std::uint32_t> entry_days) {
  StaggeredFollowUp follow_up;
  if (!is_staggered(question) || !entry_days) {
    follow_up.entry = even_entry(1.0);
    follow_up.analysis = 2.0 + question.metric.window;
    return follow_up;
  }
  const double all = expected_entries_by(question.test, *entry_days);
  double entered = 0.0;
  follow_up.entry.time.push_back(0.0);
  follow_up.entry.entered.push_back(0.0);
  for (std::uint32_t day = 1; day <= *entry_days; ++day) {
    entered += expected_entries(question.test, day);
    follow_up.entry.time.push_back(day);
    follow_up.entry.entered.push_back(day == *entry_days ? 1.0 : entered / all);
  }
  follow_up.analysis = static_cast<double>(*entry_days) + *question.follow_up;
  return follow_up;
}

}  // namespace journeylab
