// Pages made by the program, opened in one headless Chromium that all tests share.
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {chromium, type BrowserContext, type BrowserContextOptions, type Page} from "playwright-core";
import type {Answer} from "../../../engine/report/page/src/answer_types";
import {longScenario, namesScenario} from "./scenarios";

const program = process.env.JOURNEYLAB_PROGRAM as string;
export const pictures = process.env.JOURNEYLAB_PICTURES ?? "";
export const folder = mkdtempSync(join(tmpdir(), "journeylab-pages-"));

function run(...words: string[]): void {
  const {status, stderr, error} = spawnSync(program, words, {encoding: "utf8"});
  assert.equal(status, 0, `${words.join(" ")}: ${stderr}${error ?? ""}`);
}

export interface Made {
  file: string;
  answer: Answer;
  bytes: number;
}

/** The page of a verb's answer, by way of its JSON and `report`. */
function make(name: string, ...words: string[]): Made {
  const json = join(folder, `${name}.json`),
    file = join(folder, `${name}.html`);
  run(...words, "--format", "json", "-o", json);
  run("report", json, "-o", file);
  return {file, answer: JSON.parse(readFileSync(json, "utf8")) as Answer, bytes: statSync(file).size};
}

/** What a command that stands on a page answers. */
export function answerOfCommand(command: string): Answer {
  const {status, stdout, stderr} = spawnSync(
    "sh",
    ["-c", `journeylab() { "$JOURNEYLAB_PROGRAM" "$@"; }; ${command} --format json`],
    {encoding: "utf8"},
  );
  assert.equal(status, 0, `${command}: ${stderr}`);
  return JSON.parse(stdout) as Answer;
}

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const winback = "scenarios/winback.yaml";
export const made: Record<string, () => Made> = {
  compare: () => make("compare", "compare", winback, "--customers", "20000"),
  simulate: () => make("simulate", "simulate", winback, "--customers", "4000"),
  onboarding: () => make("onboarding", "compare", "scenarios/onboarding.yaml", "--customers", "4000"),
  subscription: () => make("subscription", "compare", "scenarios/subscription.yaml", "--customers", "2000"),
  analyze: () =>
    make(
      "analyze",
      "analyze",
      "scenarios/data/welcome.csv",
      "--arm",
      "variant",
      "--control",
      "plain",
      "--conversion",
      "bought",
      "--mean",
      "spent",
      "--segment",
      "channel",
    ),
  named: () =>
    make(
      "named",
      "analyze",
      "scenarios/data/welcome.csv",
      "--analysis",
      "scenarios/data/welcome_analysis.yaml",
    ),
  size: () => make("size", "size", winback, "--tests", "20", "--traffic", "2000/day"),
  plain: () => make("plain", "size", "--baseline", "4%", "--effect=-0.5pp"),
  experiment: () => make("experiment", "experiment", "scenarios/free_shipping.yaml", "--replicates", "300"),
  damaged: () => {
    const json = join(folder, "damaged.json"),
      file = join(folder, "damaged.html");
    const answer = structuredClone(pageOf("compare").answer);
    answer.variants = {control: {} as never, early_sms: {} as never};
    writeFileSync(json, JSON.stringify(answer));
    run("report", json, "-o", file);
    return {file, answer, bytes: statSync(file).size};
  },
  picture: () => make("picture", "compare", winback),
  long: () => make("long", "compare", written("long.yaml", longScenario())),
  names: () => make("names", "compare", written("names.yaml", namesScenario())),
};

const cache = new Map<string, Made>();
export function pageOf(name: keyof typeof made): Made {
  const known = cache.get(name) ?? made[name]!();
  cache.set(name, known);
  return known;
}

/** That --report writes what report does. */
export function bytesOfReportOption(): {direct: string; viaJson: string} {
  const direct = join(folder, "direct.html");
  run("compare", winback, "--customers", "20000", "--report", direct, "-o", join(folder, "answer.txt"));
  return {direct: readFileSync(direct, "utf8"), viaJson: readFileSync(pageOf("compare").file, "utf8")};
}

export const browser = await chromium.launch({
  executablePath: process.env.JOURNEYLAB_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

export interface Opened {
  page: Page;
  context: BrowserContext;
  /** what the page said on the console, and what it asked of the network */
  said: string[];
  asked: string[];
}

export async function open(made: Made, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: {width: 1280, height: 900},
    locale: "en-US",
    ...options,
  });
  const page = await context.newPage();
  const said: string[] = [],
    asked: string[] = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url());
  });
  await page.goto(pathToFileURL(made.file).href);
  await page.waitForSelector("html.drawn");
  // Charts are drawn once their place is known.
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".drawing")].every((drawing) => drawing.childElementCount > 0),
  );
  return {page, context, said, asked};
}

export async function close(): Promise<void> {
  await browser.close();
  rmSync(folder, {recursive: true, force: true});
}

/** Axes of the page that show two marks as the same number. */
export const repeatedMarks = (page: Page): Promise<string[]> =>
  page
    .locator(
      '.drawing g[aria-label$="-axis tick label"] :has(> text), .drawing g[aria-label$="-axis tick label"]:has(> text)',
    )
    .evaluateAll((axes) =>
      axes
        .map((axis) => [...axis.children].map((mark) => mark.textContent?.trim() ?? "").filter(Boolean))
        // A mirrored axis shows every size twice.
        .filter((marks) => new Set(marks).size < marks.length && marks.join() !== [...marks].reverse().join())
        .map((marks) => marks.join(" ")),
    );
