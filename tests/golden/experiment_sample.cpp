#include "golden/experiment_sample.h"

namespace journeylab {
namespace {

Estimate estimate(double value, double error) {
  Estimate result;
  result.value = value;
  result.standard_error = error;
  result.low = value - 2 * error;
  result.high = value + 2 * error;
  result.n = 1000;
  result.method = "normal";
  return result;
}

Estimate missing(const std::string& reason) {
  Estimate result;
  result.reason = reason;
  return result;
}

WorldFindings world(double found, bool effect) {
  WorldFindings findings;
  findings.found = estimate(found, 0.007);
  findings.right = effect ? estimate(found, 0.007) : missing("no effect, nothing to find");
  findings.keeps_control = estimate(1.0 - found, 0.007);
  findings.guardrail_broken = estimate(effect ? 0.02 : 0.0, effect ? 0.004 : 0.0);
  findings.ratio_broken = estimate(0.0, 0.0);
  findings.day = {.mean = estimate(21.5, 0.25), .low = 14, .median = 21, .high = 28};
  findings.stops = {{.day = 14, .tests = 250}, {.day = 28, .tests = 750}};
  findings.customers = {.mean = estimate(43123, 310), .low = 28000, .median = 42000, .high = 56000};
  findings.lost_testing = effect ? estimate(220.5, 3.25) : missing("no value is counted");
  findings.lost_after = effect ? estimate(1040, 41) : missing("no value is counted");
  ArmFindings arm;
  arm.better = estimate(found - 0.02, 0.006);
  arm.worse = estimate(0.02, 0.004);
  arm.futile = estimate(0.0, 0.0);
  arm.undecided = estimate(1.0 - found, 0.007);
  arm.chosen = estimate(found - 0.02, 0.006);
  arm.coverage = estimate(0.948, 0.007);
  arm.exaggeration = effect ? estimate(1.31, 0.012) : missing("no effect to be exaggerated");
  arm.wrong_sign = effect ? estimate(0.004, 0.002) : missing("no effect to be exaggerated");
  arm.paths = {
      {.finding = effect ? "better" : "undecided", .z = {std::nullopt, 1.25, effect ? 2.75 : -0.5}},
      {.finding = "undecided", .z = {0.5}}};
  findings.arms = {arm};
  return findings;
}

}  // namespace

TestResults usual_experiment() {
  TestResults results;
  results.version = "1.2.3";
  results.seed = 7;
  results.replicates = 1000;
  results.planned = 1000;
  results.metric = "conversion";
  results.effect_scale = "difference";
  results.window = 7;
  results.value_metric = "profit";
  results.traffic = 2000;
  results.period = 365;
  results.arms = {
      {.name = "control", .share = 0.5, .true_effect = {}, .value = estimate(1.8, 0.01)},
      {.name = "early",
       .share = 0.5,
       .true_effect = estimate(0.0069, 0.0001),
       .value = estimate(1.85, 0.01)}};
  PlanResult fixed;
  fixed.name = "fixed";
  fixed.description = "look once";
  fixed.design = "fixed";
  fixed.entry_days = 28;
  fixed.last_day = 35;
  fixed.customers = 56000;
  fixed.correction = "holm";
  fixed.looks = {{.day = 35, .mature = 56000, .information = {}, .lower = {}, .upper = {}}};
  fixed.none = world(0.05, false);
  fixed.effect = world(0.81, true);
  PlanResult peeking = fixed;
  peeking.name = "every | day";
  peeking.design = "peeking";
  peeking.claims_alpha = false;
  peeking.looks.clear();
  for (std::uint32_t day = 8; day <= 35; ++day) {
    peeking.looks.push_back({.day = day,
                             .mature = 2000.0 * (day - 7),
                             .information = (day - 7) / 28.0,
                             .lower = -2.5,
                             .upper = 2.5});
  }
  peeking.none = world(0.31, false);
  results.plans = {fixed, peeking};
  results.notes = {"A note of the run."};
  return results;
}

}  // namespace journeylab
