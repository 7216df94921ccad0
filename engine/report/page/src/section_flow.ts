// Where customers are lost, what the touchpoints do, and where money comes from and goes.
import * as Plot from "@observablehq/plot";
import {h, shorten} from "./dom";
import {figure} from "./figure";
import {revenueFigure} from "./figure_revenue";
import {lost} from "./journey";
import {atlasOf, money, stepIn, type Atlas} from "./map_view";
import {lookOf, type Model} from "./model";
import {axisDigits, count, decimal, isNumber, percent} from "./number_text";
import {variantMark} from "./section_answer";
import {copiedTable, numberCell, textCell, type Cell, type Table} from "./table";

interface Bar {
  step: string;
  variant: string;
  value: number;
  text: string;
}

/** Bars of every variant under each other, a group a step; marks of the axis show `scale` times a value. */
function bars(
  model: Model,
  rows: Bar[],
  steps: string[],
  axis: string,
  format: (x: number, digits: number) => string,
  scale: number,
  width: number,
): Element {
  const variants = model.variants;
  const marginLeft = width < 560 ? 110 : 190;
  const ticks = Math.max(3, Math.floor((width - marginLeft - 92) / 100));
  const values = [0, ...rows.map((row) => row.value)];
  const digits = axisDigits((Math.max(...values) - Math.min(...values)) * scale, ticks);
  const y = (row: Bar) => steps.indexOf(row.step) * (variants.length + 0.8) + variants.indexOf(row.variant);
  const height = steps.length * (variants.length + 0.8) * 16 + 44;
  return Plot.plot({
    width,
    height,
    marginLeft,
    marginRight: 92,
    marginTop: 4,
    marginBottom: 38,
    className: "plot",
    x: {
      label: axis,
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      tickFormat: (x: number) => format(x, digits),
      ticks,
    },
    y: {axis: null, domain: [steps.length * (variants.length + 0.8) - 0.8, -0.6]},
    marks: [
      Plot.rect(rows, {
        x1: 0,
        x2: "value",
        y1: (row: Bar) => y(row) - 0.42,
        y2: (row: Bar) => y(row) + 0.42,
        fill: (row: Bar) => lookOf(model, row.variant).css,
        className: "marks",
        rx: 2,
      }),
      Plot.text(rows, {
        x: (row: Bar) => Math.max(0, row.value),
        y,
        text: (row: Bar) => `${lookOf(model, row.variant).glyph} ${row.text}`,
        textAnchor: "start",
        dx: 6,
        fontSize: 11.5,
        fill: "var(--muted)",
      }),
      Plot.text(steps, {
        frameAnchor: "left",
        y: (step: string) => steps.indexOf(step) * (variants.length + 0.8) + (variants.length - 1) / 2,
        text: (step: string) => shorten(step, width < 560 ? 14 : 26),
        textAnchor: "end",
        dx: -10,
        fontSize: 13,
        fill: "var(--ink)",
      }),
      Plot.ruleX([0], {stroke: "var(--axis)"}),
    ],
  } as Plot.PlotOptions);
}

function lossesFigure(atlas: Atlas): HTMLElement | null {
  const {model} = atlas;
  const all: Bar[] = atlas.steps.flatMap((step) =>
    model.variants.map((variant) => {
      const found = stepIn(atlas, variant, step);
      const value = (found ? lost(found) : 0) / atlas.customers;
      return {step, variant, value, text: percent(value)};
    }),
  );
  const most = (step: string) => Math.max(...all.filter((bar) => bar.step === step).map((bar) => bar.value));
  const ranked = atlas.steps.filter((step) => most(step) > 0).sort((a, b) => most(b) - most(a));
  if (ranked.length === 0) return null;
  const shown = ranked.slice(0, 12);
  const rows = all.filter((bar) => shown.includes(bar.step));
  return figure({
    id: "losses",
    title: "Steps by the customers who leave there",
    lead: `Share of all customers whose journey ends in a step by a way that reaches no goal${ranked.length > shown.length ? `: the first ${shown.length} of ${ranked.length} steps` : ""}.`,
    summary: `Ranked losses: ${rows.map((bar) => `${bar.step}, ${bar.variant}: ${bar.text}`).join("; ")}`,
    controls: h("p", {class: "legend"}, ...model.variants.map((variant) => variantMark(model, variant))),
    draw: (width) => bars(model, rows, shown, "share of all customers", percent, 100, width),
    tables: [
      {
        caption: "Lost in each step",
        columns: [
          {title: "step"},
          {title: "variant"},
          {title: "lost", numeric: true},
          {title: "share of all customers", numeric: true},
          {title: "drop-off of the step", numeric: true},
        ],
        rows: ranked.flatMap((step) =>
          model.variants.flatMap((variant) => {
            const found = stepIn(atlas, variant, step);
            return found
              ? [
                  [
                    textCell(step),
                    textCell(variant),
                    numberCell(lost(found), count(lost(found))),
                    numberCell(lost(found) / atlas.customers, percent(lost(found) / atlas.customers)),
                    numberCell(
                      found.flow.visits ? lost(found) / found.flow.visits : null,
                      percent(found.flow.visits ? lost(found) / found.flow.visits : null),
                    ),
                  ],
                ]
              : [];
          }),
        ),
      },
    ],
  }).element;
}

/** The goal that the primary metric counts, or the first. */
function decidingGoal(model: Model, variant: string): {name: string; customers: number} | null {
  const goals = model.runs.get(variant)?.goals ?? {};
  const metric = model.metrics[0]?.name ?? "";
  const written = (model.answer.scenario?.document.metrics as Record<string, {goal?: unknown}> | undefined)?.[
    metric
  ]?.goal;
  const name = typeof written === "string" && goals[written] ? written : Object.keys(goals)[0];
  return name === undefined ? null : {name, customers: goals[name]!.customers};
}

