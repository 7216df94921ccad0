// What must not matter, does not: units, the order of arms, the scale of weights. And what is
// nothing gives no number.
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "stats/always_valid.h"
#include "stats/bayes_beta.h"
#include "stats/bayes_normal.h"
#include "stats/bootstrap.h"
#include "stats/cohort_retention.h"
#include "stats/cumulative_incidence.h"
#include "stats/kaplan_meier.h"
#include "stats/logrank.h"
#include "stats/quantiles.h"
#include "stats/ratio_metric.h"
#include "stats/regression.h"
#include "stats/restricted_mean.h"
#include "stats/sample_ratio.h"
#include "stats/two_means.h"
#include "stats/two_proportion_tests.h"
#include "stats/two_proportions.h"
#include "stats/uniform_boundary.h"

using namespace journeylab;

namespace {

constexpr double confidence = 0.95;

std::vector<ObservedTime> times_in_units_of(double unit) {
  constexpr FollowUp event = FollowUp::event;
  constexpr FollowUp censored = FollowUp::censored;
  constexpr FollowUp other = FollowUp::competing;
  std::vector<ObservedTime> times{{1, event}, {2, censored}, {2, event}, {3, other},
                                  {4, event}, {5, event},    {6, other}, {8, censored}};
  for (ObservedTime& one : times) one.time *= unit;
  return times;
}

void check_same(const Interval& found, const Interval& expected) {
  CHECK(found.low == Approx(expected.low).epsilon(1e-12));
  CHECK(found.high == Approx(expected.high).epsilon(1e-12));
}

}  // namespace

TEST_CASE("the unit of time only scales what is a time", "[survival][invariance]") {
  const EventTable days = event_table(times_in_units_of(1.0));
  const EventTable hours = event_table(times_in_units_of(24.0));
  const auto curve = kaplan_meier(days, confidence);
  const auto same = kaplan_meier(hours, confidence);
  const auto incidence = cumulative_incidence(days, confidence);
  const auto same_incidence = cumulative_incidence(hours, confidence);
  REQUIRE(curve.size() == same.size());
  for (std::size_t k = 0; k < curve.size(); ++k) {
    CHECK(same[k].survival == curve[k].survival);
    CHECK(same[k].interval == curve[k].interval);
    CHECK(same_incidence[k].incidence == incidence[k].incidence);
    CHECK(same_incidence[k].standard_error == incidence[k].standard_error);
  }
  const auto median = survival_quantile(days, 0.5, confidence);
  const auto in_hours = survival_quantile(hours, 0.5, confidence);
  CHECK(in_hours.time == 24.0 * *median.time);
  CHECK(in_hours.low == 24.0 * *median.low);
  const auto area = restricted_mean(days, 5.0, confidence);
  const auto area_in_hours = restricted_mean(hours, 120.0, confidence);
  CHECK(*area_in_hours.value == Approx(24.0 * *area.value).epsilon(1e-14));
  CHECK(*area_in_hours.standard_error == Approx(24.0 * *area.standard_error).epsilon(1e-14));
}

TEST_CASE("cumulative incidence by hand", "[cumulative_incidence]") {
  // Eight customers: S before each time times d / n. 1/8; 7/8 1/7; then one is censored, 5 left and
  // one of another cause; 6/8 4/5 1/4; 6/8 3/5 1/3.
  const auto points = cumulative_incidence(event_table(times_in_units_of(1.0)), confidence);
  REQUIRE(points.size() == 7);
  CHECK(points[0].incidence == Approx(1.0 / 8).epsilon(1e-14));
  CHECK(points[1].incidence == Approx(2.0 / 8).epsilon(1e-14));
  CHECK(points[2].incidence == Approx(2.0 / 8).epsilon(1e-14));
  CHECK(points[3].incidence == Approx(2.0 / 8 + 0.15).epsilon(1e-14));
  CHECK(points[4].incidence == Approx(2.0 / 8 + 0.30).epsilon(1e-14));
}

