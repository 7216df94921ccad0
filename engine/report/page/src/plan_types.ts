// The answers of size and experiment, as far as they are drawn.
import type {Answer, Interval} from "./answer_types";

export interface SizeInDays {
  customers: Record<string, number | null>;
  total: number | null;
  entry_days: number | null;
  days: number | null;
}

export interface SizedComparison {
  variant: string;
  effect: number | null;
  relative: number | null;
  simulation_noise: {low: number | null; high: number | null} | null;
  alpha: number | null;
  total: number | null;
  total_low: number | null;
  total_high: number | null;
  power: number | null;
  detectable: number | null;
}

export interface SimulatedRate {
  tests: number;
  found: number;
  rate: number | null;
  standard_error: number | null;
}

export interface TestAndRoll {
  total: number | null;
  profit: number | null;
  choice_error: number | null;
}

export interface PowerCurve {
  effect: number | null;
  relative: number | null;
  points: {total: number | null; days: number | null; power: number | null}[];
}

export interface SizeAnswer extends Answer {
  asked?: {option: string; value: string | null}[];
  metric: {name: string; kind: string; mature_after_days: number | null};
  plan: Record<string, number | string | null>;
  arms: Record<string, {value: number | null; simulation_error: number | null; weight: number | null}>;
  size: SizeInDays;
  tables: {
    effects: ({effect: number | null; relative: number | null} & SizeInDays)[];
    days: {days: number; total: number | null; effect: number | null; relative: number | null}[];
    power?: PowerCurve[];
  };
  /** of two shares: the power by summing both binomials, and the error of the test */
  exact?: {power: number | null; error: number | null} | null;
  guardrails?: {
    metric: string;
    variant: string;
    limit: number | null;
    total: number | null;
    power: number | null;
    reason?: string;
  }[];
  check?: null | {
    reason?: string;
    customers?: number | null;
    power?: {
      variant: string;
      formula: number | null;
      formula_low?: number | null;
      formula_high?: number | null;
      simulated: SimulatedRate;
      formula_is_off: boolean;
    }[];
    false_alarms?: {allowed: number | null; simulated: SimulatedRate; too_many: boolean};
  };
  test_and_roll?: null | {
    population: number | null;
    best: TestAndRoll;
    classical: TestAndRoll | null;
    profit_untested: number | null;
    profit_knowing: number | null;
  };
}

export interface Spread {
  mean: Interval;
  p10: number | null;
  median: number | null;
  p90: number | null;
}

export type FindingName = "better" | "worse" | "futile" | "undecided";

export interface SamplePath {
  finding: FindingName;
  /** by look until the end */
  z: (number | null)[];
}

export type ArmFindings = Record<
  FindingName | "chosen" | "coverage" | "exaggeration" | "wrong_sign",
  Interval
> & {
  /** of the first simulated tests */
  paths?: SamplePath[];
};

export interface WorldFindings {
  found: Interval;
  right: Interval;
  guardrail_broken: Interval;
  sample_ratio_broken: Interval;
  day: Spread;
  stops?: {day: number; tests: number}[];
  customers: Spread;
  lost_testing: Interval;
  lost_after: Interval;
  variants: Record<string, ArmFindings>;
}

export interface PlanAnswer {
  design: string;
  description: string;
  entry_days: number;
  last_day: number;
  customers_planned: number;
  alpha: number;
  promises_alpha: boolean;
  looks: {
    day: number;
    customers_known: number;
    information: number | null;
    lower: number | null;
    upper: number | null;
  }[];
  no_effect?: WorldFindings;
  effect?: WorldFindings;
}

export interface ExperimentAnswer extends Answer {
  replicates: number;
  metric: string;
  traffic_per_day: number;
  days_until_mature: number;
  usual_days?: number;
  precision?: number | null;
  value_metric: string | null;
  arms: Record<string, {share: number; true_effect: Interval}>;
  plans: Record<string, PlanAnswer>;
}
