// What the map shows of one variant, or of the difference between one and control: the figures of
// every step and flow, from which widths, colours and words follow.
import {dropOff, isLoss, journeyOf, lost, waiting, won, type Journey, type Step} from "./journey";
import type {Model} from "./model";
import {count, decimal, isNumber, percent} from "./number_text";

export interface View {
  id: string;
  label: string;
  variant: string;
  /** what is taken away in a view of differences */
  against: string | null;
}

export interface Atlas {
  model: Model;
  customers: number;
  journeys: Map<string, Journey>;
  phases: string[];
  /** in the order of the scenario */
  steps: string[];
}

export function atlasOf(model: Model): Atlas | null {
  const {scenario, customers} = model.answer;
  if (!scenario || !customers || model.runs.size === 0) return null;
  const journeys = new Map(
    model.variants.map((variant) => [variant, journeyOf(scenario, variant, model.runs.get(variant))]),
  );
  const all = [...journeys.values()];
  const steps = [...new Set(all.flatMap((journey) => [...journey.steps.keys()]))];
  if (steps.length === 0) return null;
  const longest = all.reduce(
    (best, journey) => (journey.phases.length > best.length ? journey.phases : best),
    [] as string[],
  );
  const phases = [...new Set([...longest, ...all.flatMap((journey) => journey.phases)])];
  return {model, customers, journeys, phases, steps};
}

export function viewsOf(model: Model): View[] {
  const plain = model.variants.map((variant, index) => ({
    id: `variant-${index}`,
    label: variant,
    variant,
    against: null,
  }));
  const differences = model.variants
    .filter((variant) => variant !== model.control && model.runs.has(model.control))
    .map((variant, index) => ({
      id: `difference-${index}`,
      label: `${variant} against ${model.control}`,
      variant,
      against: model.control,
    }));
  return [...plain, ...differences];
}

export const stepIn = (atlas: Atlas, variant: string | null, step: string): Step | undefined =>
  variant === null ? undefined : atlas.journeys.get(variant)?.steps.get(step);

/** How often customers passed from one step to another. */
export function passages(step: Step | undefined, to: string): number {
  return (step?.ways ?? []).filter((way) => way.to === to).reduce((sum, way) => sum + way.completed, 0);
}

/** The figure that a card shows large, and what it is said to be. */
export function reach(atlas: Atlas, view: View, step: string): {value: number; text: string} {
  const here = (stepIn(atlas, view.variant, step)?.flow.customers ?? 0) / atlas.customers;
  if (view.against === null) return {value: here, text: percent(here)};
  const value = here - (stepIn(atlas, view.against, step)?.flow.customers ?? 0) / atlas.customers;
  return {value, text: `${decimal(value * 100, Math.abs(value) < 0.001 && value !== 0 ? 3 : 2, true)} pts`};
}

export function loss(atlas: Atlas, view: View, step: string): {value: number; text: string} {
  const here = stepIn(atlas, view.variant, step),
    there = stepIn(atlas, view.against, step);
  const value = here ? dropOff(here) : 0;
  if (view.against === null) return {value, text: percent(value, value > 0 && value < 0.1 ? 1 : 0)};
  const change = value - (there ? dropOff(there) : 0);
  return {value: change, text: decimal(change * 100, 1, true)};
}

export interface Fact {
  term: string;
  value: string;
}

export function money(x: number | null | undefined): string {
  return isNumber(x) ? decimal(x, Math.abs(x) >= 1000 || x === 0 ? 0 : Math.abs(x) >= 1 ? 2 : 3) : count(x);
}

/** All figures of a step, as the panel beside the map tells them. */
export function factsOf(atlas: Atlas, variant: string, name: string): Fact[] {
  const step = stepIn(atlas, variant, name);
  if (!step) return [{term: variant, value: "has no such step"}];
  const {flow} = step;
  const unit = atlas.model.timeUnit;
  const facts: (Fact | null)[] = [
    {
      term: "Customers",
      value: `${count(flow.customers)} (${percent(flow.customers / atlas.customers)} of all)`,
    },
    {term: "Visits", value: count(flow.visits)},
    {
      term: "Drop-off",
      value: `${percent(dropOff(step))} of visits end here without a goal (${count(lost(step))})`,
    },
    won(step) > 0 ? {term: "End with a goal", value: count(won(step))} : null,
    waiting(step) > 0
      ? {term: "At the horizon's end", value: `${count(waiting(step))} visits are still here`}
      : null,
    {
      term: "Entered on average",
      value:
        flow.mean_entry_time === 0
          ? "at the start"
          : isNumber(flow.mean_entry_time)
            ? `after ${decimal(flow.mean_entry_time, 1)} ${unit}s`
            : "never",
    },
    isNumber(flow.mean_time)
      ? {term: "Mean time in step", value: `${decimal(flow.mean_time, 2)} ${unit}s`}
      : step.wait
        ? {term: "Wait, as written", value: step.wait}
        : null,
    {
      term: "Cost",
      value: `${money(flow.cost)} (${money(flow.visits ? (flow.cost ?? 0) / flow.visits : 0)} a visit)`,
    },
    {
      term: "Revenue",
      value: `${money(flow.revenue)} (${money(flow.visits ? (flow.revenue ?? 0) / flow.visits : 0)} a visit)`,
    },
  ];
  return facts.filter((fact): fact is Fact => fact !== null);
}

export interface WayFact {
  name: string;
  target: string;
  text: string;
  loss: boolean;
}

export function waysOf(atlas: Atlas, variant: string, name: string): WayFact[] {
  const step = stepIn(atlas, variant, name);
  return (step?.ways ?? []).map((way) => ({
    name: way.name || "goes on",
    target: way.to ?? way.end ?? "",
    text: `${count(way.count)} (${percent(step && step.flow.visits ? way.count / step.flow.visits : 0)})`,
    loss: step ? isLoss(step, way) : false,
  }));
}

/** What a screen reader says of a step. */
export function spoken(atlas: Atlas, view: View, name: string): string {
  const step = stepIn(atlas, view.variant, name) ?? stepIn(atlas, view.against, name);
  const where = step?.touchpoint ? `, at ${step.touchpoint}` : "";
  return view.against === null
    ? `${name}${where}, phase ${step?.phase ?? ""}: ${reach(atlas, view, name).text} of customers, drop-off ${loss(atlas, view, name).text}`
    : `${name}${where}: ${reach(atlas, view, name).text} of customers against ${view.against}, drop-off ${loss(atlas, view, name).text} points`;
}
