// Power against size: what a smaller or a larger test would see, where the effect is as planned, half
// of that or twice.
import * as Plot from "@observablehq/plot";
import {h} from "./dom";
import {figure} from "./figure";
import {lookAt} from "./model";
import {count, isNumber, percent, type Unit} from "./number_text";
import type {PowerCurve, SizeAnswer} from "./plan_types";
import {marked} from "./section_answer";
import {numberCell, type Table} from "./table";

interface Point {
  curve: PowerCurve;
  index: number;
  total: number;
  days: number | null;
  power: number;
}

const pointsOf = (curves: PowerCurve[]): Point[] =>
  curves.flatMap((curve, index) =>
    curve.points.flatMap(({total, days, power}) =>
      isNumber(total) && isNumber(power) ? [{curve, index, total, days, power}] : [],
    ),
  );

function powerTable(points: Point[], unit: Unit): Table {
  return {
    caption: "Power by size",
    columns: [
      {title: "effect", numeric: true},
      {title: "relative", numeric: true},
      {title: "customers", numeric: true},
      {title: "days", numeric: true},
      {title: "power", numeric: true},
    ],
    rows: points.map(({curve, total, days, power}) => [
      numberCell(curve.effect, unit.change(curve.effect)),
      numberCell(curve.relative, percent(curve.relative, 1, true)),
      numberCell(total, count(total)),
      numberCell(days, count(days)),
      numberCell(power, percent(power)),
    ]),
  };
}

/** Nothing for an answer of a version that had no curves of power. */
export function powerFigure(answer: SizeAnswer, unit: Unit): HTMLElement | null {
  const curves = answer.tables.power ?? [];
  const points = pointsOf(curves);
  if (points.length < 2) return null;
  const effectText = (curve: PowerCurve) =>
    `${unit.change(curve.effect)} (${percent(curve.relative, 1, true)})`;
  const text = (point: Point) =>
    `${effectText(point.curve)}, ${count(point.total)} customers${isNumber(point.days) ? `, ${count(point.days)} days` : ""}: power ${percent(point.power)}`;
  const {power: wanted, alpha} = answer.plan as {power: number | null; alpha: number | null};
  return figure({
    id: "size-power",
    title: "What a smaller or a larger test would find",
    lead: "The chance that the test finds an effect of this size, should it be true. The dashed lines are the planned power and size.",
    summary: `Power by size: ${points.map(text).join("; ")}`,
    controls: h(
      "p",
      {class: "legend"},
      ...curves.map((curve, index) => marked(lookAt(index), `effect ${effectText(curve)}`)),
    ),
    draw: (width) =>
      Plot.plot({
        width,
        height: 320,
        marginLeft: 56,
        marginRight: 24,
        marginTop: 26,
        marginBottom: 42,
        className: "plot",
        x: {
          label: "customers of the whole test",
          labelAnchor: "center",
          labelArrow: "none",
          domain: [0, Math.max(...points.map((point) => point.total))],
          ticks: width < 560 ? 4 : 8,
          tickFormat: (x: number) => count(x),
        },
        y: {
          label: "power",
          labelArrow: "none",
          domain: [0, 1],
          grid: true,
          ticks: 5,
          tickFormat: (y: number) => percent(y, 0),
        },
        marks: [
          ...(isNumber(wanted)
            ? [Plot.ruleY([wanted], {stroke: "var(--axis)", strokeDasharray: "4 3"})]
            : []),
          ...(isNumber(answer.size.total)
            ? [Plot.ruleX([answer.size.total], {stroke: "var(--axis)", strokeDasharray: "4 3"})]
            : []),
          ...curves.map((curve, index) =>
            Plot.line(
              points.filter((point) => point.curve === curve),
              {
                x: "total",
                y: "power",
                stroke: lookAt(index).css,
                strokeWidth: 2,
                strokeDasharray: lookAt(index).dashes || undefined,
              },
            ),
          ),
          Plot.dot(points, {
            x: "total",
            y: "power",
            fill: (point) => lookAt(point.index).css,
            symbol: (point: Point) => lookAt(point.index).symbol,
            r: 3.5,
            className: "marks",
            title: text,
          }),
          Plot.tip(
            points,
            Plot.pointer({
              x: "total",
              y: "power",
              title: text,
              fill: "var(--surface)",
              stroke: "var(--line)",
            }),
          ),
        ],
      } as Plot.PlotOptions),
    caption: `By the formula, at an alpha of ${percent(alpha)}: a real test's noise.`,
    tables: [powerTable(points, unit)],
  }).element;
}
