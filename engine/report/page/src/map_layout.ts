// Where steps and flows stand on the map. dagre ranks, orders and routes; what is ours is that a phase
// is a band of columns. It takes two passes: the first ranks with a border before each phase, which
// all its steps must follow and all steps of the next must not; the second, without borders, gives
// every flow exactly the length that it has then, so the ranks stay and the borders take no room.
import {Graph, layout as arrange} from "@dagrejs/dagre";
import type {Journey} from "./journey";

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Flow {
  id: string;
  from: string;
  to: string;
  /** against the direction of reading: a loop */
  back: boolean;
  /** of the middle, in the direction of the flow */
  points: {x: number; y: number}[];
}

export interface Layout {
  width: number;
  height: number;
  steps: Map<string, Place>;
  flows: Flow[];
  phases: {name: string; from: number; to: number}[];
}

export interface Sizes {
  width: number;
  height(step: string): number;
}

const root = "\u0000start";
const border = (index: number) => `\u0000phase ${index}`;

interface Edge {
  from: string;
  to: string;
  back: boolean;
}

/** Every pair of steps that some variant connects, and which of them run backwards: to an earlier
 *  phase, or to a step that the search from the start is still inside of. */
function edgesOf(journeys: Journey[], phaseOf: Map<string, number>): Edge[] {
  const next = new Map<string, Set<string>>();
  for (const journey of journeys) for (const step of journey.steps.values()) for (const way of step.ways) {
    if (way.to && phaseOf.has(way.to)) next.set(step.name, (next.get(step.name) ?? new Set()).add(way.to));
  }
  const later = (from: string, to: string) => (phaseOf.get(to) as number) < (phaseOf.get(from) as number);
  const state = new Map<string, "inside" | "done">();
  const edges: Edge[] = [];
  const visit = (start: string) => {
    // A stack of our own: a journey may be long.
    const stack = [{step: start, rest: [...(next.get(start) ?? [])]}];
    state.set(start, "inside");
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const to = top.rest.shift();
      if (to === undefined) {
        state.set(top.step, "done");
        stack.pop();
        continue;
      }
      const back = later(top.step, to) || (phaseOf.get(to) === phaseOf.get(top.step) && state.get(to) === "inside");
      edges.push({from: top.step, to, back});
      if (!state.has(to)) {
        state.set(to, "inside");
        stack.push({step: to, rest: [...(next.get(to) ?? [])]});
      }
    }
  };
  for (const journey of journeys) if (phaseOf.has(journey.start) && !state.has(journey.start)) visit(journey.start);
  for (const step of phaseOf.keys()) if (!state.has(step)) visit(step);
  return breakCycles(edges);
}

/** A cycle that leaves a phase and comes back has an edge to an earlier phase, and one inside a phase
 *  was seen by the search unless it runs through another phase: what is left is turned around here. */
function breakCycles(edges: Edge[]): Edge[] {
  const graph = () => {
    const out = new Map<string, Edge[]>();
    for (const edge of edges) if (!edge.back && edge.from !== edge.to) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
    return out;
  };
  for (let round = 0; round < edges.length; ++round) {
    const out = graph();
    const state = new Map<string, number>();
    let found: Edge | undefined;
    const walk = (step: string): void => {
      state.set(step, 1);
      for (const edge of out.get(step) ?? []) {
        if (found) return;
        if (state.get(edge.to) === 1) found = edge;
        else if (!state.has(edge.to)) walk(edge.to);
      }
      state.set(step, 2);
    };
    for (const step of out.keys()) if (!state.has(step) && !found) walk(step);
    if (!found) break;
    found.back = true;
  }
  return edges;
}

function newGraph(): Graph {
  const graph = new Graph({multigraph: true});
  graph.setGraph({rankdir: "LR", nodesep: 34, ranksep: 96, edgesep: 18, marginx: 8, marginy: 8, ranker: "network-simplex"} as never);
  graph.setDefaultEdgeLabel(() => ({}));
  return graph;
}