TEST_CASE("exchanging arms turns an effect round", "[invariance]") {
  const QuantileSummary one{.n = 200, .limits_n = 200, .value = 3.0, .low = 2.5, .high = 3.4};
  const QuantileSummary two{.n = 300, .limits_n = 300, .value = 4.0, .low = 3.7, .high = 4.6};
  const auto there = quantile_difference(one, two, false, {});
  const auto back = quantile_difference(two, one, false, {});
  CHECK(*back.effect == -*there.effect);
  check_same(*back.interval, {-there.interval->high, -there.interval->low});

  const RatioSummary control{50, 10.0, 4.0, 9.0, 2.0, 3.0};
  const RatioSummary treat{60, 12.0, 4.5, 8.0, 2.5, 2.0};
  const auto ratio = ratio_difference(control, treat, {}, true);
  const auto ratio_back = ratio_difference(treat, control, {}, true);
  CHECK(*ratio_back.effect == Approx(-*ratio.effect).epsilon(1e-14));
  CHECK(ratio_back.p_value->p == Approx(ratio.p_value->p).epsilon(1e-12));

  const GammaPosterior rare{3.0, 1e6};
  const GammaPosterior common{9.0, 1.1e6};
  CHECK(gamma_chance_better(rare, common) ==
        Approx(1.0 - gamma_chance_better(common, rare)).epsilon(1e-12));

  const std::vector<double> outcome{1, 3, 2, 5, 4, 7, 6, 9};
  const std::vector<std::vector<double>> covariate{{1, 2, 1, 3, 2, 4, 2, 5}};
  const std::vector<std::uint8_t> treated{0, 1, 0, 1, 0, 1, 1, 0};
  std::vector<std::uint8_t> exchanged;
  for (const auto arm : treated) exchanged.push_back(1 - arm);
  for (const auto model :
       {RegressionModel::ancova, RegressionModel::ancova_hc2, RegressionModel::lin_hc2}) {
    const auto fit = regression_effect({outcome, treated, covariate}, model, {}).test;
    const auto turned = regression_effect({outcome, exchanged, covariate}, model, {}).test;
    CHECK(*turned.effect == Approx(-*fit.effect).epsilon(1e-12));
    CHECK(*turned.standard_error == Approx(*fit.standard_error).epsilon(1e-12));
  }
}

TEST_CASE("tests and lifts of means know neither units nor the names of arms", "[invariance]") {
  const MeanSummary a{.n = 12, .mean = 3.0, .variance = 2.5};
  const MeanSummary b{.n = 30, .mean = 4.5, .variance = 9.0};
  const auto in_cents = [](MeanSummary arm) {
    return MeanSummary{.n = arm.n, .mean = 100.0 * arm.mean, .variance = 1e4 * arm.variance};
  };
  for (const auto test : {welch_test, student_test, z_test}) {
    const EffectTest found = test(a, b, {});
    check_same(*test(b, a, {}).interval, {-found.interval->high, -found.interval->low});
    check_same(*test(in_cents(a), in_cents(b), {}).interval,
               {100.0 * found.interval->low, 100.0 * found.interval->high});
    CHECK_FALSE(test({}, b, {}).effect);
    CHECK_FALSE(test({.n = 1, .mean = 1.0}, {.n = 1, .mean = 2.0}, {}).p_value);
  }
  const double p = equivalence_of_means(a, b, -3.0, 3.0, 0.95).p_value->p;
  CHECK(equivalence_of_means(b, a, -3.0, 3.0, 0.95).p_value->p == Approx(p).epsilon(1e-12));
  CHECK_FALSE(equivalence_of_means({}, b, -3.0, 3.0, 0.95).p_value);
  CHECK_FALSE(non_inferiority_of_means({}, b, 3.0, 0.95).p_value);
  const double negated =
      non_inferiority_of_means({b.n, -b.mean, b.variance}, {a.n, -a.mean, a.variance}, 3.0, 0.95)
          .p_value->p;
  CHECK(negated == Approx(non_inferiority_of_means(a, b, 3.0, 0.95).p_value->p).epsilon(1e-12));
  for (const auto quantile : {LiftQuantile::normal, LiftQuantile::welch, LiftQuantile::pooled}) {
    for (const auto lift : {delta_lift_of_means, log_lift_of_means, fieller_lift_of_means}) {
      const Estimated found = lift(a, b, confidence, quantile).lift;
      check_same(*lift(in_cents(a), in_cents(b), confidence, quantile).lift.interval,
                 *found.interval);
      const Estimated nobody = lift({}, b, confidence, quantile).lift;
      CHECK_FALSE(nobody.value);
      CHECK_FALSE(nobody.reason.empty());
    }
    for (const auto lift : {log_lift_of_means, fieller_lift_of_means}) {
      const Interval found = *lift(a, b, confidence, quantile).lift.interval;
      const Interval back = *lift(b, a, confidence, quantile).lift.interval;
      CHECK((1.0 + found.low) * (1.0 + back.high) == Approx(1.0).epsilon(1e-12));
    }
  }
}

