#include "scenario/loops.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "scenario/loops_graph.h"
#include "scenario/loops_traps.h"

namespace journeylab {
namespace {

using Steps = std::vector<std::uint32_t>;

std::string quote_steps(const Steps& steps, const std::vector<std::string>& names) {
  constexpr std::size_t most_named = 6;
  std::string text;
  for (std::size_t i = 0; i < steps.size() && i < most_named; ++i) {
    text += (i > 0 ? ", '" : "'") + names[steps[i]] + "'";
  }
  if (steps.size() > most_named) text += fmt::format(" and {} more", steps.size() - most_named);
  return text;
}

// In the order written: a component lists its steps by number, which is control's order.
const Place& place_of(const Steps& steps, const Variant& variant) {
  return variant.steps[steps.front()].place;
}

std::string describe_segments(const std::vector<std::uint32_t>& segments,
                              const Scenario& scenario) {
  if (segments.size() == scenario.segments.size()) return {};
  std::string text = segments.size() == 1 ? ", for segment " : ", for the segments ";
  for (std::size_t i = 0; i < segments.size(); ++i) {
    text += (i > 0 ? ", '" : "'") + scenario.names.segments[segments[i]] + "'";
  }
  return text;
}

// What the graphs of all segments show.
struct Findings {
  std::map<Steps, std::vector<std::uint32_t>> traps;  // with the segments that could be caught
  std::map<Steps, bool> perhaps_timeless;
  std::vector<bool> reached;
};

void look_at_segment(const SegmentView& view, Findings& findings) {
  const Variant& variant = view.scenario.variants[view.variant];
  const JourneyGraph graph = journey_graph(view);
  const std::vector<bool> reached = reachable(graph, variant.start);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i]) findings.reached[i] = true;
  }
  for (Steps& trap : timeless_traps(graph, variant, reached)) {
    findings.traps[std::move(trap)].push_back(view.segment);
  }
  const auto may_pass_none = [&](std::uint32_t step, const GraphWay& edge) {
    return reached[step] && edge.passing != Passing::some;
  };
  for (Steps& loop : cycles(graph, may_pass_none))
    findings.perhaps_timeless[std::move(loop)] = true;
}

bool overlaps(const Steps& a, const Steps& b) {
  return std::any_of(a.begin(), a.end(), [&](std::uint32_t step) {
    return std::binary_search(b.begin(), b.end(), step);
  });
}

void report_loops(const Scenario& scenario, const Variant& variant, const Findings& findings,
                  std::vector<Problem>& problems) {
  for (const auto& [steps, segments] : findings.traps) {
    problems.push_back(
        {.place = place_of(steps, variant),
         .found = fmt::format("customers can go round for ever without time passing in {}{}",
                              quote_steps(steps, scenario.names.steps),
                              describe_segments(segments, scenario)),
         .expected = "a wait, or a chance, a race or a changing condition that leads out",
         .nearest = {}});
  }
  for (const auto& entry : findings.perhaps_timeless) {
    const bool told =
        std::any_of(findings.traps.begin(), findings.traps.end(),
                    [&](const auto& trap) { return overlaps(trap.first, entry.first); });
    if (told) continue;
    problems.push_back({.severity = Severity::warning,
                        .place = place_of(entry.first, variant),
                        .found = fmt::format("the loop {} can pass no time",
                                             quote_steps(entry.first, scenario.names.steps)),
                        .expected = {},
                        .nearest = {}});
  }
}

void report_unreachable(const Scenario& scenario, const Variant& variant,
                        const std::vector<bool>& reached, std::vector<Problem>& problems) {
  for (const std::uint32_t step : variant.step_order) {
    if (reached[step]) continue;
    problems.push_back(
        {.severity = Severity::warning,
         .place = variant.steps[step].place,
         .found = fmt::format("nobody can reach the step '{}'", scenario.names.steps[step]),
         .expected = {},
         .nearest = {}});
  }
}

}  // namespace

void check_loops(const Scenario& scenario, std::size_t variant, std::vector<Problem>& problems) {
  const Variant& treatment = scenario.variants[variant];
  Findings findings;
  findings.reached.assign(treatment.steps.size(), false);
  for (std::uint32_t segment = 0; segment < scenario.segments.size(); ++segment) {
    look_at_segment({scenario, variant, segment}, findings);
  }
  report_loops(scenario, treatment, findings, problems);
  report_unreachable(scenario, treatment, findings.reached, problems);
}

}  // namespace journeylab
