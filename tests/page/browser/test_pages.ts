// Whole pages in a browser: every chart with the figures of the answer, without an error, without the
// network, by keyboard, for screen readers, in the dark, on a telephone, in other languages.
import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import test, {after} from "node:test";
import type {Page} from "playwright-core";
import type {VariantRun} from "../../../engine/report/page/src/answer_types";
import type {ExperimentAnswer, SizeAnswer} from "../../../engine/report/page/src/plan_types";
import {
  answerOfCommand,
  bytesOfReportOption,
  close,
  folder,
  open,
  pageOf,
  pictures,
  repeatedMarks,
} from "./open_page";
import {hostileStep} from "./scenarios";

after(close);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What an accessibility checker finds serious or worse. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await (
      globalThis as unknown as {
        axe: {
          run(): Promise<{
            violations: {id: string; impact: string; nodes: {html: string; failureSummary: string}[]}[];
          }>;
        };
      }
    ).axe.run();
    return found.violations
      .filter((fault) => fault.impact === "serious" || fault.impact === "critical")
      .map(
        (fault) =>
          `${fault.id}: ${fault.nodes
            .slice(0, 3)
            .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`)
            .join(" | ")}`,
      );
  });
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({path: join(pictures, `${name}.png`), fullPage: true});
}

/** Numbers that a table holds, by the column's number; unfolded tables are made a moment later. */
async function column(page: Page, selector: string, index: number): Promise<number[]> {
  const rows = page.locator(`${selector} tbody tr`);
  await rows.first().waitFor({state: "attached"});
  return rows.evaluateAll(
    (all, at) => all.map((row) => Number((row.children[at] as HTMLElement).dataset.value)),
    index,
  );
}

// The checker takes longer than all else: it sees one page of each kind.
const checked = new Set(["compare", "simulate", "analyze", "size", "experiment", "names"]);

for (const name of [
  "compare",
  "simulate",
  "onboarding",
  "subscription",
  "analyze",
  "size",
  "experiment",
  "long",
  "names",
] as const) {
  test(`the page of ${name} draws everything, silently and alone`, async () => {
    const made = pageOf(name);
    assert.ok(made.bytes < 2e6, `${made.bytes} bytes`);
    const {page, context, said, asked} = await open(made);
    assert.deepEqual(said, []);
    assert.deepEqual(asked, []);
    assert.equal(await page.locator(".failed:not(noscript *)").count(), 0);
    for (const drawing of await page.locator(".drawing").all()) {
      assert.ok((await drawing.locator("svg").first().boundingBox())!.height > 40);
      assert.ok(((await drawing.getAttribute("aria-label")) ?? "").length > 20);
    }
    const bare = await page
      .locator(".scroll")
      .evaluateAll((tables) =>
        tables
          .filter((table) => !table.parentElement!.querySelector(":scope > .copy"))
          .map((table) => table.getAttribute("aria-label")),
      );
    assert.deepEqual(bare, [], "every table can be copied");
    assert.deepEqual(await repeatedMarks(page), []);
    if (checked.has(name)) assert.deepEqual(await faults(page), []);
    assert.ok((await overflow(page)) <= 0);
    const [ready, took] = await page.evaluate(() => [
      performance.getEntriesByName("page-ready")[0]!.startTime,
      performance.getEntriesByName("page")[0]!.duration,
    ]);
    console.log(
      `${name}: ${Math.round(made.bytes / 1000)} kB, ready after ${Math.round(ready!)} ms, of which the script took ${Math.round(took!)} ms`,
    );
    await picture(page, name);
    await context.close();
  });
}

for (const name of ["compare", "names", "analyze"] as const) {
  test(`the page of ${name} is right in the dark and on a telephone`, async () => {
    const {page, context, said} = await open(pageOf(name), {
      viewport: {width: 390, height: 800},
      colorScheme: "dark",
    });
    assert.deepEqual(said, []);
    assert.ok((await overflow(page)) <= 0, "the page must not scroll sideways");
    if (name !== "names") assert.deepEqual(await faults(page), []);
    const [page_, ink] = await page.evaluate(() => [
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.body).color,
    ]);
    assert.notEqual(page_, ink);
    await picture(page, `${name}-dark-narrow`);
    await context.close();
  });
}

test("--report writes the page that report makes of the JSON", () => {
  const {direct, viaJson} = bytesOfReportOption();
  assert.equal(direct, viaJson);
});

test("the answer, the effects and the curves are those of the JSON", async () => {
  const made = pageOf("compare");
  const {page, context} = await open(made);
  const overall = made.answer.comparisons!.filter((comparison) => comparison.segment === null);
  assert.deepEqual(
    await column(page, ".verdicts", 5),
    overall.map((comparison) => comparison.difference.estimate),
  );
  assert.match(
    (await page.locator(".headline .sentence").first().textContent())!,
    /conversion is .* points higher than control\./,
  );
  for (const details of await page.locator("figure details").all())
    await details.locator("summary").first().click();
  assert.deepEqual(
    await column(page, "#effects-all .numbers", 3),
    overall.map((comparison) => comparison.difference.estimate),
  );
  // A mark stands where the scale puts its number.
  const off = await page.evaluate(
    (wanted) => {
      const plot = document.querySelector("#effects-all svg") as SVGSVGElement & {
        scale(name: string): {apply(x: number): number};
      };
      const marks = [...plot.querySelectorAll(".marks path")].map((mark) =>
        Number(/translate\(([-\d.]+)/.exec(mark.getAttribute("transform") ?? "")![1]),
      );
      return [marks.length, ...wanted.map((x, index) => Math.abs(plot.scale("x").apply(x) - marks[index]!))];
    },
    overall.map((comparison) => comparison.relative.estimate as number),
  );
  assert.equal(off[0], overall.length);
  for (const pixels of off.slice(1)) assert.ok(pixels < 1, `a mark is ${pixels} pixels off`);
  const runs = Object.values(made.answer.variants as Record<string, VariantRun>);
  const names = Object.keys(runs[0]!.metrics);
  for (const metric of ["conversion", "retention_90"]) {
    const curves = runs.map((variant) => variant.curves[metric]!);
    const numbers = `#curve-${names.indexOf(metric)} .numbers`;
    assert.deepEqual(
      await column(page, numbers, 2),
      curves.flatMap((each) => each.survival ?? each.incidence),
    );
    assert.deepEqual(
      await column(page, numbers, 5),
      curves.flatMap((each) => each.at_risk),
    );
  }
  // At the metric's time the curve is the metric, where all customers are counted.
  const {within} = made.answer.metrics!.conversion!;
  for (const run of runs) {
    const curve = run.curves.conversion!;
    assert.equal(curve.incidence![curve.time.indexOf(within!)], run.metrics.conversion!.estimate);
  }
  await context.close();
});