TEST_CASE("margins of shares, posteriors, areas and segments turn with their arms",
          "[invariance]") {
  const ShareTally control{.n = 300, .successes = 40};
  const ShareTally treat{.n = 200, .successes = 30};
  const ShareTally kept{.n = 300, .successes = 260};
  const ShareTally lost{.n = 200, .successes = 170};
  CHECK(non_inferiority_test(lost, kept, 0.05).p_value->p ==
        Approx(non_inferiority_test(control, treat, 0.05).p_value->p).epsilon(1e-10));
  CHECK(equivalence_test(treat, control, -0.1, 0.1).p_value->p ==
        Approx(equivalence_test(control, treat, -0.1, 0.1).p_value->p).epsilon(1e-10));
  CHECK_FALSE(equivalence_test({}, treat, -0.1, 0.1).reason.empty());
  CHECK_FALSE(non_inferiority_test({}, treat, 0.1).reason.empty());
  const Interval lift = beta_lift_interval({20, 200}, {30, 190}, confidence);
  const Interval back = beta_lift_interval({30, 190}, {20, 200}, confidence);
  CHECK((1.0 + lift.low) * (1.0 + back.high) == Approx(1.0).epsilon(1e-8));
  const std::vector<NormalPosterior> arms{{0, 1}, {0.5, 0.3}, {1, 2}};
  const std::vector<NormalPosterior> turned{arms[2], arms[0], arms[1]};
  CHECK(normal_chances_best(turned)[0] == Approx(normal_chances_best(arms)[2]).epsilon(1e-11));
  const EventTable days = event_table(times_in_units_of(1.0));
  const EventTable slower = event_table(times_in_units_of(1.5));
  const auto areas = compare_restricted_means(days, slower, 5.0, confidence);
  const auto areas_back = compare_restricted_means(slower, days, 5.0, confidence);
  check_same(*areas_back.difference.interval,
             {-areas.difference.interval->high, -areas.difference.interval->low});
  check_same(*areas_back.ratio.interval,
             {1.0 / areas.ratio.interval->high, 1.0 / areas.ratio.interval->low});
  CHECK_FALSE(compare_restricted_means({}, days, 5.0, confidence).difference.value);
  const std::vector<SegmentEffect> segments{{0.1, 10.0}, {-0.2, 2.0}};
  const std::vector<SegmentEffect> scaled{{-0.1, 1000.0}, {0.2, 200.0}};
  CHECK(simpson_warning(0.3, scaled).standardised ==
        Approx(-simpson_warning(-0.3, segments).standardised).epsilon(1e-14));
  CHECK(simpson_warning(0.3, scaled).warns() == simpson_warning(-0.3, segments).warns());
}

TEST_CASE("a ratio metric's lift does not know its units", "[ratio][invariance]") {
  const RatioSummary control{50, 10.0, 4.0, 9.0, 2.0, 3.0};
  const RatioSummary treat{60, 12.0, 4.5, 8.0, 2.5, 2.0};
  const auto in_cents = [](RatioSummary arm) {
    arm.mean_numerator *= 100.0;
    arm.variance_numerator *= 1e4;
    arm.covariance *= 100.0;
    return arm;
  };
  const auto lift = ratio_lift(control, treat, {});
  const auto same = ratio_lift(in_cents(control), in_cents(treat), {});
  CHECK(*same.effect == Approx(*lift.effect).epsilon(1e-12));
  check_same(*same.interval, *lift.interval);
}

TEST_CASE("a sample ratio does not know the scale of weights or the order of arms",
          "[sample-ratio][invariance]") {
  const std::vector<std::uint64_t> counts{480, 310, 210};
  const std::vector<std::uint64_t> reordered{210, 480, 310};
  const auto test = sample_ratio_test(counts, std::vector<double>{5.0, 3.0, 2.0});
  const auto scaled = sample_ratio_test(counts, std::vector<double>{0.5, 0.3, 0.2});
  const auto turned = sample_ratio_test(reordered, std::vector<double>{2.0, 5.0, 3.0});
  CHECK(*scaled.statistic == Approx(*test.statistic).epsilon(1e-12));
  CHECK(*turned.statistic == Approx(*test.statistic).epsilon(1e-12));
}

