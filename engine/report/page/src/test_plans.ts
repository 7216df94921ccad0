// Test plans as the sections of an experiment share them.
import type {ExperimentAnswer, PlanAnswer, WorldFindings} from "./plan_types";

export interface Plan extends PlanAnswer {
  name: string;
  index: number;
}
export type SimulatedPlan = Plan & {effect: WorldFindings; no_effect: WorldFindings};

export const worlds = [
  {key: "effect", label: "with the effect"},
  {key: "no_effect", label: "without any effect"},
] as const;
export type World = (typeof worlds)[number];

export const plansOf = (answer: ExperimentAnswer): Plan[] =>
  Object.entries(answer.plans).map(([planName, plan], index) => ({...plan, name: planName, index}));

export const simulated = (plan: Plan): plan is SimulatedPlan =>
  plan.effect !== undefined && plan.no_effect !== undefined;