test("when goals are reached and how revenue spreads, as the JSON has it", async () => {
  const made = pageOf("compare");
  const {page, context} = await open(made);
  const runs = Object.values(made.answer.variants as Record<string, VariantRun>);
  for (const details of await page.locator("#times-0 details, #revenue details").all())
    await details.locator("summary").first().click();
  const among = runs.flatMap((run) => run.curves.conversion!.among_reached!.map((each) => each.time));
  assert.deepEqual(await column(page, "#times-0 .numbers > div:nth-child(2)", 2), among);
  // New in each period is all who are in by the end of the last one.
  const shares = await column(page, "#times-0 .numbers > div:nth-child(1)", 3);
  const sum = shares.reduce((total, share) => total + share, 0);
  const last = runs.reduce((total, run) => total + run.curves.conversion!.incidence!.at(-1)!, 0);
  assert.ok(sum <= last + 1e-9 && sum >= 0.98 * last, `${sum} of ${last}`);
  const spreads = runs.map((run) => run.distributions!.revenue!);
  assert.deepEqual(
    await column(page, "#revenue .numbers > div:nth-child(1)", 1),
    spreads.map((spread) => spread.customers - spread.none),
  );
  assert.deepEqual(
    await column(page, "#revenue .numbers > div:nth-child(1)", 6),
    spreads.map((spread) => spread.quantiles.find((each) => each.probability === 0.5)!.amount),
  );
  const bars = await column(page, "#revenue .numbers > div:nth-child(2)", 3);
  const shown = bars.reduce((total, share) => total + share, 0) / runs.length;
  assert.ok(shown > 0.985 && shown <= 1 + 1e-9, `${shown}`);
  assert.equal(await page.locator("#revenue .marks rect").count(), bars.length / runs.length);
  await page.locator('.step[data-step="checkout"]').focus();
  const stay = runs[0]!.steps.checkout!.mean_time!.toFixed(2);
  assert.ok((await page.locator(".panel").textContent())!.includes(`Mean time in step${stay} days`));
  await context.close();
});

