// The action tree of a variant, from the scenario as its author wrote it and the flow that a run
// counted in it.
import type {Json, JsonObject, ScenarioFacts, StepFlow, VariantRun} from "./answer_types";

export interface Way {
  name: string;
  /** the step that it leads to, or the status that it ends with */
  to: string | null;
  end: string | null;
  goals: string[];
  after: string | null;
  /** how often it was taken, and how often its time passed within the horizon */
  count: number;
  completed: number;
}

export interface Step {
  name: string;
  phase: string;
  touchpoint: string | null;
  channel: string | null;
  owner: string | null;
  purpose: string | null;
  description: string | null;
  wait: string | null;
  goals: string[];
  ways: Way[];
  flow: StepFlow;
}

export interface Journey {
  start: string;
  phases: string[];
  steps: Map<string, Step>;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectAt = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const textOf = (value: Json | undefined): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;
const listOf = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).flatMap(
    (item) => textOf(item) ?? [],
  );

/** RFC 7396, which is what a variant is to its scenario. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = {...objectAt(target)};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else
      Object.defineProperty(merged, key, {
        value: mergePatch(merged[key], value),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return merged;
}

/** The scenario's document with a variant's patch in it. */
export function patched(document: JsonObject, variant: string): JsonObject {
  const patch = objectAt(objectAt(document.variants)[variant]);
  const base = {...document, start: document.start ?? Object.keys(objectAt(document.journey))[0] ?? ""};
  return objectAt(mergePatch(base, patch));
}

interface WrittenWay {
  name: string;
  written: JsonObject;
}

function waysOf(step: JsonObject): WrittenWay[] {
  for (const key of ["outcomes", "race", "split"]) {
    if (isObject(step[key]))
      return Object.entries(step[key] as JsonObject).map(([name, written]) => ({
        name,
        written: objectAt(written),
      }));
  }
  const {branch} = step;
  if (Array.isArray(branch))
    return branch.map((written, index) => ({
      name: textOf(objectAt(written).name) ?? `way ${index + 1}`,
      written: objectAt(written),
    }));
  return [];
}

const nothing: StepFlow = {visits: 0, customers: 0, mean_entry_time: null, revenue: 0, cost: 0, outcomes: {}};

function wayOf({name, written}: WrittenWay, index: number, step: JsonObject, flow: StepFlow): Way {
  // Names that an author leaves out are the program's own; the order is the same.
  const counted = flow.outcomes[name] ?? Object.values(flow.outcomes)[index];
  const own = written.go !== undefined || written.end !== undefined ? written : step;
  return {
    name,
    to: textOf(own.go),
    end: textOf(own.end),
    goals: listOf(written.goal),
    after: textOf(written.after) ?? textOf(written.in),
    count: counted?.count ?? 0,
    completed: counted?.completed ?? 0,
  };
}

function stepOf(name: string, step: JsonObject, document: JsonObject, run: VariantRun | undefined): Step {
  const touchpoint = textOf(step.at);
  const inventory = objectAt(objectAt(document.touchpoints)[touchpoint ?? ""]);
  const flow = run?.steps[name] ?? nothing;
  return {
    name,
    phase: textOf(step.phase) ?? "",
    touchpoint,
    channel: textOf(inventory.channel),
    owner: textOf(inventory.owner),
    purpose: textOf(inventory.purpose),
    description: textOf(step.description),
    wait: textOf(step.wait),
    goals: listOf(step.goal),
    ways: waysOf(step).map((way, index) => wayOf(way, index, step, flow)),
    flow,
  };
}

/** A step without a choice has one way on, which answers do not count: what arrives at its target
 *  and comes by no counted way. With several such steps before one target all that entered is taken. */
