// The first simulated tests one by one: how their z goes from look to look, and where it leaves the
// boundaries.
import * as Plot from "@observablehq/plot";
import {h, shorten} from "./dom";
import {figure} from "./figure";
import {lookAt} from "./model";
import {count, decimal, isNumber} from "./number_text";
import type {FindingName, SamplePath} from "./plan_types";
import {numberCell, textCell, type Table} from "./table";
import {worlds, type SimulatedPlan, type World} from "./test_plans";

interface Point {
  plan: SimulatedPlan;
  test: number;
  day: number;
  z: number;
}

const ends: {finding: FindingName; glyph: string; word: string; symbol: string; css: string}[] = [
  {finding: "better", glyph: "▲", word: "better", symbol: "triangle", css: "var(--good)"},
  {finding: "worse", glyph: "◆", word: "worse", symbol: "diamond2", css: "var(--bad)"},
  {finding: "futile", glyph: "■", word: "stopped as futile", symbol: "square", css: "var(--muted)"},
  {finding: "undecided", glyph: "●", word: "undecided", symbol: "circle", css: "var(--muted)"},
];

const pathsOf = (plan: SimulatedPlan, world: World, variant: string): SamplePath[] =>
  plan[world.key].variants[variant]?.paths ?? [];

function pointsOf(plan: SimulatedPlan, world: World, variant: string): Point[] {
  return pathsOf(plan, world, variant).flatMap((path, test) =>
    path.z.flatMap((z, at) => {
      const day = plan.looks[at]?.day;
      return isNumber(z) && day !== undefined ? [{plan, test, day, z}] : [];
    }),
  );
}

interface Drawn {
  points: Point[];
  tips: (Point & {end: (typeof ends)[number]})[];
  bounds: {plan: SimulatedPlan; side: string; day: number; z: number}[];
}

function drawnOf(plans: SimulatedPlan[], world: World, variant: string): Drawn {
  return {
    points: plans.flatMap((plan) => pointsOf(plan, world, variant)),
    tips: plans.flatMap((plan) => {
      const points = pointsOf(plan, world, variant);
      return pathsOf(plan, world, variant).flatMap((path, test) => {
        const tip = points.filter((point) => point.test === test).at(-1);
        const end = ends.find((each) => each.finding === path.finding);
        return tip && end ? [{...tip, end}] : [];
      });
    }),
    bounds: plans.flatMap((plan) =>
      plan.looks.flatMap((look) =>
        (["upper", "lower"] as const).flatMap((side) => {
          const z = look[side];
          return isNumber(z) ? [{plan, side, day: look.day, z}] : [];
        }),
      ),
    ),
  };
}

function drawPaths(plans: SimulatedPlan[], drawn: Drawn, width: number): Element {
  const tipText = (tip: Drawn["tips"][number]) =>
    `${tip.plan.name}, test ${count(tip.test + 1)}: ${tip.end.word} on day ${count(tip.day)} with z ${decimal(tip.z, 2, true)}`;
  return Plot.plot({
    width,
    height: plans.length * 230 + 50,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 40,
    className: "plot",
    fy: {domain: plans.map((plan) => plan.index), axis: null, padding: 0.14},
    x: {
      label: "day of the look",
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: (x: number) => count(x),
      domain: [0, Math.max(...plans.map((plan) => plan.last_day)) * 1.03],
    },
    y: {
      label: null,
      grid: true,
      ticks: 5,
      tickFormat: (y: number) => decimal(y, 0, true),
    },
    marks: [
      Plot.ruleY([0], {stroke: "var(--ink)"}),
      Plot.line(drawn.points, {
        fy: (point) => point.plan.index,
        z: (point) => `${point.plan.index} ${point.test}`,
        x: "day",
        y: "z",
        stroke: (point) => lookAt(point.plan.index).css,
        strokeWidth: 1.2,
        strokeOpacity: 0.55,
        className: "paths",
      }),
      Plot.line(drawn.bounds, {
        fy: (bound) => bound.plan.index,
        z: (bound) => `${bound.plan.index} ${bound.side}`,
        x: "day",
        y: "z",
        stroke: "var(--ink)",
        strokeWidth: 2,
        marker: "dot",
      }),
      Plot.dot(drawn.tips, {
        fy: (tip) => tip.plan.index,
        x: "day",
        y: "z",
        symbol: (tip: Drawn["tips"][number]) => tip.end.symbol,
        fill: (tip) => tip.end.css,
        stroke: "var(--surface)",
        r: 5,
        className: "marks",
        title: tipText,
      } as Plot.DotOptions),
      Plot.text(plans, {
        fy: "index",
        frameAnchor: "top-left",
        dx: 6,
        dy: -8,
        text: (plan) => shorten(plan.name, 32),
        fontSize: 13,
        fill: "var(--ink)",
      }),
    ],
  } as Plot.PlotOptions);
}

