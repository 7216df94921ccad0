// The answer in plain words.
import type {Effect, Model} from "./model";
import {isNumber, level, percent, width} from "./number_text";
import type {Guardrail, Verdict} from "./answer_types";

export const verdictWords: Record<Verdict, {glyph: string; word: string; tone: string}> = {
  better: {glyph: "▲", word: "better", tone: "good"},
  worse: {glyph: "▼", word: "worse", tone: "bad"},
  same: {glyph: "=", word: "same", tone: "even"},
  undecided: {glyph: "≈", word: "undecided", tone: "even"},
  none: {glyph: "–", word: "no verdict", tone: "even"},
};

export const guardrailWords: Record<Guardrail["verdict"], {glyph: string; word: string; tone: string}> = {
  kept: {glyph: "✓", word: "kept", tone: "good"},
  broken: {glyph: "✕", word: "broken", tone: "bad"},
  undecided: {glyph: "≈", word: "undecided", tone: "even"},
};

/** "0.31 points higher than control (8.03% → 8.34%)" in its parts. */
export function differenceWords(
  effect: Effect,
): {amount: string; direction: string; from: string; to: string} | null {
  const {estimate} = effect.difference;
  if (!isNumber(estimate)) return null;
  const {unit} = effect.metric;
  const precise = width(effect.difference) || Math.abs(estimate) || undefined;
  return {
    amount: unit.change(Math.abs(estimate), precise, false),
    direction: estimate > 0 ? "higher" : "lower",
    from: unit.value(effect.controlValue?.estimate, precise),
    to: unit.value(effect.variantValue?.estimate, precise),
  };
}

export function intervalWords(effect: Effect, model: Model): string {
  const {difference, metric} = effect;
  if (!isNumber(difference.ci_low) || !isNumber(difference.ci_high))
    return difference.reason ?? "no interval";
  const precise = width(difference) || undefined;
  return `${level(model.confidence)} interval ${metric.unit.bare(difference.ci_low, precise)} to ${metric.unit.change(difference.ci_high, precise, false)}`;
}

export function guardrailSentence(effect: Effect): string {
  const guardrail = effect.guardrail;
  if (!guardrail) return "";
  const worsening = !isNumber(guardrail.worsening)
    ? "its worsening is not known"
    : guardrail.worsening >= 0
      ? `${percent(guardrail.worsening, 2)} worse`
      : `${percent(-guardrail.worsening, 2)} better`;
  return `${worsening}; at most ${percent(guardrail.limit)} worse is accepted`;
}

/** One sentence, as it is read aloud and copied. */
export function sentence(effect: Effect, model: Model): string {
  const where = effect.segment === null ? "" : ` in ${effect.segment}`;
  if (effect.verdict === "same")
    return `${effect.variant}${where}: ${effect.metric.name} is the same as with ${effect.control}; no customer differs.`;
  const words = differenceWords(effect);
  if (!words)
    return `${effect.variant}${where}: ${effect.metric.name} cannot be compared: ${effect.difference.reason ?? "a value is missing"}.`;
  return `${effect.variant}${where}: ${effect.metric.name} is ${words.amount} ${words.direction} than ${effect.control} (${words.from} → ${words.to}), ${intervalWords(effect, model)}: ${verdictWords[effect.verdict].word}.`;
}
