import assert from "node:assert/strict";
import test from "node:test";
import type {JsonObject, ScenarioFacts, VariantRun} from "../../../engine/report/page/src/answer_types";
import {
  dropOff,
  journeyOf,
  lost,
  mergePatch,
  patched,
  waiting,
  won,
  type Journey,
} from "../../../engine/report/page/src/journey";
import {stripsOf} from "../../../engine/report/page/src/map_print";
import {layoutOf, type Layout} from "../../../engine/report/page/src/map_layout";
import {ribbonsOf} from "../../../engine/report/page/src/map_paths";

const scenario = (document: JsonObject): ScenarioFacts => ({
  name: "",
  file: "",
  sha256: "",
  time_unit: "day",
  horizon: 1,
  document,
});
const flow = (visits: number, outcomes: Record<string, number> = {}, customers = visits) => ({
  visits,
  customers,
  mean_entry_time: 0,
  revenue: 0,
  cost: 0,
  outcomes: Object.fromEntries(
    Object.entries(outcomes).map(([name, count]) => [name, {count, completed: count}]),
  ),
});
const run = (steps: VariantRun["steps"]): VariantRun => ({
  metrics: {},
  segments: {},
  steps,
  touchpoints: {},
  goals: {},
  endings: {},
  curves: {},
});

test("a variant is a merge patch (RFC 7396, appendix A)", () => {
  assert.deepEqual(mergePatch({a: "b"}, {a: "c"}), {a: "c"});
  assert.deepEqual(mergePatch({a: "b", b: "c"}, {a: null}), {b: "c"});
  assert.deepEqual(mergePatch({a: {b: "c"}}, {a: {b: "d", c: null}}), {a: {b: "d"}});
  assert.deepEqual(mergePatch({a: [{b: "c"}]}, {a: [1]}), {a: [1]});
  assert.deepEqual(mergePatch({}, {a: {bb: {ccc: null}}}), {a: {bb: {}}});
  assert.deepEqual(mergePatch("foo", {a: "b"}), {a: "b"});
  assert.equal(({} as {polluted?: boolean}).polluted, undefined);
  mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}'));
  assert.equal(({} as {polluted?: boolean}).polluted, undefined);
});

test("the start is control's first step unless the variant names another", () => {
  const document = {
    journey: {first: {}, second: {}},
    variants: {b: {start: "zero", journey: {zero: {go: "first"}}}},
  };
  assert.equal(patched(document, "control").start, "first");
  assert.equal(patched(document, "b").start, "zero");
});

test("who is lost, who ends with a goal and who is still there add up to the visits", () => {
  const journey = journeyOf(
    scenario({
      journey: {
        shop: {
          outcomes: {buys: {goal: "purchase", end: "customer"}, leaves: {end: "looked"}, again: {go: "shop"}},
        },
      },
    }),
    "control",
    run({shop: flow(100, {buys: 20, leaves: 50, again: 25})}),
  );
  const shop = journey.steps.get("shop")!;
  assert.equal(won(shop), 20);
  assert.equal(lost(shop), 50);
  assert.equal(waiting(shop), 5);
  assert.equal(dropOff(shop), 0.5);
});

test("the passages of a step without a choice follow from its target", () => {
  const journey = journeyOf(
    scenario({
      journey: {a: {outcomes: {x: {go: "b"}, y: {go: "c"}}}, b: {wait: "1 day", go: "c"}, c: {end: "over"}},
    }),
    "control",
    run({a: flow(100, {x: 60, y: 40}), b: flow(60), c: flow(90)}),
  );
  assert.equal(journey.steps.get("b")!.ways[0]!.completed, 50);
});

test("phases are the author's, in the usual order where they are the usual ones", () => {
  const usual = journeyOf(
    scenario({journey: {a: {phase: "conversion", go: "b"}, b: {phase: "awareness", go: "c"}, c: {}}}),
    "control",
    undefined,
  );
  assert.deepEqual(usual.phases, ["awareness", "conversion"]);
  assert.equal(usual.steps.get("c")!.phase, "awareness");
  const own = journeyOf(
    scenario({journey: {a: {phase: "zweitens", go: "b"}, b: {phase: "awareness"}}}),
    "control",
    undefined,
  );
  assert.deepEqual(own.phases, ["zweitens", "awareness"]);
  const none = journeyOf(
    scenario({
      journey: {a: {outcomes: {x: {goal: "g", go: "b"}, y: {go: "c"}}}, b: {end: "x"}, c: {end: "y"}},
    }),
    "control",
    undefined,
  );
  assert.deepEqual(
    [...none.steps.values()].map((step) => step.phase),
    ["up to a goal", "after a goal", "up to a goal"],
  );
});

