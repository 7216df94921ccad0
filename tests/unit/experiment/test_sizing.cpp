#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "experiment/sizing.h"
#include "experiment/sizing_roll_out.h"
#include "stats/distributions.h"
#include "stats/power_many_arms.h"
#include "stats/power_two_proportions.h"

using namespace journeylab;
using Catch::Contains;

namespace {

SizedArm share_arm(const std::string& name, double value) {
  SizedArm arm;
  arm.name = name;
  arm.value = value;
  arm.variance = value * (1.0 - value);
  return arm;
}

// Shares of 4 % and more, one variant.
SizingQuestion share_question(double treat = 0.042) {
  SizingQuestion question;
  question.metric = {.name = "conversion", .window = 30.0};
  question.arms = {share_arm("control", 0.04), share_arm("bold", treat)};
  question.effects = {{.value = treat - 0.04, .noise = {}}};
  return question;
}

// Retention that falls by constant hazards, cells of a day up to an age.
SizedArm retained_arm(const std::string& name, double hazard, int age) {
  SizedArm arm;
  arm.name = name;
  for (int day = 0; day <= age; ++day) {
    arm.curve.age.push_back(day);
    arm.curve.remaining.push_back(std::exp(-hazard * day));
  }
  arm.value = arm.curve.remaining.back();
  arm.variance = arm.value * (1.0 - arm.value);
  return arm;
}

SizingQuestion retention_question() {
  SizingQuestion question;
  question.metric = {.name = "stay", .kind = SizedKind::retention, .window = 60.0};
  question.arms = {retained_arm("control", 0.010, 60), retained_arm("bold", 0.009, 60)};
  question.effects = {{.value = question.arms[1].value - question.arms[0].value, .noise = {}}};
  question.test.traffic = 500.0;
  return question;
}

std::string refusal_of(const SizingQuestion& question) {
  try {
    static_cast<void>(size_test(question));
  } catch (const std::invalid_argument& reason) {
    return reason.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a size is that of the formula, each arm rounded up", "[size]") {
  const Sizing sizing = size_test(share_question());
  const ArmSizes expected =
      size_for_proportions({0.04, 0.042}, ProportionModel::pooled, {.power = 0.8});
  CHECK(sizing.size.customers[0] == std::ceil(expected.control));
  CHECK(sizing.size.total == 2.0 * std::ceil(expected.control));
  CHECK_FALSE(sizing.size.days);
  CHECK(sizing.comparisons[0].power == Approx(0.8).epsilon(1e-5));
  CHECK(sizing.comparisons[0].detectable == Approx(0.002).epsilon(1e-4));
  CHECK(sizing.comparisons[0].relative == Approx(0.05));
  REQUIRE(sizing.exact);
  CHECK(sizing.exact->power == Approx(0.8).margin(2e-3));
  CHECK(sizing.exact->error == Approx(0.05).margin(1e-3));
}

TEST_CASE("days follow from the traffic, the ramp and the metric's time to mature", "[size]") {
  SizingQuestion question = share_question();
  question.test.traffic = 2000.0;
  const Sizing even = size_test(question);
  const auto days = static_cast<std::uint32_t>(std::ceil(even.size.total / 2000.0));
  CHECK(even.size.entry_days == days);
  CHECK(even.size.days == days + 30);
  // Two days at half traffic cost one day.
  question.test.ramp = {0.5, 0.5};
  CHECK(size_test(question).size.entry_days == days + 1);
  question.follow_up = 40;
  CHECK(size_test(question).size.days == days + 41);
  question.follow_up = 3;  // too early: the last customers would not be mature
  CHECK(size_test(question).size.days == days + 31);
}

TEST_CASE("the inverse question gives the effect that the size was for", "[size]") {
  SizingQuestion question = share_question();
  question.test.traffic = 1000.0;
  const Sizing sizing = size_test(question);
  SizingQuestion by_days = question;
  by_days.days = *sizing.size.days;
  const Sizing found = size_test(by_days);
  CHECK(found.comparisons[0].detectable == Approx(0.002).epsilon(2e-3));
  CHECK(found.comparisons[0].power == Approx(0.8).margin(3e-3));
  SizingQuestion by_customers = question;
  by_customers.customers = sizing.size.total;
  CHECK(size_test(by_customers).comparisons[0].detectable == Approx(0.002).epsilon(1e-4));
  // A quarter of the customers shows about twice the effect.
  by_customers.customers = sizing.size.total / 4.0;
  CHECK(size_test(by_customers).comparisons[0].detectable == Approx(0.004).epsilon(0.03));
}

TEST_CASE("power rises with the size, and is what was asked for at the size", "[size]") {
  SizingQuestion plain = share_question();
  plain.test.traffic = 1000.0;
  SizingQuestion looked = plain;
  looked.design = Design::obrien_fleming;
  looked.looks = 4;
  SizingQuestion early = retention_question();
  early.follow_up = 20;
  for (const SizingQuestion& question : {plain, looked, early}) {
    const Sizing sizing = size_test(question);
    REQUIRE(sizing.power.size() == 3);
    for (const PowerCurve& curve : sizing.power) {
      REQUIRE(!curve.points.empty());
      for (std::size_t k = 1; k < curve.points.size(); ++k) {
        CHECK(curve.points[k].total > curve.points[k - 1].total);
        CHECK(curve.points[k].power >= curve.points[k - 1].power);
      }
    }
    const auto at_size = [&](const PowerCurve& curve) {
      return *std::find_if(curve.points.begin(), curve.points.end(), [&](const PowerPoint& point) {
        return point.total >= sizing.size.total;
      });
    };
    CHECK(sizing.power[1].effect == question.effects[0].value);
    CHECK(at_size(sizing.power[1]).power == Approx(0.8).margin(2e-3));
    CHECK(at_size(sizing.power[0]).power < 0.4);
    CHECK(at_size(sizing.power[2]).power > 0.99);
    CHECK(*at_size(sizing.power[1]).days == *sizing.size.days);
  }
}

TEST_CASE("power against size leaves out what cannot be", "[size]") {
  SizingQuestion question = share_question(0.9);
  CHECK(size_test(question).power.size() == 2);  // twice the effect would be a share above 1
  question = share_question();
  question.customers = 3.0;  // two in each arm, then four
  for (const PowerCurve& curve : size_test(question).power) {
    CHECK(curve.points.size() <= 4);
    for (const PowerPoint& point : curve.points) CHECK(point.power < 0.1);
  }
}

TEST_CASE("unequal arms, adjustment, clusters and looks change the size as they should", "[size]") {
  const double plain = size_test(share_question()).size.total;
  SizingQuestion uneven = share_question();
  uneven.arms[0].weight = 9.0;
  const Sizing split = size_test(uneven);
  CHECK(split.size.customers[0] == Approx(9.0 * split.size.customers[1]).margin(9.0));
  CHECK(split.size.total > 2.0 * plain);
  SizingQuestion adjusted = share_question();
  adjusted.correlation = 0.6;
  CHECK(size_test(adjusted).size.total == Approx(0.64 * plain).margin(2));
  SizingQuestion clustered = share_question();
  clustered.clusters = {.mean_size = 51, .intraclass_correlation = 0.02};
  CHECK(size_test(clustered).size.total == Approx(2.0 * plain).margin(2));
  SizingQuestion looking = share_question();
  looking.design = Design::pocock;
  looking.looks = 5;
  const Sizing pocock = size_test(looking);
  // Jennison and Turnbull 2000, table 2.2: 1.229 for five looks at 5 % and 80 %.
  CHECK(pocock.factors.inflation == Approx(1.229).margin(5e-4));
  CHECK(pocock.size.total == Approx(1.229 * plain).epsilon(1e-3));
  CHECK(pocock.comparisons[0].power == Approx(0.8).epsilon(1e-4));
  CHECK(pocock.factors.expected_full < 1.0);
}

TEST_CASE("several variants share the error, and the hardest sets the size", "[size]") {
  SizingQuestion question = share_question();
  question.arms.push_back(share_arm("brave", 0.045));
  question.effects.push_back({.value = 0.005, .noise = {}});
  question.correction = CorrectionWord::none;
  const double uncorrected = size_test(question).size.customers[0];
  CHECK(uncorrected == size_test(share_question()).size.customers[0]);
  question.correction = CorrectionWord::dunnett;
  const double dunnett = size_test(question).size.customers[0];
  question.correction = CorrectionWord::holm;
  const Sizing holm = size_test(question);
  CHECK(uncorrected < dunnett);
  CHECK(dunnett < holm.size.customers[0]);
  CHECK(holm.comparisons[0].alpha == 0.025);
  CHECK(holm.comparisons[0].total > holm.comparisons[1].total);
  CHECK(holm.comparisons[1].power > 0.999);
}

TEST_CASE("a one-sided test is smaller", "[size]") {
  SizingQuestion question = share_question();
  const double both = size_test(question).size.total;
  question.sides = 1;
  CHECK(size_test(question).size.total < both);
}

TEST_CASE("retention analysed early needs more customers and fewer days", "[size]") {
  SizingQuestion question = retention_question();
  const Sizing mature = size_test(question);
  CHECK(mature.follow_up == 60);
  question.follow_up = 20;
  const Sizing early = size_test(question);
  CHECK(early.size.total > mature.size.total);
  CHECK(*early.size.days < *mature.size.days);
  CHECK(*early.size.days > 60);  // nobody is known to that age before
  CHECK(early.comparisons[0].power == Approx(0.8).epsilon(1e-3));
}

TEST_CASE("a time to a goal is sized by the log-rank test", "[size]") {
  SizingQuestion question = retention_question();
  question.metric.kind = SizedKind::time;
  question.metric.higher_is_better = false;
  question.effects = {{.value = std::log(0.9), .noise = {}}};
  const Sizing sizing = size_test(question);
  const double z = normal_quantile_above(0.025) + normal_quantile_above(0.2);
  const double events = 4.0 * z * z / (std::log(0.9) * std::log(0.9));
  const double seen = 1.0 - (question.arms[0].value + question.arms[1].value) / 2.0;
  CHECK(sizing.size.total == Approx(events / seen).epsilon(0.01));
  CHECK(sizing.comparisons[0].detectable == Approx(std::log(0.9)).epsilon(0.02));
}

TEST_CASE("an effect moves an arm as its kind says", "[size]") {
  const SizedArm control = retained_arm("control", 0.01, 60);
  const SizedMetric retention{.name = "stay", .kind = SizedKind::retention};
  const SizedArm moved = with_effect(retention, control, 0.05);
  CHECK(moved.value == Approx(control.value + 0.05));
  CHECK(moved.curve.remaining.back() == Approx(moved.value));
  CHECK(moved.variance == Approx(moved.value * (1.0 - moved.value)));
  const SizedMetric time{.name = "buy", .kind = SizedKind::time};
  const SizedArm faster = with_effect(time, control, std::log(2.0));
  CHECK(faster.curve.remaining.back() == Approx(std::exp(-1.2)));
  CHECK(relative_effect(time, control, std::log(1.05)) == Approx(0.05));
}

TEST_CASE("simulation noise of the effect becomes a range of sizes", "[size]") {
  SizingQuestion question = share_question();
  question.effects[0].noise = Interval{.low = 0.001, .high = 0.004};
  const SizedComparison known = size_test(question).comparisons[0];
  CHECK(known.total_high == Approx(4.0 * known.total));
  CHECK(known.total_low == Approx(known.total / 4.0));
  question.effects[0].noise = Interval{.low = -0.001, .high = 0.004};
  const Sizing unsure = size_test(question);
  CHECK_FALSE(unsure.comparisons[0].total_high);
  REQUIRE(unsure.notes.size() == 1);
  CHECK_THAT(unsure.notes[0], Contains("does not tell the effect of 'bold' from 0"));
}

TEST_CASE("tests that cannot be are refused, each with its reason", "[size]") {
  SizingQuestion question = share_question();
  question.effects[0].value = 0.0;
  CHECK_THAT(refusal_of(question), Contains("is 0"));
  question = share_question();
  question.arms[0] = share_arm("control", 0.0);
  CHECK_THAT(refusal_of(question), Contains("nothing varies"));
  question = share_question();
  question.arms[1].weight = 0.0;
  CHECK_THAT(refusal_of(question), Contains("'bold' gets no customers"));
  question = share_question(0.038);
  question.sides = 1;
  CHECK_THAT(refusal_of(question), Contains("expected to be worse"));
  question = share_question();
  question.test.traffic = 0.0;
  CHECK_THAT(refusal_of(question), Contains("traffic is 0"));
  question = share_question();
  question.days = 20;
  question.test.traffic = 100.0;
  CHECK_THAT(refusal_of(question), Contains("20 days are too few"));
  question = share_question();
  question.power = 0.02;
  CHECK_THAT(refusal_of(question), Contains("power"));
  question = share_question();
  question.design = Design::bandit;
  CHECK_THAT(refusal_of(question), Contains("experiment"));
  question = retention_question();
  question.test.traffic.reset();
  question.follow_up = 10;
  CHECK_THAT(refusal_of(question), Contains("give the traffic"));
  CHECK_THROWS_WITH(with_effect(question.metric, question.arms[0], 0.9),
                    Contains("cannot be reached"));
}

TEST_CASE("the size that earns the most stands beside the classical one", "[size]") {
  const Sizing sizing = size_test(share_question());
  const RollOutAnswer answer =
      size_roll_out(sizing, {.population = 1e6, .value = 40.0, .prior_deviation = {}});
  CHECK(answer.prior_from_effect);
  CHECK(answer.prior_deviation == Approx(std::sqrt(3.14159265358979) / 2.0 * 0.002));
  CHECK(answer.best.first == answer.best.second);
  CHECK(answer.classical_fits);
  CHECK(answer.best.profit > answer.classical.profit);
  CHECK(answer.best.profit_untested == Approx(40.0 * 0.04 * 1e6));
  const RollOutAnswer few =
      size_roll_out(sizing, {.population = 1000, .value = 1.0, .prior_deviation = 0.01});
  CHECK_FALSE(few.classical_fits);
  CHECK_THROWS_WITH(size_roll_out(sizing, {.population = 1e6, .value = {}, .prior_deviation = {}}),
                    Contains("--value-per-conversion"));
}
