// The curves of one metric, a line a variant, and how far they are shown.
import type {Curve} from "./answer_types";
import type {Metric, Model} from "./model";
import {count} from "./number_text";

export interface Line {
  variant: string;
  curve: Curve;
}

export const valuesOf = (curve: Curve) => curve.survival ?? curve.incidence ?? [];

export function linesOf(model: Model, metric: Metric): Line[] {
  return model.variants.flatMap((variant) => {
    const curve = model.runs.get(variant)?.curves[metric.name];
    return curve && curve.time.length > 0 ? [{variant, curve}] : [];
  });
}

/** The last known point at or before `time`. */
export function indexAt(curve: Curve, time: number): number {
  let found = -1;
  curve.time.forEach((here, index) => {
    if (here <= time + 1e-9) found = index;
  });
  return found;
}

/** Of a goal's curve: which customers it is counted from, where they are not all. */
export function countedOf(model: Model, metric: Metric, lines: Line[]): string {
  const counted = Math.max(...lines.map(({curve}) => curve.customers ?? Infinity));
  const all = Math.max(...lines.map(({variant}) => model.runs.get(variant)?.metrics[metric.name]?.n ?? 0));
  return counted < all && lines.some(({curve}) => curve.incidence)
    ? ` Counted over ${count(counted)} customers, the first of each variant.`
    : "";
}

/** The time by which nearly all who ever reach it have: what comes later is no sight. */
export function nearlyAll(lines: Line[]): number {
  const ends = lines.map(({curve}) => {
    const last = curve.incidence?.at(-1) ?? 0;
    const index = curve.incidence?.findIndex((share) => (share ?? 0) >= 0.99 * last) ?? -1;
    return curve.time[index] ?? 0;
  });
  const horizon = Math.max(...lines.map(({curve}) => curve.time.at(-1) ?? 0));
  const end = Math.max(...ends);
  return end > 0 && end < horizon ? Math.min(horizon, niceEnd(end)) : horizon;
}

/** Rounded up, so that an axis ends at a plain number. */
function niceEnd(time: number): number {
  const scale = 10 ** Math.floor(Math.log10(time));
  return scale * ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * scale >= time) ?? 10);
}