// ---- The layout ----

const sizes = {width: 156, height: () => 82};

function overlaps(layout: Layout): number {
  const places = [...layout.steps.values()];
  let count = 0;
  places.forEach((a, i) =>
    places.slice(i + 1).forEach((b) => {
      if (
        Math.abs(a.x - b.x) < (a.width + b.width) / 2 - 1 &&
        Math.abs(a.y - b.y) < (a.height + b.height) / 2 - 1
      )
        ++count;
    }),
  );
  return count;
}

const layoutOfJourney = (journey: Journey) => layoutOf([journey], journey.phases, sizes);

test("phases are bands of columns, one after the other, and no steps overlap", () => {
  const journey = journeyOf(
    scenario({
      journey: {
        a: {phase: "one", outcomes: {x: {go: "b"}, y: {go: "c"}, z: {go: "d"}}},
        b: {phase: "one", go: "c"},
        c: {phase: "two", outcomes: {back: {go: "a"}, on: {go: "d"}, self: {go: "c"}}},
        d: {phase: "three", outcomes: {up: {go: "b"}, end: {end: "over"}}},
      },
    }),
    "control",
    undefined,
  );
  const layout = layoutOfJourney(journey);
  assert.equal(overlaps(layout), 0);
  layout.phases.forEach((phase, index) => {
    if (index > 0) assert.ok(phase.from > layout.phases[index - 1]!.to);
  });
  const back = layout.flows
    .filter((edge) => edge.back)
    .map((edge) => `${edge.from}>${edge.to}`)
    .sort();
  assert.deepEqual(back, ["c>a", "d>b"]);
  const {ribbons} = ribbonsOf(
    layout,
    () => 10,
    () => [],
  );
  assert.equal(ribbons.length, 8);
  for (const ribbon of ribbons) assert.match(ribbon.path, /^M[-\d.,LCMZ ]+$/);
});

test("a long journey with loops, joins and steps that nobody reaches is laid out", () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  const steps: JsonObject = {};
  for (let index = 0; index < 60; ++index) {
    const outcomes: JsonObject = {};
    for (let way = 0; way < 1 + random(3); ++way)
      outcomes[`w${way}`] = {go: `s${random(10) < 8 ? Math.min(59, index + 1 + random(6)) : random(60)}`};
    steps[`s${index}`] = {
      phase: ["awareness", "consideration", "conversion", "retention"][Math.floor(index / 15)]!,
      outcomes,
    };
  }
  const journey = journeyOf(scenario({journey: steps}), "control", undefined);
  const layout = layoutOfJourney(journey);
  assert.equal(layout.steps.size, 60);
  assert.equal(overlaps(layout), 0);
  for (const [name, place] of layout.steps) {
    const band = layout.phases.find((phase) => phase.name === journey.steps.get(name)!.phase)!;
    assert.ok(place.x > band.from && place.x < band.to);
  }
});

test("a long map goes over paper in strips that cut no card and leave nothing out", () => {
  const steps: JsonObject = {};
  for (let index = 0; index < 60; ++index)
    steps[`step_${index}`] = index === 59 ? {end: "over"} : {go: `step_${index + 1}`};
  const layout = layoutOfJourney(journeyOf(scenario({journey: steps}), "control", undefined));
  const strips = stripsOf(layout, 1000);
  assert.ok(strips.length >= layout.width / 1000);
  assert.equal(strips[0]!.from, 0);
  assert.equal(strips.at(-1)!.to, layout.width);
  strips.forEach((strip, index) => {
    assert.ok(strip.to - strip.from <= 1000);
    if (index > 0) assert.equal(strip.from, strips[index - 1]!.to);
    for (const place of layout.steps.values()) {
      assert.ok(strip.to <= place.x - place.width / 2 || strip.to >= place.x + place.width / 2);
      if (place.x > strip.from && place.x < strip.to)
        assert.ok(strip.top <= place.y - place.height / 2 && strip.bottom >= place.y + place.height / 2);
    }
  });
  assert.equal(stripsOf(layout, layout.width).length, 1);
});

test("one step alone, and a step that only leads to itself, are laid out", () => {
  for (const step of [{end: "over"}, {outcomes: {again: {go: "a"}, over: {end: "over"}}}] as JsonObject[]) {
    const layout = layoutOfJourney(journeyOf(scenario({journey: {a: step}}), "control", undefined));
    assert.equal(layout.steps.size, 1);
    assert.ok(layout.width > 0 && layout.height > 0);
  }
});
