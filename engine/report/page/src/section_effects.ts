// How large the effects are: forest plots of every metric, and of one metric in every segment.
import * as Plot from "@observablehq/plot";
import {h, name, shorten} from "./dom";
import {figure} from "./figure";
import {lookOf, type Effect, type Metric, type Model} from "./model";
import {
  axisDigits,
  count,
  decimal,
  isNumber,
  level,
  percent,
  probability,
  width as widthOf,
} from "./number_text";
import {numberCell, textCell, type Table} from "./table";
import {variantMark} from "./section_answer";
import {verdictWords} from "./words";

interface Row {
  label: string;
  variant: string;
  effect: Effect;
  estimate: number;
  low: number;
  high: number;
  text: string;
}

const rowHeight = 26;

/**
 * One line a row: a mark with its interval against the line of no difference, its numbers at the right.
 * Marks of the axis show `scale` times a value.
 */
export function forest(
  model: Model,
  rows: Row[],
  labels: string[],
  axis: string,
  format: (x: number, digits: number) => string,
  scale: number,
  width: number,
): Element {
  const narrow = width < 560;
  const marginLeft = narrow
    ? 110
    : Math.min(240, 40 + 7.2 * Math.max(...labels.map((label) => [...label].length)));
  const marginRight = narrow ? 12 : 196;
  const perGroup = new Map(labels.map((label) => [label, rows.filter((row) => row.label === label)]));
  // Rows are placed by their number, so that variants of one label stand under each other.
  let at = 0;
  const place = new Map<Row, number>();
  const groups: {label: string; y: number; top: number}[] = [];
  for (const [label, members] of perGroup) {
    const top = at;
    members.forEach((row) => place.set(row, at++));
    groups.push({label, y: top + (members.length - 1) / 2, top});
    at += 0.35;
  }
  const y = (row: Row) => place.get(row) as number;
  const colour = (row: Row) => lookOf(model, row.variant).css;
  const finite = rows.filter((row) => isNumber(row.estimate));
  const ends = finite.flatMap((row) => [row.low, row.high, 0]).filter(isNumber);
  const ticks = Math.max(3, Math.floor((width - marginLeft - marginRight) / 90));
  const digits = axisDigits((Math.max(...ends) - Math.min(...ends)) * scale, ticks);
  return Plot.plot({
    width,
    height: at * rowHeight + 56,
    marginLeft,
    marginRight,
    marginTop: 8,
    marginBottom: 40,
    className: "plot",
    x: {
      label: axis,
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: (x: number) => format(x, digits),
      ticks,
      grid: true,
      nice: true,
    },
    y: {axis: null, domain: [at - 0.5, -0.6]},
    marks: [
      Plot.ruleY(groups.slice(1), {
        y: (group) => group.top - 0.67,
        stroke: "var(--line)",
        x1: undefined,
        insetLeft: -marginLeft,
        insetRight: -marginRight,
      }),
      Plot.ruleX([0], {stroke: "var(--ink)", strokeWidth: 1.5}),
      Plot.ruleY(finite, {
        y,
        x1: "low",
        x2: "high",
        stroke: colour,
        strokeWidth: 2.5,
        strokeLinecap: "round",
      }),
      Plot.dot(finite, {
        y,
        x: "estimate",
        fill: colour,
        symbol: (row: Row) => lookOf(model, row.variant).symbol,
        r: 5,
        stroke: "var(--surface)",
        strokeWidth: 1,
        className: "marks",
        title: (row: Row) => `${row.label}, ${row.variant}: ${row.text}`,
      }),
      Plot.text(groups, {
        y: "y",
        frameAnchor: "left",
        textAnchor: "end",
        dx: -12,
        text: (group) => shorten(group.label, narrow ? 15 : 30),
        fill: "var(--ink)",
        fontSize: 13,
      }),
      ...(narrow
        ? []
        : [
            Plot.text(rows, {
              y,
              frameAnchor: "right",
              textAnchor: "start",
              dx: 12,
              text: "text",
              fill: "var(--muted)",
              fontSize: 12,
              fontVariant: "tabular-nums",
            }),
          ]),
    ],
  } as Plot.PlotOptions);
}

function legend(model: Model, variants: string[]): HTMLElement {
  return h("p", {class: "legend"}, ...variants.map((variant) => variantMark(model, variant)));
}

