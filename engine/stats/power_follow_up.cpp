#include "stats/power_follow_up.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace journeylab {
namespace {

void check_curve(const KnownCurve& curve) {
  const std::size_t n = curve.age.size();
  if (n < 2 || curve.remaining.size() != n || curve.age.front() != 0.0 ||
      curve.remaining.front() != 1.0) {
    throw std::invalid_argument("a curve does not start at age 0 with a share of 1");
  }
  for (std::size_t i = 1; i < n; ++i) {
    if (!(curve.age[i] > curve.age[i - 1]) || !(curve.remaining[i] <= curve.remaining[i - 1]) ||
        !(curve.remaining[i] >= 0.0)) {
      throw std::invalid_argument("a curve's ages do not rise, or its shares do not fall");
    }
  }
}

double middle_of(const KnownCurve& curve, std::size_t cell) {
  return curve.age[cell] + (curve.age[cell + 1] - curve.age[cell]) / 2.0;
}

double events_in(const KnownCurve& curve, std::size_t cell) {
  return curve.remaining[cell] - curve.remaining[cell + 1];
}

// The increase of the cumulative hazard and the customers at risk of one arm in one cell.
struct Cell {
  double at_risk = 0.0;
  double events = 0.0;
};

Cell cell_of(const KnownCurve& curve, std::size_t i, double followed, double weight) {
  const double alive = (curve.remaining[i] + curve.remaining[i + 1]) / 2.0;
  return {.at_risk = weight * alive * followed, .events = weight * events_in(curve, i) * followed};
}

struct RankSums {
  double mean = 0.0;
  double variance = 0.0;
  double events = 0.0;

  void add(const Cell& control, const Cell& treat) {
    const double all = control.at_risk + treat.at_risk;
    events += control.events + treat.events;
    if (!(control.at_risk > 0.0 && treat.at_risk > 0.0)) return;
    mean += (control.at_risk * treat.events - treat.at_risk * control.events) / all;
    variance += control.at_risk * treat.at_risk / (all * all) * (control.events + treat.events);
  }
};

}  // namespace

EntryPattern even_entry(double accrual) {
  if (!(accrual > 0.0 && std::isfinite(accrual))) {
    throw std::invalid_argument("the time of entry is not above 0");
  }
  return {.time = {0.0, accrual}, .entered = {0.0, 1.0}};
}

double entered_by(const EntryPattern& entry, double time) {
  if (entry.time.size() < 2 || entry.time.size() != entry.entered.size()) {
    throw std::invalid_argument("the entry pattern has no beginning and end");
  }
  if (time <= entry.time.front()) return 0.0;
  if (time >= entry.time.back()) return entry.entered.back();
  const auto after = std::upper_bound(entry.time.begin(), entry.time.end(), time);
  const auto i = static_cast<std::size_t>(after - entry.time.begin());
  const double part = (time - entry.time[i - 1]) / (entry.time[i] - entry.time[i - 1]);
  return entry.entered[i - 1] + part * (entry.entered[i] - entry.entered[i - 1]);
}

double followed_to(const StaggeredFollowUp& follow_up, double age) {
  const double all = entered_by(follow_up.entry, follow_up.analysis);
  if (!(all > 0.0)) throw std::invalid_argument("nobody has entered by the analysis");
  return entered_by(follow_up.entry, follow_up.analysis - age) / all *
         std::exp(-follow_up.dropout_hazard * age);
}

double retention_variance(const KnownCurve& curve, const StaggeredFollowUp& follow_up) {
  check_curve(curve);
  const double retained = curve.remaining.back();
  if (!(followed_to(follow_up, curve.age.back()) > 0.0)) {
    throw std::invalid_argument("nobody is followed to the age of the retention");
  }
  if (retained == 0.0) return 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < curve.age.size(); ++i) {
    const double inverse = (1.0 / followed_to(follow_up, curve.age[i]) +
                            4.0 / followed_to(follow_up, middle_of(curve, i)) +
                            1.0 / followed_to(follow_up, curve.age[i + 1])) /
                           6.0;
    sum += events_in(curve, i) / (curve.remaining[i] * curve.remaining[i + 1]) * inverse;
  }
  return retained * retained * sum;
}

double event_chance(const KnownCurve& curve, const StaggeredFollowUp& follow_up) {
  check_curve(curve);
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < curve.age.size(); ++i) {
    sum += events_in(curve, i) * followed_to(follow_up, middle_of(curve, i));
  }
  return sum;
}

RankShift rank_shift(const KnownCurve& control, const KnownCurve& treat,
                     const StaggeredFollowUp& follow_up, double ratio) {
  check_curve(control);
  check_curve(treat);
  if (control.age != treat.age) throw std::invalid_argument("the curves have different ages");
  if (!(ratio > 0.0)) throw std::invalid_argument("the ratio of the arms is not above 0");
  const double control_weight = 1.0 / (1.0 + ratio);
  RankSums sums;
  for (std::size_t i = 0; i + 1 < control.age.size(); ++i) {
    const double followed = followed_to(follow_up, middle_of(control, i));
    sums.add(cell_of(control, i, followed, control_weight),
             cell_of(treat, i, followed, ratio * control_weight));
  }
  if (!(sums.variance > 0.0)) {
    throw std::invalid_argument("no event is seen before the analysis");
  }
  return {.per_root_customer = sums.mean / std::sqrt(sums.variance),
          .event_chance = sums.events,
          .hazard_ratio = std::exp(sums.mean / sums.variance)};
}

double total_size_for_rank_shift(const RankShift& shift, const SizePlan& plan) {
  if (!(shift.per_root_customer != 0.0)) {
    throw std::invalid_argument("the effect is 0, which no number of customers shows");
  }
  const double root = plan_deviations(plan).sum() / shift.per_root_customer;
  return root * root;
}

}  // namespace journeylab
