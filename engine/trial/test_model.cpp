#include "trial/test_model.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cohort/tile_runner.h"

namespace journeylab {
namespace {

constexpr double day_ticks = 86400.0 * ticks_per_second;

std::uint32_t whole_days(Ticks span) {
  constexpr double most = 4e6;
  return static_cast<std::uint32_t>(std::min(std::ceil(span / day_ticks), most));
}

Knowledge knowledge_of(const Metric& metric) {
  struct Of {
    Knowledge operator()(const GoalShare&) const { return Knowledge::share; }
    Knowledge operator()(const Retained&) const { return Knowledge::retention; }
    Knowledge operator()(const Returned& returned) const {
      return returned.from ? Knowledge::ratio : Knowledge::share;
    }
    Knowledge operator()(const Mean&) const { return Knowledge::mean; }
    Knowledge operator()(const Ratio&) const { return Knowledge::ratio; }
    Knowledge operator()(const TimeTo&) const { return Knowledge::time; }
  };
  return std::visit(Of{}, metric.kind);
}

TestMetric describe_metric(const Scenario& scenario, std::size_t index, std::uint32_t last_day) {
  const Metric& metric = scenario.metrics[index];
  TestMetric described;
  described.metric = index;
  described.knowledge = knowledge_of(metric);
  described.window = maturity_of(scenario, metric);
  if (const auto* retained = std::get_if<Retained>(&metric.kind)) {
    described.cells = std::min(whole_days(retained->at), last_day);
  } else if (described.knowledge == Knowledge::time) {
    described.cells = std::min(whole_days(scenario.horizon), last_day);
  }
  return described;
}

std::vector<std::size_t> metrics_looked_at(const TestModelRequest& request) {
  const Scenario& scenario = request.scenario;
  std::vector<std::size_t> chosen{deciding_metric(scenario)};
  for (std::size_t m = 0; m < scenario.metrics.size() && request.every_metric; ++m) {
    if (m != chosen.front()) chosen.push_back(m);
  }
  if (!request.guardrails) return chosen;
  for (std::size_t m = 0; m < scenario.metrics.size(); ++m) {
    const Metric& metric = scenario.metrics[m];
    if (!metric.guardrail || m == chosen.front()) continue;
    const Knowledge knowledge = knowledge_of(metric);
    if (knowledge == Knowledge::retention || knowledge == Knowledge::time) {
      throw InputError({.severity = Severity::error,
                        .place = metric.place,
                        .found = fmt::format("the guardrail '{}' cannot stop a test: it is known "
                                             "by a life table",
                                             metric.name),
                        .expected = "a guardrail on a share, a mean or a ratio",
                        .nearest = {}});
    }
    chosen.push_back(m);
  }
  return chosen;
}

// No look sees what a customer does after the last day, or after the longest window.
Ticks seen_horizon(const TestModel& model, std::uint32_t last_day) {
  Ticks seen = 1.0;
  for (const TestMetric& metric : model.metrics) {
    const bool censored = metric.cells > 0;
    seen = std::max(seen, day_ticks * (censored ? last_day : metric.window));
  }
  return std::min(seen, model.scenario.horizon);
}

// Borders of life tables: whole days of age, and the age that is asked for.
std::vector<Ticks> day_borders(const TestModel& model, const TestMetric& described) {
  std::vector<Ticks> borders;
  if (described.cells == 0) return borders;
  for (std::uint32_t day = 0; day <= described.cells; ++day) borders.push_back(day * day_ticks);
  const auto& kind = model.scenario.metrics[described.metric].kind;
  if (const auto* retained = std::get_if<Retained>(&kind)) {
    borders.back() = std::min(borders.back(), retained->at);
  }
  return borders;
}

// Means of a first tile of control, so that squares of large numbers with small differences do not
// cancel.
void find_centres(TestModel& model) {
  TileRunner runner(model.shape, model.plans, model.seed, {});
  const std::uint64_t nobodys = std::uint64_t{1} << 62;
  const Tile& tile = runner.run(0, nobodys, tile_customers);
  for (std::size_t m = 0; m < model.metrics.size(); ++m) {
    const Knowledge knowledge = model.metrics[m].knowledge;
    if (knowledge != Knowledge::mean && knowledge != Knowledge::ratio) continue;
    for (std::size_t v = 0; v < 2; ++v) {
      const auto& values = tile.variants.front()[m].values[v];
      double sum = 0.0;
      for (const double value : values) sum += value;
      if (!values.empty()) {
        model.metrics[m].centre[v] = sum / static_cast<double>(values.size());
      }
    }
  }
}

}  // namespace

std::uint32_t maturity_of(const Scenario& scenario, const Metric& metric) {
  struct Of {
    Ticks horizon;
    Ticks operator()(const GoalShare& share) const { return share.within; }
    Ticks operator()(const Retained&) const { return 0.0; }
    Ticks operator()(const Returned& returned) const {
      return returned.from ? horizon : returned.window_end;
    }
    Ticks operator()(const Mean& mean) const { return mean.within.value_or(horizon); }
    Ticks operator()(const Ratio& ratio) const { return ratio.within.value_or(horizon); }
    Ticks operator()(const TimeTo&) const { return 0.0; }
  };
  return whole_days(std::visit(Of{scenario.horizon}, metric.kind));
}

std::uint32_t days_until_known(const Scenario& scenario, const Metric& metric) {
  if (const auto* retained = std::get_if<Retained>(&metric.kind)) return whole_days(retained->at);
  return std::max(maturity_of(scenario, metric), 1U);
}

std::size_t deciding_metric(const Scenario& scenario) {
  for (std::size_t m = 0; m < scenario.metrics.size(); ++m) {
    if (scenario.metrics[m].primary) return m;
  }
  if (scenario.metrics.size() == 1) return 0;
  throw InputError({.severity = Severity::error,
                    .place = {.file = scenario.file, .line = 0, .column = 0, .path = "metrics"},
                    .found = scenario.metrics.empty()
                                 ? "there is no metric, so a test cannot decide"
                                 : "no metric is the one that decides",
                    .expected = "one metric with `primary: true`",
                    .nearest = {}});
}

std::unique_ptr<const TestModel> make_test_model(const TestModelRequest& request) {
  auto model = std::make_unique<TestModel>();
  const Scenario& scenario = request.scenario;
  model->scenario = scenario;
  model->seed = request.seed;
  std::vector<Metric> kept;
  for (const std::size_t m : metrics_looked_at(request)) {
    model->metrics.push_back(describe_metric(scenario, m, request.last_day));
    model->metrics.back().metric = kept.size();
    kept.push_back(scenario.metrics[m]);
  }
  model->scenario.metrics = std::move(kept);
  model->scenario.horizon = seen_horizon(*model, request.last_day);
  const TestPlan& plan = scenario.test_plan;
  for (const std::size_t variant : request.variants) {
    model->arms.push_back({.variant = variant,
                           .name = scenario.variants[variant].name,
                           .share = plan.split[variant],
                           .lost = plan.faults.lost.empty() ? 0.0 : plan.faults.lost[variant]});
    model->plans.push_back(compile(model->scenario, variant));
  }
  model->shape = tally_shape(model->scenario, {0}, false);
  for (std::size_t m = 0; m < model->metrics.size(); ++m) {
    model->shape.borders[m] = day_borders(*model, model->metrics[m]);
  }
  find_centres(*model);
  return model;
}

}  // namespace journeylab