function effectTable(model: Model, effects: Effect[], caption: string): Table {
  return {
    caption,
    columns: [
      {title: "metric"},
      {title: "variant"},
      {title: "among"},
      {title: "difference", numeric: true},
      {title: "low", numeric: true},
      {title: "high", numeric: true},
      {title: "relative", numeric: true},
      {title: "low", numeric: true},
      {title: "high", numeric: true},
      {title: "p", numeric: true},
      {title: "p, adjusted", numeric: true},
      {title: "verdict"},
      {title: "customers", numeric: true},
      {title: "method"},
    ],
    rows: effects.map((effect) => {
      const {
        difference,
        relative,
        metric: {unit},
      } = effect;
      const precise = widthOf(difference) || undefined;
      return [
        textCell(effect.metric.name),
        textCell(effect.variant, variantMark(model, effect.variant)),
        textCell(effect.segment ?? "all"),
        numberCell(difference.estimate, unit.change(difference.estimate, precise)),
        numberCell(difference.ci_low, unit.bare(difference.ci_low, precise, true)),
        numberCell(difference.ci_high, unit.bare(difference.ci_high, precise, true)),
        numberCell(relative.estimate, percent(relative.estimate, 2, true)),
        numberCell(relative.ci_low, percent(relative.ci_low, 2, true)),
        numberCell(relative.ci_high, percent(relative.ci_high, 2, true)),
        numberCell(effect.p, probability(effect.p)),
        numberCell(effect.adjusted, probability(effect.adjusted)),
        textCell(verdictWords[effect.verdict].word),
        numberCell(effect.n, count(effect.n)),
        textCell(effect.method),
      ];
    }),
  };
}

function overallFigure(model: Model): HTMLElement {
  const effects = model.effects.filter((effect) => effect.segment === null);
  const rows: Row[] = effects.map((effect) => ({
    label: effect.metric.name,
    variant: effect.variant,
    effect,
    estimate: effect.relative.estimate ?? NaN,
    low: effect.relative.ci_low ?? effect.relative.estimate ?? NaN,
    high: effect.relative.ci_high ?? effect.relative.estimate ?? NaN,
    text: isNumber(effect.relative.estimate)
      ? `${percent(effect.relative.estimate, 1, true)} (${percent(effect.relative.ci_low, 1, true)} to ${percent(effect.relative.ci_high, 1, true)})`
      : (effect.relative.reason ?? "no relative change"),
  }));
  const labels = [...new Set(rows.map((row) => row.label))];
  const variants = model.variants.filter((variant) => variant !== model.control);
  const lower = model.metrics.filter((metric) => metric.better === "lower");
  return figure({
    id: "effects-all",
    title: "The change of every metric, relative to control",
    lead: h(
      "span",
      {},
      "A mark right of the line is more than control. ",
      lower.length > 0
        ? h(
            "span",
            {},
            "Less is better for ",
            ...lower.flatMap((metric, index) => [index ? ", " : "", name(metric.name)]),
            ".",
          )
        : null,
    ),
    summary: `Forest plot of relative changes: ${rows.map((row) => `${row.label}, ${row.variant}: ${row.text}`).join("; ")}`,
    controls: legend(model, variants),
    draw: (width) =>
      forest(
        model,
        rows,
        labels,
        "change relative to control",
        (x, digits) => percent(x, digits, true),
        100,
        width,
      ),
    caption: `${level(model.confidence)} intervals: ${model.uncertainty.kind}, not corrected for many comparisons.`,
    tables: [effectTable(model, effects, "Effects on all customers")],
  }).element;
}

function segmentFigure(model: Model): HTMLElement | null {
  const withSegments = model.effects.filter((effect) => effect.segment !== null);
  if (withSegments.length === 0) return null;
  const metrics = model.metrics.filter((metric) => withSegments.some((effect) => effect.metric === metric));
  let shown = metrics[0] as Metric;
  const chosen = () => model.effects.filter((effect) => effect.metric === shown);
  const all = "all customers";
  const rowsOf = (): Row[] =>
    chosen().map((effect) => {
      const precise = widthOf(effect.difference) || undefined;
      const {unit} = shown;
      return {
        label: effect.segment ?? all,
        variant: effect.variant,
        effect,
        estimate: effect.difference.estimate ?? NaN,
        low: effect.difference.ci_low ?? effect.difference.estimate ?? NaN,
        high: effect.difference.ci_high ?? effect.difference.estimate ?? NaN,
        text: isNumber(effect.difference.estimate)
          ? `${unit.bare(effect.difference.estimate, precise, true)} (${unit.bare(effect.difference.ci_low, precise, true)} to ${unit.bare(effect.difference.ci_high, precise, true)})`
          : (effect.difference.reason ?? "no estimate"),
      };
    });
  const summary = () =>
    `Forest plot of ${shown.name} by segment: ${rowsOf()
      .map((row) => `${row.label}, ${row.variant}: ${row.text}`)
      .join("; ")}`;
  const axis = () =>
    `difference in ${shown.name}${shown.unit.changeWord ? `, ${shown.unit.changeWord}` : ""}`;
  const select = h(
    "select",
    {
      id: "segment-metric",
      change: () => {
        shown = metrics[select.selectedIndex] as Metric;
        drawn.redraw([effectTable(model, chosen(), `Effects on ${shown.name} by segment`)], summary());
      },
    },
    ...metrics.map((metric) => h("option", {}, metric.name)),
  );
  const variants = model.variants.filter((variant) => variant !== model.control);
  const drawn = figure({
    id: "effects-segments",
    title: "The effect in every segment",
    lead: "Segments are explored, not tested: among many of them some look different by chance alone.",
    summary: summary(),
    controls: h(
      "div",
      {class: "controls"},
      h("label", {for: "segment-metric"}, "Metric "),
      select,
      legend(model, variants),
    ),
    draw: (width) => {
      const rows = rowsOf();
      const labels = [...new Set(rows.map((row) => row.label))].sort(
        (a, b) => Number(b === all) - Number(a === all),
      );
      const scale = shown.measure === "share" ? 100 : 1;
      return forest(
        model,
        rows,
        labels,
        axis(),
        (x, digits) => decimal(x * scale, digits, true),
        scale,
        width,
      );
    },
    caption: `${level(model.confidence)} intervals: ${model.uncertainty.kind}.`,
    tables: [effectTable(model, chosen(), `Effects on ${shown.name} by segment`)],
  });
  return drawn.element;
}