/** The column of each step, by the first pass. */
function columns(edges: Edge[], starts: string[], phaseOf: Map<string, number>, phases: number): Map<string, number> {
  const graph = newGraph();
  const add = (from: string, to: string, minlen: number, weight: number, label: string) => graph.setEdge(from, to, {minlen, weight}, label);
  const node = (id: string) => graph.setNode(id, {width: 1, height: 1});
  node(root);
  for (let index = 0; index <= phases; ++index) node(border(index));
  add(root, border(0), 1, 0.01, "border");
  for (let index = 0; index < phases; ++index) add(border(index), border(index + 1), 1, 0.01, "border");
  for (const [step, phase] of phaseOf) {
    node(step);
    add(border(phase), step, 1, 0.01, "after");
    add(step, border(phase + 1), 1, 0.01, "before");
  }
  for (const start of starts) add(root, start, 1, 1, "start");
  for (const {from, to, back} of edges) if (from !== to) add(back ? to : from, back ? from : to, 1, 1, `${from}\u0000${to}`);
  arrange(graph as never);
  const xs = [...new Set([...phaseOf.keys()].map((step) => Math.round((graph.node(step) as unknown as Place).x)))].sort((a, b) => a - b);
  return new Map([...phaseOf.keys()].map((step) => [step, xs.indexOf(Math.round((graph.node(step) as unknown as Place).x))]));
}

/** The drawing: `phases` in their order, each a band of columns. */
export function layoutOf(journeys: Journey[], phases: string[], sizes: Sizes): Layout {
  const phaseOf = new Map<string, number>();
  for (const journey of journeys) for (const step of journey.steps.values()) phaseOf.set(step.name, Math.max(0, phases.indexOf(step.phase)));
  const starts = [...new Set(journeys.map((journey) => journey.start))].filter((start) => phaseOf.has(start));
  const edges = edgesOf(journeys, phaseOf);
  const column = columns(edges, starts, phaseOf, phases.length);
  const graph = newGraph();
  graph.setNode(root, {width: 1, height: 1});
  for (const step of phaseOf.keys()) graph.setNode(step, {width: sizes.width, height: sizes.height(step)});
  const joined = new Map([...phaseOf.keys()].map((step) => [step, step]));
  const group = (step: string): string => (joined.get(step) === step ? step : group(joined.get(step) as string));
  for (const {from, to, back} of edges) {
    if (from === to) continue;
    const length = Math.abs((column.get(to) as number) - (column.get(from) as number));
    graph.setEdge(back ? to : from, back ? from : to, {minlen: length, weight: back ? 0.5 : 2}, `${from}\u0000${to}`);
    joined.set(group(from), group(to));
  }
  // One line from the root holds a connected part in its columns.
  const held = new Set<string>();
  for (const step of [...starts, ...phaseOf.keys()]) {
    if (held.has(group(step))) continue;
    held.add(group(step));
    graph.setEdge(root, step, {minlen: (column.get(step) as number) + 1, weight: 0.1}, "root");
  }
  return read(graph, edges, phaseOf, phases, sizes);
}

function read(graph: Graph, edges: Edge[], phaseOf: Map<string, number>, phases: string[], sizes: Sizes): Layout {
  arrange(graph as never);
  const steps = new Map<string, Place>();
  const left = Math.min(...[...phaseOf.keys()].map((step) => (graph.node(step) as unknown as Place).x - sizes.width / 2));
  const top = Math.min(...[...phaseOf.keys()].map((step) => (graph.node(step) as unknown as Place).y - sizes.height(step) / 2));
  const shiftX = 40 - left, shiftY = 76 - top;
  for (const step of phaseOf.keys()) {
    const node = graph.node(step) as unknown as Place;
    steps.set(step, {x: node.x + shiftX, y: node.y + shiftY, width: sizes.width, height: sizes.height(step)});
  }
  const flows = edges.map((edge): Flow => {
    const id = `${edge.from}\u0000${edge.to}`;
    const found = edge.from === edge.to ? undefined : (graph.edge(edge.back ? edge.to : edge.from, edge.back ? edge.from : edge.to, id) as unknown as {points: {x: number; y: number}[]} | undefined);
    const points = (found?.points ?? []).slice(1, -1).map((point) => ({x: point.x + shiftX, y: point.y + shiftY}));
    return {id, from: edge.from, to: edge.to, back: edge.back, points: edge.back ? points.reverse() : points};
  });
  const bands = phases.flatMap((name, index) => {
    const mine = [...steps].filter(([step]) => phaseOf.get(step) === index).map(([, place]) => place);
    return mine.length === 0 ? [] : [{name, from: Math.min(...mine.map((place) => place.x)) - sizes.width / 2, to: Math.max(...mine.map((place) => place.x)) + sizes.width / 2}];
  });
  const right = Math.max(...[...steps.values()].map((place) => place.x + place.width / 2));
  const bottom = Math.max(...[...steps.values()].map((place) => place.y + place.height / 2), ...flows.flatMap((flow) => flow.points.map((point) => point.y)));
  return {width: right + 90, height: bottom + 40, steps, flows, phases: bands};
}