test("the map shows the passages of the JSON, of each variant and of their difference", async () => {
  const made = pageOf("compare");
  const {page, context} = await open(made);
  const steps = (variant: string) => (made.answer.variants as Record<string, VariantRun>)[variant]!.steps;
  const passages = (from: string, to: string) =>
    page.locator(`.ribbon[data-from="${from}"][data-to="${to}"]`).getAttribute("data-passages").then(Number);
  const opened = (variant: string) => steps(variant).email1!.outcomes.opened!.completed;
  const rendered = await page
    .locator(".ribbon")
    .evaluateAll((ribbons) =>
      ribbons.map((ribbon) =>
        [(ribbon as SVGElement).dataset.passages, ribbon.getAttribute("stroke-width")].map(Number),
      ),
    );
  // Width is in proportion to passages, down to a pixel.
  const ratio = Math.max(
    ...rendered.map(([count, width]) => width! / count!).filter((_, index) => rendered[index]![1]! > 1),
  );
  for (const [count, width] of rendered) if (width! > 1) assert.ok(Math.abs(width! / count! - ratio) < 1e-9);
  assert.equal(await passages("email1", "click1"), opened("control"));
  await page.locator(".segmented label", {hasText: /^early_sms$/}).click();
  assert.equal(await passages("email1", "click1"), opened("early_sms"));
  await page.locator(".segmented label", {hasText: "against"}).click();
  assert.equal(await passages("email1", "click1"), opened("early_sms") - opened("control"));
  await picture(page, "compare-difference");
  await context.close();
});

