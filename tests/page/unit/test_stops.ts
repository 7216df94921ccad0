import assert from "node:assert/strict";
import test from "node:test";
import {barsOf} from "../../../engine/report/page/src/figure_stops";
import {worlds, type SimulatedPlan} from "../../../engine/report/page/src/test_plans";

const planOf = (days: number[], stops: {day: number; tests: number}[]): SimulatedPlan =>
  ({
    name: "p",
    index: 0,
    last_day: days.at(-1),
    looks: days.map((day) => ({day})),
    effect: {stops},
    no_effect: {stops: []},
  }) as unknown as SimulatedPlan;

test("bars of few looks are one a look, and their shares add up", () => {
  const bars = barsOf(
    planOf(
      [14, 21, 28],
      [
        {day: 14, tests: 1},
        {day: 28, tests: 3},
      ],
    ),
    worlds[0],
  );
  assert.deepEqual(
    bars.map((bar) => [bar.from, bar.to, bar.share]),
    [
      [14, 14, 0.25],
      [21, 21, 0],
      [28, 28, 0.75],
    ],
  );
});

test("bars of many looks hold several, and the last look stands by itself", () => {
  const days = Array.from({length: 100}, (_, at) => at + 8);
  const bars = barsOf(
    planOf(
      days,
      days.map((day) => ({day, tests: 1})),
    ),
    worlds[0],
  );
  assert.ok(bars.length <= 13);
  assert.deepEqual([bars[0]!.from, bars.at(-1)!.from, bars.at(-1)!.to], [8, 107, 107]);
  assert.equal(
    bars.reduce((sum, bar) => sum + bar.tests, 0),
    100,
  );
  assert.ok(Math.abs(bars.reduce((sum, bar) => sum + bar.share, 0) - 1) < 1e-12);
});

test("a plan with one look has one bar, and a world without counts none of height", () => {
  const plan = planOf([35], [{day: 35, tests: 7}]);
  assert.deepEqual(
    barsOf(plan, worlds[0]).map((bar) => bar.share),
    [1],
  );
  assert.equal(barsOf(plan, worlds[1])[0]!.share, 0);
});