function addPlainWays(journey: Journey, written: JsonObject): void {
  const plain = [...journey.steps.values()].filter((step) => step.ways.length === 0);
  for (const step of plain) {
    const source = objectAt(written[step.name]);
    step.ways = [
      {
        name: "",
        to: textOf(source.go),
        end: textOf(source.end),
        goals: [],
        after: null,
        count: step.flow.visits,
        completed: step.flow.visits,
      },
    ];
  }
  for (const target of journey.steps.values()) {
    const into = plain.filter((step) => step.ways[0]?.to === target.name);
    if (into.length !== 1) continue;
    const way = into[0]!.ways[0]!;
    const counted = [...journey.steps.values()]
      .flatMap((step) => step.ways)
      .filter((other) => other !== way && other.to === target.name)
      .reduce((sum, other) => sum + other.completed, 0);
    const entered =
      target.name === journey.start ? (journey.steps.get(journey.start)?.flow.customers ?? 0) : 0;
    way.completed = Math.max(0, Math.min(way.count, target.flow.visits - counted - entered));
  }
}

const usual = ["awareness", "consideration", "conversion", "retention", "advocacy"];

/** Steps reached from `from`, not going on through steps for which `stops` holds. */
function reachable(journey: Journey, from: string[], stops: (step: Step) => boolean): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  while (open.length > 0) {
    const name = open.pop() as string;
    const step = journey.steps.get(name);
    if (!step || seen.has(name)) continue;
    seen.add(name);
    if (!stops(step)) for (const way of step.ways) if (way.to && way.goals.length === 0) open.push(way.to);
  }
  return seen;
}

/** The author's phases; a step without one is in the phase of the step before it. Where no step has one:
 *  what can happen before any goal is reached, and what comes after. */
function addPhases(journey: Journey): void {
  const steps = [...journey.steps.values()];
  if (steps.every((step) => step.phase === "")) {
    const before = reachable(journey, [journey.start], (step) => step.goals.length > 0);
    for (const step of steps) step.phase = before.has(step.name) ? "up to a goal" : "after a goal";
    if (steps.every((step) => step.phase === "up to a goal"))
      for (const step of steps) step.phase = "journey";
  }
  for (let round = 0; round < steps.length; ++round) {
    for (const step of steps)
      for (const way of step.ways) {
        const next = way.to ? journey.steps.get(way.to) : undefined;
        if (next && next.phase === "") next.phase = step.phase;
      }
  }
  const first = steps.find((step) => step.phase !== "")?.phase ?? "journey";
  for (const step of steps) if (step.phase === "") step.phase = first;
  const used = [...new Set(steps.map((step) => step.phase))];
  journey.phases = used.every((phase) => usual.includes(phase))
    ? usual.filter((phase) => used.includes(phase))
    : used;
}

export function journeyOf(scenario: ScenarioFacts, variant: string, run: VariantRun | undefined): Journey {
  const document = patched(scenario.document, variant);
  const written = objectAt(document.journey);
  const journey: Journey = {start: textOf(document.start) ?? "", phases: [], steps: new Map()};
  for (const [name, step] of Object.entries(written))
    journey.steps.set(name, stepOf(name, objectAt(step), document, run));
  addPlainWays(journey, written);
  addPhases(journey);
  return journey;
}

// ---- Who is lost where ----

/** Whether a way ends the journey without a goal of its own. */
export const isLoss = (step: Step, way: Way): boolean =>
  way.end !== null && way.goals.length === 0 && !(way.name === "" && step.goals.length > 0);

/** Visits that end in this step by a way that reaches no goal. */
export const lost = (step: Step): number =>
  step.ways.filter((way) => isLoss(step, way)).reduce((sum, way) => sum + way.completed, 0);

/** Visits that end in this step with a goal. */
export const won = (step: Step): number =>
  step.ways
    .filter((way) => way.end !== null && !isLoss(step, way))
    .reduce((sum, way) => sum + way.completed, 0);

/** Visits that the end of the horizon finds here. */
export const waiting = (step: Step): number =>
  Math.max(0, step.flow.visits - step.ways.reduce((sum, way) => sum + way.completed, 0));

export const dropOff = (step: Step): number => (step.flow.visits > 0 ? lost(step) / step.flow.visits : 0);
