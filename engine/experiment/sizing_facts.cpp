#include "experiment/sizing_facts.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "experiment/metrics.h"
#include "experiment/sizing_models.h"
#include "stats/retention.h"

namespace journeylab {
namespace {

const double day_ticks = ticks_per(TimeUnit::day);

SizedKind kind_of(const Metric& metric) {
  struct Of {
    SizedKind operator()(const GoalShare&) const { return SizedKind::share; }
    SizedKind operator()(const Retained&) const { return SizedKind::retention; }
    SizedKind operator()(const Returned& returned) const {
      return returned.from ? SizedKind::ratio : SizedKind::share;
    }
    SizedKind operator()(const Mean&) const { return SizedKind::mean; }
    SizedKind operator()(const Ratio&) const { return SizedKind::ratio; }
    SizedKind operator()(const TimeTo&) const { return SizedKind::time; }
  };
  return std::visit(Of{}, metric.kind);
}

// When everything about a customer is known: an age from a goal may be reached as late as the
// horizon.
Ticks mature_at(const Scenario& scenario, const Metric& metric) {
  struct Of {
    Ticks horizon;
    Ticks operator()(const GoalShare& share) const { return share.within; }
    Ticks operator()(const Retained& retained) const {
      return retained.from ? horizon : retained.at;
    }
    Ticks operator()(const Returned& returned) const {
      return returned.from ? horizon : returned.window_end;
    }
    Ticks operator()(const Mean& mean) const { return mean.within.value_or(horizon); }
    Ticks operator()(const Ratio& ratio) const { return ratio.within.value_or(horizon); }
    Ticks operator()(const TimeTo&) const { return horizon; }
  };
  return std::min(std::visit(Of{scenario.horizon}, metric.kind), scenario.horizon);
}

KnownCurve retention_known(const MeasuredMetric& metric, const RetentionTally& tally) {
  const RetentionCurve curve = retention_curve(pooled(tally.groups), 0.95);
  KnownCurve known;
  const std::size_t last = read_border(metric);
  for (std::size_t k = 0; k <= last && k < curve.known; ++k) {
    known.age.push_back(metric.borders[k] / day_ticks);
    known.remaining.push_back(curve.retained[k]);
  }
  return known;
}

KnownCurve time_known(const MeasuredMetric& metric, const TimeTally& tally) {
  KnownCurve known;
  const auto all = static_cast<double>(tally.restricted.n);
  std::uint64_t reached = 0;
  for (std::size_t k = 0; k < metric.borders.size(); ++k) {
    if (k > 0) reached += tally.first[k - 1];
    known.age.push_back(metric.borders[k] / day_ticks);
    known.remaining.push_back((all - static_cast<double>(reached)) / all);
  }
  return known;
}

KnownCurve curve_of(const Scenario& scenario, const Metric& metric, const MetricTally& tally) {
  if (const auto* retained = std::get_if<Retained>(&metric.kind)) {
    if (retained->from) return {};
    return retention_known(measured(scenario, metric), std::get<RetentionTally>(tally));
  }
  if (std::holds_alternative<TimeTo>(metric.kind)) {
    return time_known(measured(scenario, metric), std::get<TimeTally>(tally));
  }
  return {};
}

SizedArm simulated_arm(const SimulatedArms& run, std::size_t v, std::size_t metric) {
  const Metric& described = run.scenario.metrics[metric];
  const Estimate& estimate = run.analysis.variants[v].metrics[metric].estimate;
  const auto customers = static_cast<double>(run.tally.customers);
  SizedArm arm;
  arm.name = run.scenario.variants[run.variants[v]].name;
  if (!estimate.value || !estimate.standard_error) {
    throw std::invalid_argument(
        fmt::format("'{}' of '{}' has no value to size from: {}", described.name, arm.name,
                    estimate.reason.empty() ? "not known" : estimate.reason));
  }
  arm.value = *estimate.value;
  arm.value_error = estimate.standard_error;
  arm.variance = *estimate.standard_error * *estimate.standard_error * customers;
  // A share after a goal is a ratio of sums over all who enter; other metrics are about those whom
  // `where` selects.
  const bool all_count = kind_of(described) == SizedKind::ratio;
  arm.eligible = all_count ? 1.0 : static_cast<double>(estimate.n) / customers;
  arm.curve = curve_of(run.scenario, described, total(run.tally.variants[v].metrics[metric]));
  return arm;
}

const Comparison* comparison_of(const Analysis& analysis, std::size_t metric, std::size_t variant) {
  const auto found = std::find_if(
      analysis.comparisons.begin(), analysis.comparisons.end(), [&](const Comparison& each) {
        return each.metric == metric && each.variant == variant && !each.segment;
      });
  return found == analysis.comparisons.end() ? nullptr : &*found;
}

// The log hazard ratio over the simulated customers, and its error: one over the root of the
// log-rank variance.
SizedEffect time_effect(const SizedMetric& metric, const SizedArm& control, const SizedArm& treat,
                        double customers) {
  StaggeredFollowUp all;
  all.entry = even_entry(1.0);
  all.analysis = 2.0 + metric.window;
  const RankShift shift = rank_shift(control.curve, treat.curve, all, 1.0);
  SizedEffect effect{.value = std::log(shift.hazard_ratio), .noise = {}};
  if (effect.value == 0.0) return effect;
  const double error =
      std::abs(effect.value / shift.per_root_customer) / std::sqrt(2.0 * customers);
  constexpr double z = 1.959963984540054;
  effect.noise = Interval{.low = effect.value - z * error, .high = effect.value + z * error};
  return effect;
}

GuardrailSizing guardrail_size(const SimulatedArms& run, const SizingQuestion& question,
                               const SizeInDays& size, std::size_t metric, std::size_t variant) {
  const Metric& described = run.scenario.metrics[metric];
  GuardrailSizing answer{.metric = described.name,
                         .variant = question.arms[variant].name,
                         .limit = *described.guardrail,
                         .total = {},
                         .reason = {}};
  std::vector<SizedArm> arms;
  try {
    arms = simulated_arms(run, metric);
  } catch (const std::invalid_argument& missing) {
    answer.reason = missing.what();
    return answer;
  }
  const SizedArm& control = arms.front();
  const double way = described.higher_is_better ? 1.0 : -1.0;
  const double better = way * (arms[variant].value - control.value);
  if (control.value == 0.0) {
    answer.reason = "control's value is 0, so that no worsening is relative to it";
    return answer;
  }
  answer.margin = answer.limit * std::abs(control.value);
  answer.worsening = -better / std::abs(control.value);
  const ArmVariances variances{.control = control.variance, .treat = arms[variant].variance};
  if (better + answer.margin <= 0.0) {
    answer.reason = "the expected worsening is beyond what is accepted";
    return answer;
  }
  if (!(variances.control + variances.treat > 0.0)) {
    answer.reason = "nothing varies among customers";
    return answer;
  }
  const SizePlan plan{.level = {.alpha = question.alpha, .sides = 1},
                      .power = question.power,
                      .ratio = size.customers[variant] / size.customers.front()};
  const double factor = design_effect(question.clusters);
  const double need = size_for_noninferiority(better, answer.margin, variances, plan).control;
  answer.total = std::ceil(need * factor * size.total / size.customers.front());
  answer.power = power_of_effect(
      better + answer.margin, variances,
      {.control = size.customers.front() / factor, .treat = size.customers[variant] / factor},
      plan.level);
  return answer;
}

}  // namespace

SizedMetric sized_metric(const Scenario& scenario, const Metric& metric) {
  return {.name = metric.name,
          .kind = kind_of(metric),
          .higher_is_better = metric.higher_is_better,
          .window = mature_at(scenario, metric) / day_ticks};
}

std::vector<SizedArm> simulated_arms(const SimulatedArms& run, std::size_t metric) {
  std::vector<SizedArm> arms;
  for (std::size_t v = 0; v < run.variants.size(); ++v) {
    arms.push_back(simulated_arm(run, v, metric));
  }
  return arms;
}

std::vector<SizedEffect> simulated_effects(const SimulatedArms& run, std::size_t metric,
                                           const std::vector<SizedArm>& arms) {
  std::vector<SizedEffect> effects;
  const SizedMetric sized = sized_metric(run.scenario, run.scenario.metrics[metric]);
  for (std::size_t v = 1; v < arms.size(); ++v) {
    if (sized.kind == SizedKind::time) {
      effects.push_back(
          time_effect(sized, arms.front(), arms[v], static_cast<double>(run.tally.customers)));
      continue;
    }
    SizedEffect effect{.value = arms[v].value - arms.front().value, .noise = {}};
    const Comparison* comparison = comparison_of(run.analysis, metric, v);
    if (comparison != nullptr && comparison->difference.low && comparison->difference.high) {
      effect.noise =
          Interval{.low = *comparison->difference.low, .high = *comparison->difference.high};
    }
    effects.push_back(effect);
  }
  return effects;
}

std::vector<GuardrailSizing> guardrail_sizes(const SimulatedArms& run,
                                             const SizingQuestion& question,
                                             const SizeInDays& size) {
  std::vector<GuardrailSizing> answers;
  for (std::size_t m = 0; m < run.scenario.metrics.size(); ++m) {
    if (!run.scenario.metrics[m].guardrail) continue;
    for (std::size_t v = 1; v < run.variants.size(); ++v) {
      answers.push_back(guardrail_size(run, question, size, m, v));
    }
  }
  return answers;
}

}  // namespace journeylab
