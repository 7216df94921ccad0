#include "run/stories.h"

#include "cohort/reference.h"
#include "cohort/sweep.h"
#include "run/run.h"

namespace journeylab {
namespace {

std::string detail_of(const Scenario& scenario, const Variant& variant, const RawEvent& event) {
  const Names& names = scenario.names;
  switch (event.kind) {
    case Event::Kind::contact:
      return names.touchpoints[event.subject];
    case Event::Kind::set:
      return names.state[event.subject];
    case Event::Kind::goal:
      return names.goals[event.subject];
    case Event::Kind::choose:
      return variant.steps[event.step].ways[event.subject].name;
    case Event::Kind::end:
      return event.subject < names.statuses.size() ? names.statuses[event.subject] : "censored";
    default:
      return {};
  }
}

}  // namespace

Event named_event(const Scenario& scenario, std::size_t variant, std::uint64_t customer,
                  std::uint32_t segment, const RawEvent& event) {
  Event named;
  named.kind = event.kind;
  named.customer = customer;
  named.segment = segment;
  named.time = event.clock / scenario.ticks_per_unit();
  named.step = event.step;
  named.detail = detail_of(scenario, scenario.variants[variant], event);
  switch (event.kind) {
    case Event::Kind::wait:
      named.amount = event.amount / scenario.ticks_per_unit();
      break;
    case Event::Kind::set:
    case Event::Kind::revenue:
    case Event::Kind::cost:
      named.amount = event.amount;
      break;
    default:
      break;
  }
  return named;
}

Story trace_customer(const Scenario& scenario, std::size_t variant, std::uint64_t customer,
                     std::uint64_t seed) {
  const JourneyPlan plan = compile(scenario, variant);
  FlowTally flow = empty_tally(tally_shape(scenario, {variant}, false), RetentionTables::without)
                       .variants.front()
                       .flow;
  ReferenceCustomer reference(plan, seed);
  RawEvents events;
  reference.run(customer, flow, &events);
  Story story;
  story.segment = reference.segment();
  for (const ColumnIndex attribute : plan.layout.attributes) {
    story.attributes.push_back(reference.columns()[attribute]);
  }
  for (const RawEvent& event : events) {
    story.events.push_back(named_event(scenario, variant, customer, reference.segment(), event));
  }
  return story;
}

}  // namespace journeylab