function touchpointTable(atlas: Atlas): Table | null {
  const {model} = atlas;
  const goal = decidingGoal(model, model.control)?.name ?? "goal";
  const rows: Cell[][] = model.variants.flatMap((variant) =>
    Object.entries(model.runs.get(variant)?.touchpoints ?? {}).map(([touchpoint, facts]) => {
      const here = atlas.steps.flatMap((step) => {
        const found = stepIn(atlas, variant, step);
        return found?.touchpoint === touchpoint ? [found] : [];
      });
      const visits = here.reduce((sum, step) => sum + step.flow.visits, 0);
      const moved = visits - here.reduce((sum, step) => sum + lost(step), 0);
      const reached = decidingGoal(model, variant)?.customers ?? 0;
      const first = here[0];
      return [
        textCell(touchpoint),
        textCell(variant, variantMark(model, variant)),
        textCell(first?.channel ?? ""),
        textCell(first?.owner ?? ""),
        textCell(first?.purpose ?? ""),
        numberCell(facts.visits, count(facts.visits)),
        numberCell(facts.contacts, count(facts.contacts)),
        numberCell(facts.cost, decimal(facts.cost, 0)),
        ...[facts.visits, reached].map((among) => {
          const each = isNumber(facts.cost) && among ? facts.cost / among : null;
          return numberCell(each, money(each));
        }),
        numberCell(visits ? moved / visits : null, percent(visits ? moved / visits : null)),
      ];
    }),
  );
  if (rows.length === 0) return null;
  rows.sort((a, b) => String(a[0]!.raw).localeCompare(String(b[0]!.raw)));
  return {
    caption: "Touchpoints",
    columns: [
      {title: "touchpoint"},
      {title: "variant"},
      {title: "channel"},
      {title: "owner"},
      {title: "purpose"},
      {title: "visits", numeric: true},
      {title: "contacts", numeric: true},
      {title: "cost", numeric: true},
      {title: "cost a visit", numeric: true},
      {title: `cost for each customer with ${goal}`, numeric: true},
      {title: "effectiveness", numeric: true},
    ],
    rows,
  };
}

function moneyFigure(atlas: Atlas): HTMLElement | null {
  const {model} = atlas;
  const all: Bar[] = atlas.steps.flatMap((step) =>
    model.variants.map((variant) => {
      const flow = stepIn(atlas, variant, step)?.flow;
      const value = ((flow?.revenue ?? 0) - (flow?.cost ?? 0)) / atlas.customers;
      return {step, variant, value, text: decimal(value, digits(value), true)};
    }),
  );
  function digits(value: number): number {
    return Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 3;
  }
  const most = (step: string) =>
    Math.max(...all.filter((bar) => bar.step === step).map((bar) => Math.abs(bar.value)));
  const shown = atlas.steps
    .filter((step) => most(step) > 0)
    .sort((a, b) => most(b) - most(a))
    .slice(0, 12);
  if (shown.length === 0) return null;
  const rows = all.filter((bar) => shown.includes(bar.step));
  return figure({
    id: "money",
    title: "Revenue less cost, step by step",
    lead: "Revenue less cost of each step, for each customer who enters the journey.",
    summary: `Revenue less cost a customer: ${rows.map((bar) => `${bar.step}, ${bar.variant}: ${bar.text}`).join("; ")}`,
    controls: h("p", {class: "legend"}, ...model.variants.map((variant) => variantMark(model, variant))),
    draw: (width) => bars(model, rows, shown, "revenue less cost a customer", decimal, 1, width),
    tables: [
      {
        caption: "Money in each step",
        columns: [
          {title: "step"},
          {title: "variant"},
          {title: "revenue", numeric: true},
          {title: "cost", numeric: true},
          {title: "revenue less cost a customer", numeric: true},
        ],
        rows: all.map((bar) => {
          const flow = stepIn(atlas, bar.variant, bar.step)?.flow;
          return [
            textCell(bar.step),
            textCell(bar.variant),
            numberCell(flow?.revenue, decimal(flow?.revenue, 0)),
            numberCell(flow?.cost, decimal(flow?.cost, 0)),
            numberCell(bar.value, bar.text),
          ];
        }),
      },
    ],
  }).element;
}

export function flowSections(model: Model): HTMLElement[] {
  const atlas = atlasOf(model);
  if (!atlas) return [];
  const losses = lossesFigure(atlas),
    money = [moneyFigure(atlas), revenueFigure(model)].filter((figure) => figure !== null),
    touchpoints = touchpointTable(atlas);
  return [
    ...(losses
      ? [
          h(
            "section",
            {id: "lost", "aria-labelledby": "lost-title"},
            h("h2", {id: "lost-title"}, "Where customers are lost"),
            losses,
          ),
        ]
      : []),
    ...(touchpoints
      ? [
          h(
            "section",
            {id: "touchpoints", "aria-labelledby": "touchpoints-title"},
            h("h2", {id: "touchpoints-title"}, "Touchpoints"),
            h(
              "p",
              {class: "lead"},
              "Effectiveness: the share of visits whose journey goes on, or ends with a goal.",
            ),
            copiedTable(touchpoints),
          ),
        ]
      : []),
    ...(money.length > 0
      ? [
          h(
            "section",
            {id: "money-section", "aria-labelledby": "money-title"},
            h("h2", {id: "money-title"}, "Money"),
            ...money,
          ),
        ]
      : []),
  ];
}
