// The page: reads the answer that stands in it, and puts the sections together.
import type {Answer} from "./answer_types";
import {h, name, type Child} from "./dom";
import {modelOf, type Model} from "./model";
import {count, decimal, isNumber} from "./number_text";
import {aboutSection} from "./section_about";
import {answerSection} from "./section_answer";
import {effectsSection} from "./section_effects";
import {experimentSections} from "./section_experiment";
import {flowSections} from "./section_flow";
import {mapSection} from "./section_map";
import {sizeSections} from "./section_size";
import {timeSection} from "./section_time";

const questions: Record<string, string> = {
  simulate: "What will happen?",
  compare: "Which variant is better?",
  analyze: "What did the test show?",
  size: "How large must the test be?",
  experiment: "What will the test plan do?",
};

function headerOf(model: Model): HTMLElement {
  const {answer} = model;
  const description = answer.scenario?.document?.description;
  const facts = [
    answer.customers !== undefined ? `${count(answer.customers)} synthetic customers in each variant` : null,
    answer.rows !== undefined ? `${count(answer.rows)} rows of data` : null,
    isNumber(answer.scenario?.horizon)
      ? `followed for ${decimal(answer.scenario!.horizon, Number.isInteger(answer.scenario!.horizon) ? 0 : 1)} ${answer.scenario!.time_unit}s`
      : null,
    answer.seed !== undefined ? `seed ${answer.seed}` : null,
  ].filter(Boolean);
  return h(
    "header",
    {class: "top"},
    h(
      "p",
      {class: "question"},
      h("span", {class: "mark", "aria-hidden": "true"}),
      `journeylab ${answer.command}`,
      h("span", {class: "ask"}, questions[answer.command] ?? ""),
    ),
    h("h1", {dir: "auto"}, model.title),
    typeof description === "string" ? h("p", {class: "about", dir: "auto"}, description) : null,
    h("p", {class: "meta"}, facts.join(" · ")),
    answer.complete === false
      ? h(
          "p",
          {class: "partial", role: "note"},
          h("strong", {}, "Partial. "),
          answer.planned === undefined
            ? "The run was stopped before its end. "
            : `The run was stopped after ${count((answer.customers ?? answer.replicates) as number)} of ${count(answer.planned)} ${answer.customers === undefined ? "simulated tests" : "customers"}. `,
          "What is shown is what was known then.",
        )
      : null,
  );
}

function navigationOf(sections: HTMLElement[]): HTMLElement {
  return h(
    "nav",
    {"aria-label": "Sections"},
    h(
      "ul",
      {},
      ...sections.map((section) =>
        h("li", {}, h("a", {href: `#${section.id}`}, section.querySelector("h2")?.textContent ?? "")),
      ),
    ),
  );
}

/** A section that cannot be drawn says so, and the others stand. */
function guarded(make: () => HTMLElement | HTMLElement[] | null): HTMLElement[] {
  try {
    const made = make();
    return made === null ? [] : Array.isArray(made) ? made : [made];
  } catch (error) {
    console.error(error);
    return [
      h(
        "section",
        {class: "failed", role: "alert"},
        h("h2", {}, "A part of this page could not be drawn"),
        h("p", {}, String(error)),
      ),
    ];
  }
}

/** What the page shows of an answer, by the question that it answers. */
function sectionsOf(model: Model): HTMLElement[] {
  if (model.answer.command === "size") return guarded(() => sizeSections(model));
  if (model.answer.command === "experiment") return guarded(() => experimentSections(model));
  return [answerSection, mapSection, effectsSection, timeSection, flowSections].flatMap((section) =>
    guarded(() => section(model)),
  );
}

export function pageOf(answer: Answer): Child[] {
  const model = modelOf(answer);
  const sections = [...sectionsOf(model), ...guarded(() => aboutSection(model))];
  const footer = h(
    "footer",
    {},
    h(
      "p",
      {},
      "Made by ",
      name(`journeylab ${answer.journeylab}`),
      ". This page holds everything it shows and asks nothing of the network.",
    ),
  );
  return [headerOf(model), navigationOf(sections), h("main", {id: "main"}, ...sections), footer];
}

performance.mark("page-begins");
try {
  const answer = JSON.parse(document.getElementById("answer-data")?.textContent ?? "null") as Answer;
  const sections = pageOf(answer);
  document
    .getElementById("page")
    ?.replaceChildren(...sections.filter((child): child is Node => child instanceof Node));
} catch (error) {
  console.error(error);
  document
    .getElementById("page")
    ?.replaceChildren(
      h("p", {class: "failed", role: "alert"}, `This page could not read its data: ${String(error)}`),
    );
}
document.documentElement.classList.add("drawn");
performance.mark("page-ready");
performance.measure("page", "page-begins", "page-ready");
