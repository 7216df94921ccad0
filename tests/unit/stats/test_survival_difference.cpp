// Shares at an age between arms whose customers were not all followed to it.
#include <cmath>

#include <catch2/catch.hpp>

#include "stats/kaplan_meier.h"
#include "stats/survival_difference.h"
#include "stats/two_proportions.h"

using namespace journeylab;

namespace {

// Two arms of the trial of 6-MP against placebo in leukaemia (Freireich et al. 1963), weeks of
// remission.
EventTable table_of(const std::vector<double>& events, const std::vector<double>& censored) {
  std::vector<ObservedTime> times;
  for (const double time : events) times.push_back({.time = time, .end = FollowUp::event});
  for (const double time : censored) times.push_back({.time = time, .end = FollowUp::censored});
  return event_table(times);
}

const EventTable treated =
    table_of({6, 6, 6, 7, 10, 13, 16, 22, 23}, {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35});
const EventTable placebo =
    table_of({1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, {});

}  // namespace

TEST_CASE("the leukaemia trial at week 12", "[survival_difference]") {
  // Kaplan-Meier by hand: (1 - 3/21)(1 - 1/17)(1 - 1/15) and 4/21.
  const double s6 = 18.0 / 21 * 16 / 17 * 14 / 15;
  const SurvivalComparison result = compare_survival(placebo, treated, 12.0, 0.95);
  CHECK(*result.b.value == Approx(s6));
  CHECK(*result.a.value == Approx(4.0 / 21));
  const double greenwood = s6 * std::sqrt(3.0 / (21 * 18) + 1.0 / (17 * 16) + 1.0 / (15 * 14));
  CHECK(*result.b.standard_error == Approx(greenwood));
  CHECK(*result.difference.value == Approx(s6 - 4.0 / 21));
  const double pa = 4.0 / 21;
  const double va = pa * (1 - pa) / 21;
  const double z =
      (std::log(-std::log(pa)) - std::log(-std::log(s6))) /
      std::sqrt(va / std::pow(pa * std::log(pa), 2) + std::pow(greenwood / (s6 * std::log(s6)), 2));
  CHECK(*result.z == Approx(z));
  CHECK(*result.p_value < 0.001);
  CHECK(result.difference.interval->low > 0.0);
  CHECK(result.difference.interval->high < 1.0);
}

TEST_CASE("exchanging the arms turns the sign", "[survival_difference]") {
  const SurvivalComparison one = compare_survival(placebo, treated, 10.0, 0.9);
  const SurvivalComparison other = compare_survival(treated, placebo, 10.0, 0.9);
  CHECK(*one.difference.value == Approx(-*other.difference.value));
  CHECK(one.difference.interval->low == Approx(-other.difference.interval->high));
  CHECK(*one.p_value == Approx(*other.p_value));
  CHECK((1 + one.relative.interval->low) == Approx(1 / (1 + other.relative.interval->high)));
}

TEST_CASE("without censoring the interval is Newcombe's", "[survival_difference]") {
  const EventTable other = table_of({1, 3, 9, 9, 20, 21, 30}, {});
  const SurvivalComparison result = compare_survival(placebo, other, 8.0, 0.95);
  const Interval newcombe =
      newcombe_interval({.n = 21, .successes = 8}, {.n = 7, .successes = 5}, 0.95);
  CHECK(result.difference.interval->low == Approx(newcombe.low));
  CHECK(result.difference.interval->high == Approx(newcombe.high));
}

TEST_CASE("ages that nobody reached, and arms without events", "[survival_difference]") {
  const SurvivalComparison beyond = compare_survival(placebo, treated, 40.0, 0.95);
  CHECK_FALSE(beyond.b.value);
  CHECK_FALSE(beyond.difference.value);
  CHECK(beyond.difference.reason == "nobody was followed to this age");
  const EventTable quiet = table_of({}, {2, 5, 9, 9, 9});
  const SurvivalComparison none = compare_survival(quiet, treated, 5.5, 0.95);
  CHECK(*none.a.value == 1.0);
  CHECK(none.difference.interval->low < 0.0);
  CHECK_FALSE(none.p_value);
  CHECK_FALSE(none.difference.reason.empty());
  CHECK_FALSE(
      compare_survival(event_table(std::vector<ObservedTime>{}), treated, 5.0, 0.95).a.value);
  // Control all gone, treatment not.
  const SurvivalComparison gone = compare_survival(placebo, treated, 30.0, 0.95);
  CHECK(*gone.a.value == 0.0);
  CHECK(*gone.p_value < 0.001);
  CHECK_FALSE(gone.relative.value);
}
