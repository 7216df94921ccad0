#include <cmath>

#include <boost/math/special_functions/expint.hpp>
#include <catch2/catch.hpp>

#include "stats/power_follow_up.h"
#include "stats/power_survival.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using journeylab::testing::check_figure;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

SizePlan plan_of(const ReferenceRow& row) {
  return {.level = {.alpha = number(row, "alpha"), .sides = static_cast<int>(count(row, "sided"))},
          .power = number(row, "power"),
          .ratio = number(row, "ratio_treat_to_control")};
}

// An exponential curve on cells of one width.
KnownCurve exponential_curve(double hazard, double last, int cells) {
  KnownCurve curve;
  for (int i = 0; i <= cells; ++i) {
    const double age = last * i / cells;
    curve.age.push_back(age);
    curve.remaining.push_back(std::exp(-hazard * age));
  }
  return curve;
}

}  // namespace

TEST_CASE("events of log-rank tests agree", "[power][reference]") {
  for (const auto& row : reference_rows("samplesize_logrank.csv")) {
    const EventsModel model =
        row.at("method") == "freedman" ? EventsModel::freedman : EventsModel::schoenfeld;
    const double hazard_ratio = number(row, "hazard_ratio");
    const SizePlan plan = plan_of(row);
    const double events = events_for_logrank(hazard_ratio, model, plan);
    check_figure(row, "events", events, 1e-11);
    CHECK(power_of_events(hazard_ratio, events, model, plan.level, plan.ratio) ==
          Approx(plan.power).epsilon(1e-9));
  }
}

TEST_CASE("customers for exponential times agree", "[power][reference]") {
  for (const auto& row : reference_rows("samplesize_survival_exponential.csv")) {
    const ExponentialSize size =
        size_for_exponential({.median_control = number(row, "median_control"),
                              .hazard_ratio = number(row, "hazard_ratio"),
                              .accrual = number(row, "accrual_time"),
                              .follow_up = number(row, "followup_time"),
                              .dropout_hazard = number(row, "dropout_hazard")},
                             plan_of(row));
    check_figure(row, "events", size.events, 1e-11);
    check_figure(row, "prob_event_control", size.chance_control, 1e-12);
    check_figure(row, "prob_event_treat", size.chance_treat, 1e-12);
    check_figure(row, "n_total", size.total, 1e-11);
  }
}

TEST_CASE("published events", "[power]") {
  // Halving the hazard at two-sided 5 % and 80 %: the textbook's 66 events by Schoenfeld's formula,
  // 71 by Freedman's.
  CHECK(whole_customers(events_for_logrank(0.5, EventsModel::schoenfeld, {})) == 66.0);
  CHECK(whole_customers(events_for_logrank(0.5, EventsModel::freedman, {})) == 71.0);
}

TEST_CASE("a hazard ratio and its inverse need the same events", "[power]") {
  for (const auto model : {EventsModel::schoenfeld, EventsModel::freedman}) {
    CHECK(events_for_logrank(0.7, model, {}) ==
          Approx(events_for_logrank(1.0 / 0.7, model, {})).epsilon(1e-12));
  }
}

TEST_CASE("retention with staggered entry has the closed form", "[power]") {
  // Exponential delays at rate h, entry evenly over A, analysis F after the last entry: with T = A
  // + F, n Var S(t) = S^2 (e^(h F) - 1 + h A e^(h T) (E1(h (T - t)) - E1(h (T - F)))).
  const double h = 0.02;
  const double accrual = 30.0;
  const double after = 60.0;
  const StaggeredFollowUp follow_up{.entry = even_entry(accrual), .analysis = accrual + after};
  const double end = accrual + after;
  const auto e1 = [](double x) { return boost::math::expint(1, x); };
  for (const double age : {65.0, 80.0, 89.0}) {
    const double expected = std::exp(-2.0 * h * age) *
                            (std::expm1(h * after) + h * accrual * std::exp(h * end) *
                                                         (e1(h * (end - age)) - e1(h * accrual)));
    CAPTURE(age);
    CHECK(retention_variance(exponential_curve(h, age, 2000), follow_up) ==
          Approx(expected).epsilon(2e-4));
  }
  // Where all are followed it is the variance of a share.
  const double retained = std::exp(-h * 50.0);
  CHECK(retention_variance(exponential_curve(h, 50.0, 7), follow_up) ==
        Approx(retained * (1.0 - retained)).epsilon(1e-12));
}