TEST_CASE("always-valid inference does not know the unit of the effect",
          "[always_valid][invariance]") {
  const std::vector<EffectLook> looks{{0.3, 0.04}, {0.2, 0.02}};
  const std::vector<EffectLook> cents{{30.0, 400.0}, {20.0, 200.0}};
  const auto found = mixture_test(looks, {.mixing_variance = 0.01}).back();
  const auto same = mixture_test(cents, {.mixing_variance = 100.0}).back();
  CHECK(same.p_value == Approx(found.p_value).epsilon(1e-12));
  check_same(same.running, {100.0 * found.running.low, 100.0 * found.running.high});
  CHECK(asymptotic_half_width({}, 800.0, 4.0) ==
        Approx(2.0 * asymptotic_half_width({}, 800.0, 1.0)).epsilon(1e-13));
  // Sums in another unit: variance times its square, scales times itself.
  const BoundaryTuning tuning{.variance = 50.0, .alpha = 0.05};
  const BoundaryTuning in_cents{.variance = 5e5, .alpha = 0.05};
  CHECK(normal_mixture_one_sided(7e5, 0.01, in_cents) ==
        Approx(100.0 * normal_mixture_one_sided(70.0, 0.01, tuning)).epsilon(1e-10));
  CHECK(gamma_exponential_mixture(7e5, 0.01, in_cents, 100.0) ==
        Approx(100.0 * gamma_exponential_mixture(70.0, 0.01, tuning, 1.0)).epsilon(1e-10));
  CHECK(gamma_poisson_mixture(7e5, 0.01, in_cents, 100.0) ==
        Approx(100.0 * gamma_poisson_mixture(70.0, 0.01, tuning, 1.0)).epsilon(1e-10));
  CHECK(beta_binomial_mixture(7e5, 0.01, in_cents, 30.0, 70.0, 1) ==
        Approx(100.0 * beta_binomial_mixture(70.0, 0.01, tuning, 0.3, 0.7, 1)).epsilon(1e-10));
}

TEST_CASE("Newcombe's interval of nearly certain successes is that of the rare failures",
          "[two-proportions][invariance]") {
  constexpr std::uint64_t n = 1000000000;
  for (const auto interval : {newcombe_interval, newcombe_corrected_interval}) {
    const Interval failures = interval({n, 1}, {n, 5}, confidence);
    const Interval successes = interval({n, n - 1}, {n, n - 5}, confidence);
    CHECK(successes.low == Approx(-failures.high).epsilon(1e-12).margin(0.0));
    CHECK(successes.high == Approx(-failures.low).epsilon(1e-12).margin(0.0));
  }
}

TEST_CASE("late weights keep the digits of few events among very many", "[logrank]") {
  // One stratum of two groups, three events among 10^9 each: 1 - S before the second event is
  // 1 / (2e9), before the third 2 / (2e9) to 1e-9.
  constexpr std::uint64_t n = 1000000000;
  const auto table = [](double first, double second) {
    return event_table(std::vector<EventRow>{{.time = first, .events = 1},
                                             {.time = second, .events = 1},
                                             {.time = 9.0, .censored = n - 2}});
  };
  const std::vector<Stratum> strata{{table(1.0, 2.0), table(3.0, 4.0)}};
  const auto test = logrank_test(strata, {.gamma = 1.0});
  // Weighted observed of the first group: only its second event counts, with 1 / (2e9).
  CHECK(test.observed[0] == Approx(0.5e-9).epsilon(1e-9).margin(0.0));
  CHECK(test.observed[1] == Approx(2.5e-9).epsilon(1e-8).margin(0.0));
}

TEST_CASE("nothing gives no number", "[invariance]") {
  CHECK(cohort_retention({}, std::vector<double>{1.0}, confidence).empty());
  CHECK(cumulative_incidence({}, confidence).empty());
  CHECK(kaplan_meier({}, confidence).empty());
  CHECK_FALSE(survival_quantile({}, 0.5, confidence).time);
  CHECK_FALSE(
      ratio_difference({50, 1.0, 0.0, 1.0, 1.0, 0.0}, {50, 1.0, 1.0, 1.0, 1.0, 0.0}, {}, true)
          .p_value);
  const std::vector<double> one{1.0};
  const auto mean = [](std::span<const double> sample) { return sample.front(); };
  CHECK_FALSE(studentised_bootstrap(one, mean, mean, {}).interval);
}
