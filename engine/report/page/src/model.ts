// What the page says, whichever verb the answer is from: the variants with their colours, the
// metrics, the effects, and the kind of uncertainty that its intervals are.
import type {
  AnalysisPlan,
  Answer,
  Comparison,
  Guardrail,
  Interval,
  Measure,
  MetricDefinition,
  MetricEstimate,
  VariantRun,
  Verdict,
} from "./answer_types";
import {unitOf, type Unit} from "./number_text";

export interface Metric extends MetricDefinition {
  name: string;
  unit: Unit;
}

export interface Effect {
  metric: Metric;
  variant: string;
  control: string;
  /** null: all customers */
  segment: string | null;
  difference: Interval;
  relative: Interval;
  controlValue: MetricEstimate | undefined;
  variantValue: MetricEstimate | undefined;
  n: number | undefined;
  p: number | null;
  adjusted: number | null;
  adjustment: string;
  method: string;
  verdict: Verdict;
  exploratory: boolean;
  guardrail: Guardrail | undefined;
}

export interface Model {
  answer: Answer;
  title: string;
  confidence: number;
  /** control first, as far as there is one */
  variants: string[];
  control: string;
  metrics: Metric[];
  effects: Effect[];
  runs: Map<string, VariantRun>;
  timeUnit: string;
  uncertainty: {kind: string; meaning: string};
}

const measureOfKind: Record<string, Measure> = {
  conversion: "share",
  retention: "share",
  mean: "mean",
  ratio: "ratio",
  time: "time",
};

/** A real test's metrics are told by its comparisons alone; the one named first is shown first. */
function definitionsOf(answer: Answer): Record<string, MetricDefinition> {
  if (answer.command === "size" || answer.command === "experiment") return {};
  if (answer.metrics) return answer.metrics;
  const asked = (answer.plan as AnalysisPlan | undefined)?.metrics ?? [];
  const lower = new Set(asked.filter((metric) => metric.better === "lower").map((metric) => metric.name));
  const found: Record<string, MetricDefinition> = {};
  for (const comparison of answer.comparisons ?? []) {
    found[comparison.metric] ??= {
      measure: measureOfKind[comparison.kind ?? ""] ?? "mean",
      primary: Object.keys(found).length === 0,
      better: lower.has(comparison.metric) ? "lower" : "higher",
    };
  }
  return found;
}

function segmentName(comparison: Comparison): string | null {
  const {segment} = comparison;
  return segment === null || typeof segment === "string" ? segment : `${segment.column}: ${segment.value}`;
}

function effectOf(comparison: Comparison, metric: Metric, runs: Map<string, VariantRun>): Effect {
  const segment = segmentName(comparison);
  const valueIn = (variant: string): MetricEstimate | undefined => {
    const run = runs.get(variant);
    return segment === null ? run?.metrics?.[metric.name] : run?.segments?.[segment]?.metrics?.[metric.name];
  };
  return {
    metric,
    variant: comparison.variant,
    control: comparison.control,
    segment,
    difference: comparison.difference,
    relative: comparison.relative,
    controlValue: comparison.control_arm ?? valueIn(comparison.control),
    variantValue: comparison.variant_arm ?? valueIn(comparison.variant),
    n: comparison.n ?? comparison.variant_arm?.n,
    p: comparison.p_value,
    adjusted: comparison.p_value_adjusted,
    adjustment: comparison.adjustment,
    method: comparison.method ?? [comparison.test, comparison.interval].filter(Boolean).join("; "),
    verdict: comparison.verdict,
    exploratory: comparison.exploratory,
    guardrail: comparison.guardrail,
  };
}

const ofRealTest = {
  kind: "a real test's noise",
  meaning:
    "Every interval says what a test with these customers can know; it shrinks with more real customers.",
};

export function modelOf(answer: Answer): Model {
  const timeUnit = answer.scenario?.time_unit ?? "day";
  const runs = new Map(Object.entries(answer.variants ?? {}));
  // Plans of tests have comparisons of another kind, which their own sections read.
  const comparisons =
    answer.command === "size" || answer.command === "experiment" ? [] : (answer.comparisons ?? []);
  const control = comparisons[0]?.control ?? (runs.has("control") ? "control" : ([...runs.keys()][0] ?? ""));
  const arms = Object.keys(answer.sample_ratio?.arms ?? {});
  const named =
    runs.size > 0
      ? [...runs.keys()]
      : arms.length > 0
        ? arms
        : comparisons.map((comparison) => comparison.variant);
  const metrics = Object.entries(definitionsOf(answer)).map(([name, definition]) => ({
    name,
    ...definition,
    unit: unitOf(definition.measure, timeUnit),
  }));
  // The metric that decides stands first.
  metrics.sort((a, b) => Number(b.primary) - Number(a.primary));
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const effects = comparisons.flatMap((comparison) => {
    const metric = byName.get(comparison.metric);
    return metric ? [effectOf(comparison, metric, runs)] : [];
  });
  return {
    answer,
    title: answer.scenario?.name || answer.scenario?.file || answer.file || "A planned test",
    confidence: answer.confidence ?? 0.95,
    variants: [...new Set([control, ...named].filter((name) => name !== ""))],
    control,
    metrics,
    effects,
    runs,
    timeUnit,
    uncertainty: answer.uncertainty ?? ofRealTest,
  };
}

/** A variant's look: its colour (a class), and the shape and dashes that tell it without colour. */
export interface Look {
  css: string;
  symbol: "circle" | "square" | "triangle" | "diamond2" | "star" | "wye";
  dashes: string;
  glyph: string;
}

const looks: Look[] = [
  {css: "var(--series-0)", symbol: "circle", dashes: "", glyph: "●"},
  {css: "var(--series-1)", symbol: "square", dashes: "6 3", glyph: "■"},
  {css: "var(--series-2)", symbol: "triangle", dashes: "2 3", glyph: "▲"},
  {css: "var(--series-3)", symbol: "diamond2", dashes: "10 3 2 3", glyph: "◆"},
  {css: "var(--series-4)", symbol: "star", dashes: "1 4", glyph: "★"},
  {css: "var(--series-5)", symbol: "wye", dashes: "12 4", glyph: "▼"},
];

export const lookAt = (index: number): Look => looks[Math.max(0, index) % looks.length] as Look;

export function lookOf(model: Model, variant: string): Look {
  return lookAt(model.variants.indexOf(variant));
}
