// The lines of the map: ribbons that leave a step at its right and reach the next at its left.
import {curveBumpX, line} from "d3-shape";
import type {Flow, Layout, Place} from "./map_layout";

export interface Ribbon {
  flow: Flow;
  width: number;
  path: string;
  /** where a label may stand */
  label: {x: number; y: number};
}

export interface Exit {
  step: string;
  kind: "lost" | "won" | "waiting";
  width: number;
  path: string;
}

interface Port {
  width: number;
  order: number;
  set(y: number): void;
}

/** Gives each port its height on a side of the step, in order, centred. */
function stack(place: Place, ports: Port[]): void {
  const gap = 2;
  const total = ports.reduce((sum, port) => sum + port.width + gap, -gap);
  let y = place.y - total / 2;
  for (const port of ports.sort((a, b) => a.order - b.order)) {
    port.set(y + port.width / 2);
    y += port.width + gap;
  }
}

/** An exit narrows to a point, a little downward: customers trickle away. */
function leak(x: number, y: number, width: number): string {
  const half = Math.max(width, 1.5) / 2,
    end = x + 58,
    tip = y + 10 + half;
  return `M${x},${y - half}C${x + 30},${y - half} ${x + 34},${tip} ${end},${tip}C${x + 24},${tip} ${x + 20},${y + half} ${x},${y + half}Z`;
}

const smooth = line<{x: number; y: number}>(
  (point) => point.x,
  (point) => point.y,
).curve(curveBumpX);

function forwardPath(
  from: {x: number; y: number},
  points: {x: number; y: number}[],
  to: {x: number; y: number},
): string {
  const inner = points.filter((point) => point.x > from.x + 20 && point.x < to.x - 20);
  // A lone point in the middle of two neighbours only bends a line that can be straight.
  return smooth(inner.length === 1 ? [from, to] : [from, ...inner, to]) ?? "";
}

/** A loop: out at the right, below or above the step, back, and in at the left. */
function backPath(
  from: {x: number; y: number},
  to: {x: number; y: number},
  source: Place,
  target: Place,
  points: {x: number; y: number}[],
  width: number,
): string {
  const reach = 26 + width / 2;
  const middle =
    points.length > 0 ? points.reduce((sum, point) => sum + point.y, 0) / points.length : source.y + 1;
  const below = middle >= (source.y + target.y) / 2 - 1;
  const side = (place: Place) =>
    below ? place.y + place.height / 2 + 12 + width / 2 : place.y - place.height / 2 - 12 - width / 2;
  const y1 = side(source),
    y2 = side(target);
  const start = {x: source.x, y: y1},
    end = {x: target.x, y: y2};
  const inner = points
    .filter((point) => point.x < source.x - 20 && point.x > target.x + 20)
    .map((point) => ({
      x: point.x,
      y: below ? Math.max(point.y, Math.min(y1, y2)) : Math.min(point.y, Math.max(y1, y2)),
    }));
  const way = smooth([start, ...(inner.length > 1 ? inner : []), end])?.replace(/^M/, "L") ?? "";
  return `M${from.x},${from.y}C${from.x + reach},${from.y} ${from.x + reach},${y1} ${from.x},${y1}${way}L${target.x - target.width / 2},${y2}C${to.x - reach},${y2} ${to.x - reach},${to.y} ${to.x},${to.y}`;
}

function selfPath(
  from: {x: number; y: number},
  to: {x: number; y: number},
  place: Place,
  width: number,
): string {
  const reach = 22 + width / 2,
    y = place.y - place.height / 2 - 12 - width / 2;
  return `M${from.x},${from.y}C${from.x + reach},${from.y} ${from.x + reach},${y} ${from.x},${y}L${to.x},${y}C${to.x - reach},${y} ${to.x - reach},${to.y} ${to.x},${to.y}`;
}

/** All ribbons and exits of what is shown; `widthOf` a flow, and the exits of a step. */
export function ribbonsOf(
  layout: Layout,
  widthOf: (flow: Flow) => number,
  exitsOf: (step: string) => {kind: Exit["kind"]; width: number}[],
): {ribbons: Ribbon[]; exits: Exit[]} {
  const right = new Map<string, Port[]>(),
    left = new Map<string, Port[]>();
  const add = (side: Map<string, Port[]>, step: string, port: Port) =>
    side.set(step, [...(side.get(step) ?? []), port]);
  const drawn = layout.flows
    .map((flow) => ({flow, width: widthOf(flow), y1: 0, y2: 0}))
    .filter((entry) => entry.width > 0);
  for (const entry of drawn) {
    const {flow} = entry;
    const source = layout.steps.get(flow.from) as Place,
      target = layout.steps.get(flow.to) as Place;
    const self = flow.from === flow.to;
    const loopOrder = self ? -1e6 : 1e6;
    const backOrder = (place: Place) => ((flow.points[0]?.y ?? place.y + 1) >= place.y ? 1e5 : -1e5);
    add(right, flow.from, {
      width: entry.width,
      order: self ? loopOrder : flow.back ? backOrder(source) : (flow.points[0]?.y ?? target.y),
      set: (y) => (entry.y1 = y),
    });
    add(left, flow.to, {
      width: entry.width,
      order: self ? loopOrder : flow.back ? backOrder(target) : (flow.points.at(-1)?.y ?? source.y),
      set: (y) => (entry.y2 = y),
    });
  }
  const exits = [...layout.steps.keys()].flatMap((step) =>
    exitsOf(step)
      .filter((exit) => exit.width > 0)
      .map((exit) => ({step, ...exit, y: 0})),
  );
  exits.forEach((exit, index) =>
    add(right, exit.step, {width: exit.width, order: 2e6 + index, set: (y) => (exit.y = y)}),
  );
  for (const [step, ports] of right) stack(layout.steps.get(step) as Place, ports);
  for (const [step, ports] of left) stack(layout.steps.get(step) as Place, ports);
  return {
    ribbons: drawn.map(({flow, width, y1, y2}) => {
      const source = layout.steps.get(flow.from) as Place,
        target = layout.steps.get(flow.to) as Place;
      const from = {x: source.x + source.width / 2, y: y1},
        to = {x: target.x - target.width / 2, y: y2};
      const path =
        flow.from === flow.to
          ? selfPath(from, to, source, width)
          : flow.back
            ? backPath(from, to, source, target, flow.points, width)
            : forwardPath(from, flow.points, to);
      return {flow, width, path, label: {x: from.x + 10, y: y1}};
    }),
    exits: exits.map(({step, kind, width, y}) => {
      const place = layout.steps.get(step) as Place;
      const x = place.x + place.width / 2;
      return {step, kind, width, path: leak(x, y, width)};
    }),
  };
}
