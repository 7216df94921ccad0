// Numbers as the reader's language writes them.
import type {Interval, Measure} from "./answer_types";

let locale: string | undefined = globalThis.navigator?.language;

/** For tests: another language than the reader's. */
export function speak(language: string): void {
  locale = language;
}

const missing = "–";
const isNumber = (x: unknown): x is number => typeof x === "number" && Number.isFinite(x);

// Making a writer takes far longer than using it.
const writers = new Map<string, Intl.NumberFormat>();

function writer(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const made = writers.get(key) ?? new Intl.NumberFormat(locale, options);
  writers.set(key, made);
  return made;
}

/**
 * Rounded as the program's text is: the number itself, which 0.3055 is a little less than, and not
 * its shortest digits; what lies in the middle goes to the even digit.
 */
function rounded(x: number, digits: number): number {
  const size = Math.abs(x);
  if (!(size < 1e21)) return x;
  const up = size.toFixed(digits);
  // A middle has no digits after its 5, however many are written.
  const isMiddle = /^50*$/.test(size.toFixed(digits + 60).slice(-60));
  const isOdd = /[13579]$/.test(up);
  const even = isMiddle && isOdd ? Number(up) - 10 ** -digits : Number(up);
  return Math.sign(x) * Number(even.toFixed(digits));
}

function write(x: number, options: Intl.NumberFormatOptions & {maximumFractionDigits: number}): string {
  const scale = options.style === "percent" ? 100 : 1;
  const shown = rounded(x * scale, options.maximumFractionDigits) / scale;
  // A minus sign as long as a plus, where the language writes a hyphen.
  return writer(options)
    .format(shown === 0 ? 0 : shown)
    .replace(/^(\P{L}?)-/u, "$1\u2212");
}

export function count(x: number | null | undefined): string {
  return isNumber(x) ? write(x, {maximumFractionDigits: 0}) : missing;
}

/** About three significant digits; `like` is a number whose size sets the digits (an interval's width). */
export function digitsFor(like: number): number {
  if (!isNumber(like) || like === 0) return 2;
  return Math.max(0, Math.min(8, 1 - Math.floor(Math.log10(Math.abs(like)))));
}

/** As many digits as tell the marks of an axis apart, of which about `ticks` cover `span`. */
export function axisDigits(span: number, ticks: number): number {
  if (!(span > 0) || !Number.isFinite(span)) return 0;
  // Marks stand at steps of 1, 2 or 5 times a power of ten near span / ticks.
  return Math.max(0, Math.min(8, -Math.floor(Math.log10(span / ticks) + 1e-9)));
}

export function decimal(
  x: number | null | undefined,
  digits = isNumber(x) ? Math.min(4, digitsFor(x) + 1) : 2,
  signed = false,
): string {
  if (!isNumber(x)) return missing;
  return write(x, {
    minimumFractionDigits: Math.min(digits, 20),
    maximumFractionDigits: digits,
    signDisplay: signed ? "exceptZero" : "auto",
  });
}

export function percent(x: number | null | undefined, digits?: number, signed = false): string {
  if (!isNumber(x)) return missing;
  const shown =
    digits ??
    (Math.abs(x * 100 - Math.round(x * 100)) < 1e-9
      ? 0
      : x !== 0 && Math.abs(x) < 0.001
        ? 3
        : Math.abs(x) < 0.1
          ? 2
          : 1);
  return write(x, {
    style: "percent",
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
    signDisplay: signed ? "exceptZero" : "auto",
  });
}

export function probability(p: number | null | undefined): string {
  if (!isNumber(p)) return missing;
  if (p > 0 && p < 0.0001) return "<" + write(0.0001, {maximumFractionDigits: 4});
  return write(p, {maximumFractionDigits: 4, minimumFractionDigits: p === 0 || p === 1 ? 0 : 3});
}

export const level = (confidence: number | undefined): string =>
  percent(confidence ?? 0.95, Number.isInteger(Math.round((confidence ?? 0.95) * 1e6) / 1e4) ? 0 : 1);

/** How values of a measure are written: as shares in per cent, differences of shares in points. */
export interface Unit {
  /** what stands behind a number; empty where the number says it */
  word: string;
  value(x: number | null | undefined, like?: number): string;
  change(x: number | null | undefined, like?: number, signed?: boolean): string;
  /** a difference without its unit, and the unit */
  bare(x: number | null | undefined, like?: number, signed?: boolean): string;
  changeWord: string;
}

export function unitOf(measure: Measure, timeUnit = "day"): Unit {
  if (measure === "share") {
    const digits = (like?: number) =>
      like === undefined || like === 0 ? undefined : Math.max(1, Math.min(4, digitsFor(like * 100)));
    const bare = (x: number | null | undefined, like?: number, signed = false) =>
      isNumber(x) ? decimal(x * 100, digits(like) ?? 2, signed) : missing;
    return {
      word: "",
      value: (x, like) => percent(x, digits(like)),
      bare,
      change: (x, like, signed = true) => (isNumber(x) ? `${bare(x, like, signed)} points` : missing),
      changeWord: "points",
    };
  }
  const word = measure === "time" ? `${timeUnit}s` : "";
  const digits = (x: number | null | undefined, like?: number) =>
    like ? digitsFor(like) : isNumber(x) ? Math.min(4, digitsFor(x) + 1) : 2;
  const bare = (x: number | null | undefined, like?: number, signed = false) =>
    decimal(x, digits(x, like), signed);
  return {
    word,
    value: (x, like) => (isNumber(x) && word ? `${bare(x, like)} ${word}` : bare(x, like)),
    bare,
    change: (x, like, signed = true) =>
      isNumber(x) && word ? `${bare(x, like, signed)} ${word}` : bare(x, like, signed),
    changeWord: word,
  };
}

/** The width of an interval, which sets how many digits of its numbers mean something. */
export function width(interval: Interval): number | undefined {
  return isNumber(interval.ci_high) && isNumber(interval.ci_low)
    ? interval.ci_high - interval.ci_low
    : undefined;
}

export {isNumber, missing};
