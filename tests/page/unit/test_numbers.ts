import assert from "node:assert/strict";
import test from "node:test";
import {
  axisDigits,
  count,
  decimal,
  level,
  percent,
  probability,
  speak,
  unitOf,
} from "../../../engine/report/page/src/number_text";

test("numbers are written as the reader's language does", () => {
  speak("en-US");
  assert.equal(count(1234567), "1,234,567");
  assert.equal(percent(0.0834), "8.34%");
  assert.equal(decimal(-1.5, 2), "−1.50");
  assert.equal(percent(-0.02, 1, true), "−2.0%");
  speak("de-DE");
  assert.equal(count(1234567), "1.234.567");
  assert.equal(percent(0.0834), "8,34\u00a0%");
  speak("hu-HU");
  assert.equal(decimal(12345.6, 1).replace(/\s/g, " "), "12 345,6");
  speak("en-US");
});

test("what is missing is never a number", () => {
  for (const write of [count, percent, probability, (x: null | number) => decimal(x)]) {
    assert.equal(write(null), "–");
    assert.equal(write(NaN), "–");
  }
});

test("a small probability is not written as none", () => {
  assert.equal(probability(1e-48), "<0.0001");
  assert.equal(probability(0), "0");
  assert.equal(probability(0.2653), "0.2653");
  assert.equal(percent(1e-5), "0.001%");
});

test("differences of shares are in points, times carry their unit", () => {
  assert.equal(unitOf("share").change(0.0032, 0.001), "+0.32 points");
  assert.equal(unitOf("share").value(0.0834, 0.001), "8.34%");
  assert.equal(unitOf("time", "day").value(12.345, 0.5), "12.35 days");
  assert.equal(unitOf("mean").change(-0.25, 0.1), "−0.25");
});

test("numbers are rounded as the program's text rounds them", () => {
  // The same pairs stand in the tests of report/number_text.h.
  assert.equal(decimal(0.3055, 3), "0.305");
  assert.equal(decimal(0.125, 2), "0.12");
  assert.equal(decimal(0.375, 2), "0.38");
  assert.equal(decimal(-2.5, 0), "−2");
  assert.equal(decimal(3.5, 0), "4");
  assert.equal(decimal(1.005, 2), "1.00");
  assert.equal(decimal(9.995, 2), "9.99");
  assert.equal(decimal(0.29, 1), "0.3");
  assert.equal(decimal(1e-9, 4), "0.0000");
  assert.equal(percent(0.00125, 2), "0.12%");
  assert.equal(percent(0.0834, 2), "8.34%");
  assert.equal(decimal(1e22, 0), "10,000,000,000,000,000,000,000");
});

test("a level of confidence keeps its half per cent", () => {
  assert.equal(level(0.95), "95%");
  assert.equal(level(0.995), "99.5%");
  assert.equal(level(undefined), "95%");
});

test("marks of an axis have the digits that tell them apart", () => {
  assert.equal(axisDigits(0, 5), 0);
  assert.equal(axisDigits(50, 5), 0);
  assert.equal(axisDigits(10, 10), 0);
  assert.equal(axisDigits(5, 10), 1);
  assert.equal(axisDigits(0.2, 4), 2);
  assert.equal(axisDigits(1e-30, 4), 8);
});
