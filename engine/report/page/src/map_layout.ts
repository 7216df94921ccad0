// Where steps and flows stand on the map. dagre orders the steps of a column, places them and routes
// the flows around them; what is ours is that a phase is a band of columns. So columns are chosen
// here, and dagre is given every flow with exactly the length that it has between them.
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

interface Edge {
  from: string;
  to: string;
  back: boolean;
}

/** Every pair of steps that some variant connects, and which of them run backwards: to an earlier
 *  phase, or, by a search inside the phase, to a step on the way to where they come from. The others
 *  make no cycle, and a backward one turned around makes none with them. */
function edgesOf(journeys: Journey[], phaseOf: Map<string, number>): Edge[] {
  const next = new Map<string, Set<string>>();
  for (const journey of journeys)
    for (const step of journey.steps.values())
      for (const way of step.ways) {
        if (way.to && phaseOf.has(way.to))
          next.set(step.name, (next.get(step.name) ?? new Set()).add(way.to));
      }
  const state = new Map<string, "inside" | "done">();
  const edges: Edge[] = [];
  const enter = (step: string) => {
    state.set(step, "inside");
    return {step, rest: [...(next.get(step) ?? [])]};
  };
  const visit = (start: string) => {
    // A stack of our own: a journey may be long.
    const stack = [enter(start)];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const to = top.rest.shift();
      if (to === undefined) {
        state.set(top.step, "done");
        stack.pop();
        continue;
      }
      const phases = (phaseOf.get(to) as number) - (phaseOf.get(top.step) as number);
      edges.push({
        from: top.step,
        to,
        back: phases < 0 || (phases === 0 && to !== top.step && state.get(to) === "inside"),
      });
      if (phases === 0 && !state.has(to)) stack.push(enter(to));
    }
  };
  for (const step of [...journeys.map((journey) => journey.start), ...phaseOf.keys()])
    if (phaseOf.has(step) && !state.has(step)) visit(step);
  return edges;
}

function newGraph(): Graph {
  const graph = new Graph({multigraph: true});
  graph.setGraph({
    rankdir: "LR",
    nodesep: 34,
    ranksep: 74,
    edgesep: 18,
    marginx: 8,
    marginy: 8,
    ranker: "tight-tree",
  } as never);
  graph.setDefaultEdgeLabel(() => ({}));
  return graph;
}

/** The column of each step: as early as what leads to it and its phase allow. */
function columns(edges: Edge[], phaseOf: Map<string, number>, phases: number): Map<string, number> {
  const column = new Map<string, number>();
  let first = 0;
  for (let phase = 0; phase < phases; ++phase) {
    const members = [...phaseOf].filter(([, own]) => own === phase).map(([step]) => step);
    for (const step of members) column.set(step, first);
    const inside = edges.filter(
      (edge) =>
        !edge.back &&
        edge.from !== edge.to &&
        phaseOf.get(edge.from) === phase &&
        phaseOf.get(edge.to) === phase,
    );
    // No cycle is left, so each round fixes at least one column more.
    for (let changed = true; changed; ) {
      changed = false;
      for (const {from, to} of inside) {
        const least = (column.get(from) as number) + 1;
        if ((column.get(to) as number) >= least) continue;
        column.set(to, least);
        changed = true;
      }
    }
    if (members.length > 0) first = Math.max(...members.map((step) => column.get(step) as number)) + 1;
  }
  return column;
}

/** The drawing: `phases` in their order, each a band of columns. */
export function layoutOf(journeys: Journey[], phases: string[], sizes: Sizes): Layout {
  const phaseOf = new Map<string, number>();
  for (const journey of journeys)
    for (const step of journey.steps.values())
      phaseOf.set(step.name, Math.max(0, phases.indexOf(step.phase)));
  const starts = [...new Set(journeys.map((journey) => journey.start))].filter((start) => phaseOf.has(start));
  const edges = edgesOf(journeys, phaseOf);
  const column = columns(edges, phaseOf, phases.length);
  const graph = newGraph();
  graph.setNode(root, {width: 1, height: 1});
  for (const step of phaseOf.keys()) graph.setNode(step, {width: sizes.width, height: sizes.height(step)});
  const joined = new Map([...phaseOf.keys()].map((step) => [step, step]));
  const group = (step: string): string =>
    joined.get(step) === step ? step : group(joined.get(step) as string);
  for (const {from, to, back} of edges) {
    if (from === to) continue;
    const length = Math.abs((column.get(to) as number) - (column.get(from) as number));
    graph.setEdge(
      back ? to : from,
      back ? from : to,
      {minlen: length, weight: back ? 1 : 4},
      `${from}\u0000${to}`,
    );
    joined.set(group(from), group(to));
  }
  // One line from the root holds a connected part in its columns.
  const held = new Set<string>();
  for (const step of [...starts, ...phaseOf.keys()]) {
    if (held.has(group(step))) continue;
    held.add(group(step));
    graph.setEdge(root, step, {minlen: (column.get(step) as number) + 1, weight: 1}, "root");
  }
  return read(graph, edges, phaseOf, phases, sizes);
}

function read(
  graph: Graph,
  edges: Edge[],
  phaseOf: Map<string, number>,
  phases: string[],
  sizes: Sizes,
): Layout {
  arrange(graph as never);
  const steps = new Map<string, Place>();
  const left = Math.min(
    ...[...phaseOf.keys()].map((step) => (graph.node(step) as unknown as Place).x - sizes.width / 2),
  );
  const top = Math.min(
    ...[...phaseOf.keys()].map((step) => (graph.node(step) as unknown as Place).y - sizes.height(step) / 2),
  );
  const shiftX = 74 - left,
    shiftY = 76 - top;
  for (const step of phaseOf.keys()) {
    const node = graph.node(step) as unknown as Place;
    steps.set(step, {x: node.x + shiftX, y: node.y + shiftY, width: sizes.width, height: sizes.height(step)});
  }
  const flows = edges.map((edge): Flow => {
    const id = `${edge.from}\u0000${edge.to}`;
    const found =
      edge.from === edge.to
        ? undefined
        : (graph.edge(edge.back ? edge.to : edge.from, edge.back ? edge.from : edge.to, id) as unknown as
            | {points: {x: number; y: number}[]}
            | undefined);
    const points = (found?.points ?? [])
      .slice(1, -1)
      .map((point) => ({x: point.x + shiftX, y: point.y + shiftY}));
    return {id, from: edge.from, to: edge.to, back: edge.back, points: edge.back ? points.reverse() : points};
  });
  const bands = phases.flatMap((name, index) => {
    const mine = [...steps].filter(([step]) => phaseOf.get(step) === index).map(([, place]) => place);
    return mine.length === 0
      ? []
      : [
          {
            name,
            from: Math.min(...mine.map((place) => place.x)) - sizes.width / 2,
            to: Math.max(...mine.map((place) => place.x)) + sizes.width / 2,
          },
        ];
  });
  const right = Math.max(...[...steps.values()].map((place) => place.x + place.width / 2));
  const bottom = Math.max(
    ...[...steps.values()].map((place) => place.y + place.height / 2),
    ...flows.flatMap((flow) => flow.points.map((point) => point.y)),
  );
  return {width: right + 78, height: bottom + 34, steps, flows, phases: bands};
}