function pathsTable(plans: SimulatedPlan[], world: World, variant: string): Table {
  return {
    caption: `Paths of ${variant} ${world.label}`,
    columns: [
      {title: "plan"},
      {title: "test", numeric: true},
      {title: "day", numeric: true},
      {title: "z", numeric: true},
    ],
    rows: drawnOf(plans, world, variant).points.map((point) => [
      textCell(point.plan.name),
      numberCell(point.test + 1, count(point.test + 1)),
      numberCell(point.day, count(point.day)),
      numberCell(point.z, decimal(point.z, 2, true)),
    ]),
  };
}

function choice<Item>(
  label: string,
  id: string,
  items: readonly Item[],
  text: (item: Item) => string,
  chosen: (item: Item) => void,
): HTMLElement {
  const select = h(
    "select",
    {id, change: () => chosen(items[select.selectedIndex] as Item)},
    ...items.map((item) => h("option", {}, text(item))),
  );
  return h("span", {}, h("label", {for: id}, `${label} `), select);
}

/** Nothing where no plan looks more than once, or the answer has no paths. */
export function pathsFigure(all: SimulatedPlan[]): HTMLElement | null {
  const variants = Object.keys(all[0]?.effect.variants ?? {});
  let variant = variants[0] ?? "";
  let world: World = worlds[0];
  const plans = all.filter(
    (plan) => plan.looks.length > 1 && pathsOf(plan, worlds[0], variant).some((path) => path.z.length > 0),
  );
  if (plans.length === 0) return null;
  const tests = Math.max(...plans.map((plan) => pathsOf(plan, world, variant).length));
  const summary = () =>
    `Paths of ${variant} ${world.label}: ${plans
      .map((plan) => {
        const found = pathsOf(plan, world, variant).map((path) => path.finding);
        return `${plan.name}: ${ends.map(({finding, word}) => `${found.filter((each) => each === finding).length} ${word}`).join(", ")}`;
      })
      .join("; ")}`;
  const again = () => made.redraw([pathsTable(plans, world, variant)], summary());
  const made = figure({
    id: "paths",
    title: "How single tests go",
    lead: `The first ${count(tests)} simulated tests of each plan that looks more than once: each line is the z statistic of one test, upwards in favour of the variant, from its first look to its end. The thick lines are the boundaries, where a plan has any of z.`,
    summary: summary(),
    controls: h(
      "div",
      {class: "controls"},
      choice(
        "Tests",
        "paths-world",
        worlds,
        (each) => each.label,
        (each) => {
          world = each;
          again();
        },
      ),
      variants.length > 1
        ? choice("of", "paths-variant", variants, String, (each) => {
            variant = each;
            again();
          })
        : null,
      h(
        "p",
        {class: "legend"},
        ...ends.map(({glyph, word, css}) =>
          h("span", {class: "key"}, h("span", {"aria-hidden": "true", style: `color:${css}`}, glyph), word),
        ),
      ),
    ),
    draw: (width) => drawPaths(plans, drawnOf(plans, world, variant), width),
    caption:
      "A few tests show the manner and not the shares: those stand above. All plans look at the same simulated customers.",
    tables: [pathsTable(plans, world, variant)],
  });
  return made.element;
}