/** The metrics' own values where nothing is compared: a small plot a metric, for scales differ. */
function estimatesFigure(model: Model): HTMLElement {
  const values = model.metrics.flatMap((metric) =>
    model.variants.flatMap((variant) => {
      const value = model.runs.get(variant)?.metrics[metric.name];
      return value ? [{metric, variant, value}] : [];
    }),
  );
  const draw = (width: number): Element =>
    h(
      "div",
      {class: "multiples"},
      ...model.metrics.map((metric) => {
        const mine = values.filter((entry) => entry.metric === metric && isNumber(entry.value.estimate));
        if (mine.length === 0)
          return h(
            "div",
            {},
            h("h4", {}, name(metric.name)),
            h(
              "p",
              {class: "detail"},
              model.runs.get(model.control)?.metrics[metric.name]?.reason ?? "no estimate",
            ),
          );
        const span = Math.max(...mine.map((entry) => widthOf(entry.value) ?? 0)) || undefined;
        const columns = width < 560 ? 1 : width < 900 ? 2 : 3;
        return h(
          "div",
          {},
          h("h4", {}, name(metric.name)),
          Plot.plot({
            width: Math.floor(width / columns) - 24,
            height: 40 + mine.length * 26,
            marginLeft: 96,
            marginRight: 16,
            marginTop: 4,
            className: "plot",
            x: {label: null, ticks: 3, tickFormat: (x: number) => metric.unit.value(x, span), inset: 12},
            y: {
              label: null,
              domain: mine.map((entry) => entry.variant) as string[],
              tickFormat: (text: string) => shorten(text, 13),
              tickSize: 0,
            },
            marks: [
              Plot.ruleY(mine, {
                y: "variant",
                x1: (entry) => entry.value.ci_low,
                x2: (entry) => entry.value.ci_high,
                stroke: (entry) => lookOf(model, entry.variant).css,
                strokeWidth: 2.5,
                strokeLinecap: "round",
              }),
              Plot.dot(mine, {
                y: "variant",
                x: (entry) => entry.value.estimate,
                fill: (entry) => lookOf(model, entry.variant).css,
                symbol: (entry: (typeof mine)[number]) => lookOf(model, entry.variant).symbol,
                r: 5,
                className: "marks",
                title: (entry: (typeof mine)[number]) =>
                  `${entry.variant}: ${metric.unit.value(entry.value.estimate, span)}`,
              }),
            ],
          } as Plot.PlotOptions),
        );
      }),
    );
  return figure({
    id: "estimates",
    title: "Every metric of every variant",
    lead: "Each metric on its own scale. To learn which variant is better, use compare: it pairs the same customers, and sees far smaller differences than these intervals show.",
    summary: `Estimates: ${values.map((entry) => `${entry.metric.name}, ${entry.variant}: ${entry.metric.unit.value(entry.value.estimate)}`).join("; ")}`,
    controls: legend(model, model.variants),
    draw,
    caption: `${level(model.confidence)} intervals: ${model.uncertainty.kind}.`,
    tables: [
      {
        caption: "Estimates",
        columns: [
          {title: "metric"},
          {title: "variant"},
          {title: "estimate", numeric: true},
          {title: "low", numeric: true},
          {title: "high", numeric: true},
          {title: "customers", numeric: true},
        ],
        rows: values.map(({metric, variant, value}) => {
          const precise = widthOf(value) || undefined;
          return [
            textCell(metric.name),
            textCell(variant),
            numberCell(value.estimate, metric.unit.value(value.estimate, precise)),
            numberCell(value.ci_low, metric.unit.value(value.ci_low, precise)),
            numberCell(value.ci_high, metric.unit.value(value.ci_high, precise)),
            numberCell(value.n, count(value.n)),
          ];
        }),
      },
    ],
  }).element;
}

export function effectsSection(model: Model): HTMLElement | null {
  if (model.metrics.length === 0) return null;
  const compared = model.effects.length > 0;
  return h(
    "section",
    {id: "effects", "aria-labelledby": "effects-title"},
    h("h2", {id: "effects-title"}, compared ? "How large the effects are" : "What the metrics are"),
    compared ? overallFigure(model) : estimatesFigure(model),
    compared ? segmentFigure(model) : null,
  );
}