test("the map is read by keyboard", async () => {
  const {page, context} = await open(pageOf("compare"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the answer");
  const focused = () =>
    page.evaluate(
      () =>
        (document.activeElement as HTMLElement | null)?.dataset.step ?? document.activeElement?.tagName ?? "",
    );
  for (let presses = 0; presses < 60 && (await focused()) !== "email1"; ++presses)
    await page.keyboard.press("Tab");
  assert.equal(await focused(), "email1");
  assert.match((await page.locator(".panel").textContent())!, /email1.*20,000/s);
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "sms");
  assert.match((await page.locator(".panel h4").textContent())!, /sms/);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  assert.notEqual(await focused(), "sms");
  const before = await page.locator(".surface > g").getAttribute("transform");
  await page.keyboard.press("+");
  assert.notEqual(await page.locator(".surface > g").getAttribute("transform"), before);
  await page.locator(".segmented input").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.match((await page.locator(".surface").getAttribute("aria-label"))!, /Journey map of early_sms/);
  await context.close();
});

test("a step of a long journey is found, and shown", async () => {
  const {page, context} = await open(pageOf("long"));
  assert.equal(await page.locator(".step").count(), 60);
  await page.getByLabel("Find a step").first().fill("step_57");
  assert.equal(await page.locator(".step.match").count(), 1);
  await page.keyboard.press("Enter");
  const card = (await page.locator(".step.match").boundingBox())!,
    frame = (await page.locator(".surface").boundingBox())!;
  assert.ok(card.x >= frame.x && card.x + card.width <= frame.x + frame.width, "the step is in view");
  assert.match((await page.locator(".panel h4").textContent())!, /step_57/);
  await page.getByRole("button", {name: "Fit the whole map"}).click();
  for (const box of await page
    .locator(".step .card")
    .evaluateAll((cards) => cards.map((each) => each.getBoundingClientRect().right)))
    assert.ok(box <= frame.x + frame.width + 1);
  await context.close();
});

test("names are text, whatever they hold, in any script", async () => {
  const {page, context, said} = await open(pageOf("names"));
  assert.deepEqual(said, []);
  assert.match(await page.title(), /رحلة العميل/);
  assert.equal(await page.locator(".step").count(), 3);
  assert.equal(
    await page
      .locator(".step[data-step]")
      .evaluateAll(
        (steps, wanted) => steps.filter((step) => (step as SVGElement).dataset.step === wanted).length,
        hostileStep,
      ),
    1,
  );
  assert.equal(await page.locator("#page script, #page b, #page i:not(.line):not(.box)").count(), 0);
  assert.match((await page.locator(".about").textContent())!, /<b>félkövér<\/b> &amp;/);
  for (const word of ["μετατροπή", "bevétel", "πρώιμο μήνυμα", "Πιστοί"])
    assert.ok((await page.locator("main").textContent())!.includes(word), word);
  await context.close();
});

test("numbers are in the reader's language", async () => {
  for (const [locale, wanted] of [
    ["de-DE", /20\.000/],
    ["hu-HU", /20[\u00a0\u202f]000/],
    ["en-GB", /20,000/],
  ] as const) {
    const {page, context} = await open(pageOf("compare"), {locale});
    assert.match((await page.locator(".meta").textContent())!, wanted);
    await context.close();
  }
});

test("tables are copied as CSV with all their digits", async () => {
  const made = pageOf("compare");
  const {page, context} = await open(made, {permissions: ["clipboard-read", "clipboard-write"]});
  await page.locator("#effects-all details summary").click();
  await page.locator("#effects-all").getByRole("button", {name: "Copy as CSV"}).click();
  await page.getByText("Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const first = made.answer.comparisons!.find((comparison) => comparison.segment === null)!;
  assert.ok(copied.includes(String(first.difference.estimate)));
  assert.equal(
    copied.trim().split("\n").length,
    1 + made.answer.comparisons!.filter((comparison) => comparison.segment === null).length,
  );
  await context.close();
});

test("the effect in segments follows the metric that is chosen", async () => {
  const made = pageOf("compare");
  const {page, context} = await open(made);
  await page.getByLabel("Metric", {exact: true}).selectOption("revenue");
  await page.locator("#effects-segments details summary").click();
  const wanted = made.answer
    .comparisons!.filter((comparison) => comparison.metric === "revenue")
    .map((comparison) => comparison.difference.estimate);
  assert.deepEqual(
    (await column(page, "#effects-segments .numbers", 3)).sort(),
    [...(wanted as number[])].sort(),
  );
  assert.match((await page.locator("#effects-segments .drawing").getAttribute("aria-label"))!, /revenue/);
  await context.close();
});

test("a real test shows its sample ratio, and says whose noise it is", async () => {
  const made = pageOf("analyze");
  const {page, context} = await open(made);
  assert.match((await page.locator("#sample-ratio").textContent())!, /as planned.*185.*215/s);
  assert.match((await page.locator(".uncertainty").textContent())!, /a real test's noise/);
  assert.equal(await page.locator("#map").count(), 0);
  const command = (await page.locator("#about .command").textContent())!;
  assert.deepEqual(answerOfCommand(command), made.answer);
  await context.close();
});

test("an analysis whose metrics have names of their own stands on the page as a file", async () => {
  const made = pageOf("named");
  const {page, context} = await open(made);
  const [command, text] = await page.locator("#about .command").allTextContents();
  const file = join(folder, "analysis.yaml");
  writeFileSync(file, text!);
  assert.deepEqual(answerOfCommand(command!.replace("analysis.yaml", file)), made.answer);
  await context.close();
});

test("the size of a test, by effect and by days", async () => {
  const answer = pageOf("size").answer as SizeAnswer;
  const {page, context} = await open(pageOf("size"));
  assert.match(
    (await page.locator(".headline .sentence").textContent())!,
    new RegExp(`needs ${answer.size.total!.toLocaleString("en-US")} customers and ${answer.size.days} days`),
  );
  for (const details of await page.locator("figure details summary").all()) await details.click();
  assert.deepEqual(
    await column(page, "#size-effects .numbers", 2),
    answer.tables.effects.map((row) => row.total),
  );
  assert.deepEqual(
    await column(page, "#size-days .numbers", 2),
    answer.tables.days.map((row) => row.effect),
  );
  assert.equal(await page.locator("#size-effects .marks circle").count(), answer.tables.effects.length);
  const powers = answer.tables.power!.flatMap((curve) => curve.points.map((point) => point.power));
  assert.deepEqual(await column(page, "#size-power .numbers", 4), powers);
  assert.equal(await page.locator("#size-power .marks path").count(), powers.length);
  assert.deepEqual(answerOfCommand((await page.locator("#about .command").textContent())!), answer);
  await context.close();
});

test("the page of a size without a scenario has its command", async () => {
  const {page, context} = await open(pageOf("plain"));
  const command = (await page.locator("#about .command").textContent())!;
  assert.match(command, /--effect=-0\.5pp/);
  assert.deepEqual(answerOfCommand(command), pageOf("plain").answer);
  await context.close();
});

test("what test plans do: verdicts, days of decision, boundaries", async () => {
  const answer = pageOf("experiment").answer as ExperimentAnswer;
  const {page, context} = await open(pageOf("experiment"));
  const plans = Object.values(answer.plans);
  assert.equal(await page.locator(".headline").count(), plans.length);
  assert.equal(await page.locator(".headline.bad").count(), 1);
  for (const details of await page.locator("figure details summary").all()) await details.click();
  const better = plans.flatMap((plan) =>
    [plan.effect, plan.no_effect].flatMap((world) =>
      Object.values(world!.variants).map((arm) => arm.better.estimate),
    ),
  );
  assert.deepEqual(await column(page, "#verdicts .numbers", 3), better);
  assert.deepEqual(
    await column(page, "#stopping .numbers", 4),
    plans.flatMap((plan) => [plan.effect!.day.median, plan.no_effect!.day.median]),
  );
  assert.equal(await page.locator("#stopping .marks path").count(), 2 * plans.length);
  assert.deepEqual(
    (await column(page, "#boundaries .numbers", 3)).filter((z) => z > 0),
    answer.plans.sequential!.looks.map((look) => look.upper),
  );
  const stops = plans.flatMap((plan) =>
    [plan.effect, plan.no_effect].flatMap((world) => world!.stops!.map((stop) => stop.tests)),
  );
  assert.deepEqual(await column(page, "#stop-days .numbers", 3), stops);
  assert.ok((await page.locator("#stop-days .marks rect").count()) >= 2 * plans.length);
  assert.deepEqual(answerOfCommand((await page.locator("#about .command").textContent())!), answer);
  await context.close();
});

test("single tests of plans that look more than once, in either world", async () => {
  const answer = pageOf("experiment").answer as ExperimentAnswer;
  const {page, context} = await open(pageOf("experiment"));
  const several = Object.values(answer.plans).filter(
    (plan) => plan.looks.length > 1 && plan.design !== "bandit",
  );
  const pathsIn = (world: "effect" | "no_effect") =>
    several.flatMap((plan) => Object.values(plan[world]!.variants).flatMap((arm) => arm.paths!));
  await page.locator("#paths details summary").click();
  assert.deepEqual(
    await column(page, "#paths .numbers", 3),
    pathsIn("effect").flatMap((path) => path.z),
  );
  assert.equal(await page.locator("#paths .marks path").count(), pathsIn("effect").length);
  await page.getByLabel("Tests", {exact: true}).selectOption("without any effect");
  assert.deepEqual(
    await column(page, "#paths .numbers", 3),
    pathsIn("no_effect").flatMap((path) => path.z),
  );
  assert.match((await page.locator("#paths .drawing").getAttribute("aria-label"))!, /without any effect/);
  await context.close();
});

test("a part that cannot be drawn says so, and the others stand", async () => {
  const {page, context} = await open(pageOf("damaged"));
  assert.ok((await page.locator(".failed[role=alert]").count()) > 0);
  assert.match((await page.locator("#effects-all").textContent({timeout: 3000}))!, /early_sms/);
  assert.match((await page.locator("#about").textContent())!, /winback/);
  await context.close();
});
