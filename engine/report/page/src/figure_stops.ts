// On which days simulated tests stop: a histogram for each plan, with the effect upwards and without
// any downwards.
import * as Plot from "@observablehq/plot";
import {shorten} from "./dom";
import {figure} from "./figure";
import {lookAt} from "./model";
import {count, percent} from "./number_text";
import {numberCell, textCell, type Table} from "./table";
import {worlds, type SimulatedPlan, type World} from "./test_plans";

export interface Bar {
  plan: SimulatedPlan;
  world: World;
  from: number;
  to: number;
  tests: number;
  share: number;
}

const mostBars = 12;

/** Looks next to each other share a bar where a plan has many; its last look, where all that is left
 * ends, stands by itself. */
export function barsOf(plan: SimulatedPlan, world: World): Bar[] {
  const days = plan.looks.map((look) => look.day);
  const each = Math.ceil(days.length / mostBars);
  const groups: number[][] = [];
  for (let at = 0; at < days.length - 1; at += each)
    groups.push(days.slice(at, Math.min(at + each, days.length - 1)));
  groups.push(days.slice(-1));
  const stops = plan[world.key].stops ?? [];
  const all = stops.reduce((sum, stop) => sum + stop.tests, 0);
  return groups.flatMap((group) => {
    const from = group[0],
      to = group.at(-1);
    if (from === undefined || to === undefined) return [];
    const tests = stops
      .filter((stop) => from <= stop.day && stop.day <= to)
      .reduce((sum, stop) => sum + stop.tests, 0);
    return [{plan, world, from, to, tests, share: all > 0 ? tests / all : 0}];
  });
}

const dayText = (bar: Bar): string =>
  bar.from === bar.to ? `day ${count(bar.from)}` : `days ${count(bar.from)} to ${count(bar.to)}`;
const barText = (bar: Bar): string =>
  `${bar.plan.name}, ${bar.world.label}, ${dayText(bar)}: ${percent(bar.share)} of tests`;

function stopsTable(plans: SimulatedPlan[], replicates: number): Table {
  return {
    caption: "Days on which tests stop",
    columns: [
      {title: "plan"},
      {title: "world"},
      {title: "day", numeric: true},
      {title: "tests", numeric: true},
      {title: "share", numeric: true},
    ],
    rows: plans.flatMap((plan) =>
      worlds.flatMap((world) =>
        (plan[world.key].stops ?? []).map((stop) => [
          textCell(plan.name),
          textCell(world.label),
          numberCell(stop.day, count(stop.day)),
          numberCell(stop.tests, count(stop.tests)),
          numberCell(stop.tests / replicates, percent(stop.tests / replicates)),
        ]),
      ),
    ),
  };
}

function drawStops(plans: SimulatedPlan[], bars: Bar[], width: number): Element {
  const last = Math.max(...plans.map((plan) => plan.last_day));
  const halfOf = (bar: Bar): number => {
    const days = bar.plan.looks.map((look) => look.day);
    const gaps = days.slice(1).map((day, at) => day - (days[at] ?? 0));
    return Math.min(0.42 * Math.min(...gaps, last), 0.02 * last);
  };
  const way = (bar: Bar) => (bar.world.key === "effect" ? 1 : -1);
  return Plot.plot({
    width,
    height: plans.length * 170 + 50,
    marginLeft: 56,
    marginRight: 16,
    marginBottom: 40,
    className: "plot",
    fy: {domain: plans.map((plan) => plan.index), axis: null, padding: 0.12},
    x: {
      label: "day on which the test stops",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0, last * 1.04],
      tickFormat: (x: number) => count(x),
    },
    y: {
      domain: [-1.12, 1.12],
      label: null,
      ticks: [-1, -0.5, 0, 0.5, 1],
      tickFormat: (y: number) => percent(Math.abs(y), 0),
      grid: true,
    },
    marks: [
      Plot.rect(
        bars.filter((bar) => bar.tests > 0),
        {
          fy: (bar) => bar.plan.index,
          x1: (bar) => bar.from - halfOf(bar),
          x2: (bar) => bar.to + halfOf(bar),
          y1: () => 0,
          y2: (bar) => way(bar) * bar.share,
          fill: (bar) => lookAt(bar.plan.index).css,
          fillOpacity: (bar) => (way(bar) > 0 ? 0.9 : 0.35),
          stroke: (bar) => lookAt(bar.plan.index).css,
          className: "marks",
          title: barText,
        } as Plot.RectOptions,
      ),
      Plot.text(
        bars.filter((bar) => bar.share >= 0.005),
        {
          fy: (bar) => bar.plan.index,
          x: (bar) => (bar.from + bar.to) / 2,
          y: (bar) => way(bar) * (bar.share + 0.09),
          text: (bar) => percent(bar.share, 0),
          fontSize: width < 560 ? 9 : 11.5,
          fill: "var(--ink)",
        },
      ),
      Plot.ruleY([0], {stroke: "var(--ink)"}),
      Plot.text(plans, {
        fy: "index",
        frameAnchor: "top-left",
        dx: 6,
        dy: 2,
        text: (plan) => `${shorten(plan.name, 28)}, with the effect ↑`,
        fontSize: 12.5,
        fill: "var(--ink)",
      }),
      Plot.text(plans, {
        fy: "index",
        frameAnchor: "bottom-left",
        dx: 6,
        dy: -2,
        text: () => "without any effect ↓",
        fontSize: 12.5,
        fill: "var(--muted)",
      }),
    ],
  } as Plot.PlotOptions);
}

/** Nothing for an answer of a version that did not count the days. */
export function stopsFigure(plans: SimulatedPlan[], replicates: number): HTMLElement | null {
  const bars = plans.flatMap((plan) => worlds.flatMap((world) => barsOf(plan, world)));
  if (!bars.some((bar) => bar.tests > 0)) return null;
  return figure({
    id: "stop-days",
    title: "On which days tests stop",
    lead: "Shares of the simulated tests by the day on which they stop: upwards with the effect, downwards without any. On its last day a plan ends whether it has found something or not.",
    summary: `Days on which tests stop: ${bars
      .filter((bar) => bar.tests > 0)
      .map(barText)
      .join("; ")}`,
    draw: (width) => drawStops(plans, bars, width),
    caption: `Shares of ${count(replicates)} simulated tests of each plan in each world; a bar of a plan with many looks holds several, the table every day.`,
    tables: [stopsTable(plans, replicates)],
  }).element;
}