TEST_CASE("who is followed", "[power]") {
  const StaggeredFollowUp follow_up{
      .entry = even_entry(10.0), .analysis = 14.0, .dropout_hazard = 0.1};
  CHECK(followed_to(follow_up, 0.0) == 1.0);
  CHECK(followed_to(follow_up, 4.0) == Approx(std::exp(-0.4)));
  CHECK(followed_to(follow_up, 9.0) == Approx(0.5 * std::exp(-0.9)));
  CHECK(followed_to(follow_up, 14.0) == 0.0);
  // Before all have entered, those who have count.
  CHECK(followed_to({.entry = even_entry(10.0), .analysis = 5.0}, 2.5) == Approx(0.5));
}

TEST_CASE("the log-rank test of exponential curves is Schoenfeld's", "[power]") {
  const double h = 0.02;
  const ExponentialTest test{.median_control = std::log(2.0) / h,
                             .hazard_ratio = 0.98,
                             .accrual = 30.0,
                             .follow_up = 40.0,
                             .dropout_hazard = 0.003};
  const StaggeredFollowUp follow_up{
      .entry = even_entry(30.0), .analysis = 70.0, .dropout_hazard = 0.003};
  const KnownCurve control = exponential_curve(h, 70.0, 3000);
  const KnownCurve treat = exponential_curve(0.98 * h, 70.0, 3000);
  const SizePlan plan{.ratio = 2.0};
  const RankShift shift = rank_shift(control, treat, follow_up, plan.ratio);
  const ExponentialSize expected = size_for_exponential(test, plan);
  CHECK(shift.hazard_ratio == Approx(0.98).epsilon(1e-3));
  CHECK(shift.event_chance ==
        Approx((expected.chance_control + 2.0 * expected.chance_treat) / 3.0).epsilon(1e-5));
  CHECK(event_chance(control, follow_up) == Approx(expected.chance_control).epsilon(1e-5));
  CHECK(total_size_for_rank_shift(shift, plan) == Approx(expected.total).epsilon(5e-3));
  // Exchanged arms change the sign alone.
  const RankShift turned = rank_shift(treat, control, follow_up, 0.5);
  CHECK(turned.per_root_customer == Approx(-shift.per_root_customer).epsilon(1e-12));
}

TEST_CASE("tests without events are refused", "[power]") {
  CHECK_THROWS_AS(events_for_logrank(1.0, EventsModel::freedman, {}), std::invalid_argument);
  CHECK_THROWS_AS(events_for_logrank(-1.0, EventsModel::freedman, {}), std::invalid_argument);
  CHECK_THROWS_AS(size_for_exponential({.hazard_ratio = 0.5}, {}), std::invalid_argument);
  const KnownCurve flat{.age = {0, 1, 2}, .remaining = {1, 1, 1}};
  const KnownCurve falls{.age = {0, 1, 2}, .remaining = {1, 0.5, 0.2}};
  const StaggeredFollowUp follow_up{.entry = even_entry(1.0), .analysis = 1.5};
  CHECK_THROWS_AS(rank_shift(flat, flat, follow_up, 1.0), std::invalid_argument);
  CHECK_THROWS_AS(retention_variance(falls, follow_up), std::invalid_argument);  // age 2 > 1.5
  CHECK_THROWS_AS(retention_variance({.age = {0, 1}, .remaining = {1, 1.5}}, follow_up),
                  std::invalid_argument);
  CHECK_THROWS_AS(even_entry(0.0), std::invalid_argument);
  CHECK_THROWS_AS(total_size_for_rank_shift({}, {}), std::invalid_argument);
  CHECK(retention_variance({.age = {0, 1}, .remaining = {1, 1}}, follow_up) == 0.0);
}
