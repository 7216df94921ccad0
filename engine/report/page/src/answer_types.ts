// The answers of the program as the page reads them: the part of store/results.schema.json that is
// drawn. What a later version adds is left alone; what an answer lacks is drawn as missing.

export interface Interval {
  estimate: number | null;
  standard_error?: number | null;
  ci_low: number | null;
  ci_high: number | null;
  reason?: string;
}

export interface MetricEstimate extends Interval {
  n: number;
  method?: string;
  missing?: number;
  among_reached?: {n: number; mean: number | null; median: number | null};
  quantiles?: {probability: number; time: number | null}[];
}

export type Measure = "share" | "mean" | "ratio" | "time";
export type Verdict = "better" | "worse" | "same" | "undecided" | "none";

export interface MetricDefinition {
  measure: Measure;
  primary: boolean;
  better: "higher" | "lower";
  within?: number | null;
  at?: number | null;
  guardrail?: number | null;
  description?: string;
}

export interface StepFlow {
  visits: number;
  customers: number;
  mean_entry_time: number | null;
  mean_time?: number | null;
  revenue: number | null;
  cost: number | null;
  outcomes: Record<string, {count: number; completed: number}>;
}

export interface Curve {
  customers?: number;
  time: number[];
  survival?: (number | null)[];
  incidence?: (number | null)[];
  ci_low: (number | null)[];
  ci_high: (number | null)[];
  at_risk: number[];
  among_reached?: {probability: number; time: number | null}[];
}

/** How an amount spreads over customers; all but the first two is of those with any. */
export interface Distribution {
  customers: number;
  none: number;
  least: number | null;
  most: number | null;
  quantiles: {probability: number; amount: number | null}[];
  bins: {low: (number | null)[]; high: (number | null)[]; customers: number[]};
}

export interface VariantRun {
  description?: string;
  metrics: Record<string, MetricEstimate>;
  segments: Record<string, {customers: number; metrics: Record<string, MetricEstimate>}>;
  steps: Record<string, StepFlow>;
  touchpoints: Record<string, {visits: number; contacts: number; cost: number | null}>;
  goals: Record<string, {customers: number; count: number}>;
  endings: Record<string, number>;
  curves: Record<string, Curve>;
  distributions?: {revenue?: Distribution};
}

export interface Guardrail {
  limit: number | null;
  worsening: number | null;
  bound_low: number | null;
  bound_high: number | null;
  verdict: "kept" | "broken" | "undecided";
}

export interface Comparison {
  metric: string;
  variant: string;
  control: string;
  segment: string | null | {column: string; value: string};
  difference: Interval;
  relative: Interval;
  n?: number;
  p_value: number | null;
  p_value_adjusted: number | null;
  adjustment: string;
  family?: string;
  exploratory: boolean;
  paired: boolean;
  method?: string;
  test?: string;
  interval?: string;
  kind?: string;
  control_arm?: MetricEstimate;
  variant_arm?: MetricEstimate;
  verdict: Verdict;
  guardrail?: Guardrail;
}

export type Json = string | number | boolean | null | Json[] | {[key: string]: Json};
export type JsonObject = {[key: string]: Json};

export interface ScenarioFacts {
  name: string;
  file: string;
  sha256: string;
  time_unit: string;
  horizon: number;
  document: JsonObject;
}

export interface SampleRatio {
  arms: Record<string, {customers: number; expected_share: number}>;
  chi_square: number | null;
  df: number;
  p_value: number | null;
  state: "as_planned" | "suspicious" | "broken";
}

export interface AnalysisMetric {
  name: string;
  kind: string;
  columns: string[];
  covariates: string[];
  better: "higher" | "lower";
  averages: boolean;
  age: number | null;
}

/** What a real test's data were asked. */
export interface AnalysisPlan {
  arm: string;
  control: string;
  customers: string | null;
  metrics: AnalysisMetric[];
  segments: string[];
  split: Record<string, number>;
  adjustment: string;
  force: boolean;
}

export interface Answer {
  journeylab: string;
  command: string;
  seed?: number;
  customers?: number;
  planned?: number;
  confidence?: number;
  complete?: boolean;
  uncertainty?: {kind: string; meaning: string};
  scenario?: ScenarioFacts | null;
  metrics?: Record<string, MetricDefinition>;
  variants?: Record<string, VariantRun>;
  comparisons?: Comparison[];
  notes?: string[];
  file?: string;
  rows?: number;
  rows_without_arm?: number;
  sample_ratio?: SampleRatio;
  [key: string]: unknown;
}
