// The answer first: what each variant does to what decides, then every metric's verdict, the
// guardrails, and which kind of uncertainty the numbers carry.
import {h, name, type Child} from "./dom";
import {lookOf, type Effect, type Look, type Model} from "./model";
import {count, decimal, isNumber, level, percent, probability, width} from "./number_text";
import {copiedTable, numberCell, textCell, type Table} from "./table";
import {
  differenceWords,
  guardrailSentence,
  guardrailWords,
  intervalWords,
  sentence,
  verdictWords,
} from "./words";

export function chip(tone: string, glyph: string, word: string): HTMLElement {
  return h("span", {class: `chip ${tone}`}, h("span", {"aria-hidden": "true"}, glyph), " " + word);
}

export function variantMark(model: Model, variant: string): HTMLElement {
  return marked(lookOf(model, variant), variant);
}

/** A name with the mark that stands for it in the charts. */
export function marked(look: Look, variant: string): HTMLElement {
  return h(
    "span",
    {class: "variant"},
    h("span", {style: `color:${look.css}`, "aria-hidden": "true"}, look.glyph),
    " ",
    name(variant),
  );
}

function headline(effect: Effect, model: Model): HTMLElement {
  const verdict = verdictWords[effect.verdict];
  const words = differenceWords(effect);
  const description = model.runs.get(effect.variant)?.description;
  const relative = effect.relative.estimate;
  const body: Child[] =
    effect.verdict === "same"
      ? [
          name(effect.metric.name),
          " is ",
          h("strong", {}, "the same"),
          " as with ",
          name(effect.control),
          ": no customer differs.",
        ]
      : words
        ? [
            name(effect.metric.name),
            " is ",
            h("strong", {}, `${words.amount} ${words.direction}`),
            " than ",
            name(effect.control),
            effect.verdict === "undecided" ? ", which may be chance." : ".",
          ]
        : [
            name(effect.metric.name),
            " cannot be compared: ",
            effect.difference.reason ?? "a value is missing",
            ".",
          ];
  return h(
    "article",
    {class: `headline ${verdict.tone}`},
    h(
      "header",
      {},
      h("h3", {}, variantMark(model, effect.variant)),
      chip(verdict.tone, verdict.glyph, verdict.word),
    ),
    h("p", {class: "sentence"}, ...body),
    words && effect.verdict !== "same"
      ? h(
          "p",
          {class: "detail"},
          h("span", {class: "fromto"}, words.from, " → ", words.to),
          " · ",
          intervalWords(effect, model),
          isNumber(relative) ? ` · ${percent(relative, 1, true)} relative` : "",
        )
      : null,
    description ? h("p", {class: "description", dir: "auto"}, description) : null,
  );
}

function verdictTable(model: Model, effects: Effect[]): Table {
  return {
    caption: "Every metric of every variant against control",
    columns: ["metric", "variant", "verdict"]
      .map((title) => ({title}))
      .concat([
        {title: "control", numeric: true},
        {title: "variant's value", numeric: true},
        {title: "difference", numeric: true},
        {title: `${level(model.confidence)} interval`, numeric: true},
        {title: "relative", numeric: true},
        {title: "p, adjusted", numeric: true},
      ] as never[]),
    rows: effects.map((effect) => {
      const {
        difference,
        metric: {unit},
      } = effect;
      const precise = width(difference) || undefined;
      const verdict = verdictWords[effect.verdict];
      const bounds =
        isNumber(difference.ci_low) && isNumber(difference.ci_high)
          ? `${unit.bare(difference.ci_low, precise, true)} to ${unit.bare(difference.ci_high, precise, true)}`
          : (difference.reason ?? "–");
      return [
        textCell(
          effect.metric.name,
          h(
            "span",
            {},
            name(effect.metric.name),
            effect.metric.primary ? h("span", {class: "tag"}, "decides") : null,
          ),
        ),
        textCell(effect.variant, variantMark(model, effect.variant)),
        textCell(verdict.word, chip(verdict.tone, verdict.glyph, verdict.word)),
        numberCell(effect.controlValue?.estimate, unit.value(effect.controlValue?.estimate, precise)),
        numberCell(effect.variantValue?.estimate, unit.value(effect.variantValue?.estimate, precise)),
        numberCell(difference.estimate, unit.change(difference.estimate, precise)),
        {text: bounds, raw: `${difference.ci_low ?? ""} to ${difference.ci_high ?? ""}`, numeric: true},
        numberCell(effect.relative.estimate, percent(effect.relative.estimate, 1, true)),
        numberCell(effect.adjusted, probability(effect.adjusted)),
      ];
    }),
  };
}

function guardrails(model: Model, effects: Effect[]): Child {
  const guarded = effects.filter((effect) => effect.guardrail);
  if (guarded.length === 0) return null;
  return h(
    "div",
    {class: "guardrails"},
    h("h3", {}, "Guardrails"),
    h(
      "ul",
      {},
      ...guarded.map((effect) => {
        const words = guardrailWords[effect.guardrail!.verdict];
        return h(
          "li",
          {},
          chip(words.tone, words.glyph, words.word),
          " ",
          name(effect.metric.name),
          " of ",
          variantMark(model, effect.variant),
          ": ",
          guardrailSentence(effect),
          ".",
        );
      }),
    ),
  );
}

function estimates(model: Model): Table {
  return {
    caption: "Every metric of every variant",
    columns: [
      {title: "metric"},
      {title: "variant"},
      {title: "estimate", numeric: true},
      {title: `${level(model.confidence)} interval`, numeric: true},
      {title: "customers", numeric: true},
    ],
    rows: model.metrics.flatMap((metric) =>
      model.variants.flatMap((variant) => {
        const value = model.runs.get(variant)?.metrics[metric.name];
        if (!value) return [];
        const precise = width(value) || undefined;
        return [
          [
            textCell(metric.name),
            textCell(variant, variantMark(model, variant)),
            numberCell(value.estimate, metric.unit.value(value.estimate, precise)),
            {
              text:
                isNumber(value.ci_low) && isNumber(value.ci_high)
                  ? `${metric.unit.value(value.ci_low, precise)} to ${metric.unit.value(value.ci_high, precise)}`
                  : (value.reason ?? "–"),
              raw: `${value.ci_low ?? ""} to ${value.ci_high ?? ""}`,
              numeric: true,
            },
            numberCell(value.n, count(value.n)),
          ],
        ];
      }),
    ),
  };
}

/** What a simulation without comparisons says first. */
function estimateHeadlines(model: Model): HTMLElement[] {
  const metric = model.metrics[0];
  if (!metric) return [];
  return model.variants.flatMap((variant) => {
    const value = model.runs.get(variant)?.metrics[metric.name];
    if (!value) return [];
    const precise = width(value) || undefined;
    const description = model.runs.get(variant)?.description;
    return [
      h(
        "article",
        {class: "headline even"},
        h("header", {}, h("h3", {}, variantMark(model, variant))),
        h(
          "p",
          {class: "sentence"},
          name(metric.name),
          " is ",
          h("strong", {}, metric.unit.value(value.estimate, precise)),
          ".",
        ),
        h(
          "p",
          {class: "detail"},
          isNumber(value.ci_low) && isNumber(value.ci_high)
            ? `${level(model.confidence)} interval ${metric.unit.value(value.ci_low, precise)} to ${metric.unit.value(value.ci_high, precise)} · ${count(value.n)} customers`
            : (value.reason ?? "no interval"),
        ),
        description ? h("p", {class: "description", dir: "auto"}, description) : null,
      ),
    ];
  });
}

const sentenceOf = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

export function uncertaintyNote(model: Model): HTMLElement {
  return h(
    "p",
    {class: "uncertainty"},
    h("strong", {}, `What the intervals show: ${model.uncertainty.kind}. `),
    sentenceOf(model.uncertainty.meaning),
    model.effects.length > 0
      ? ` Verdicts are two-sided at the p-value corrected for many comparisons (${model.effects[0]!.adjustment}); intervals are not corrected.`
      : "",
  );
}

/** The sample ratio of a real test: if it is broken, nothing below can be trusted. */
function sampleRatio(model: Model): Child {
  const ratio = model.answer.sample_ratio;
  if (!ratio) return null;
  const state = {
    as_planned: {tone: "good", glyph: "✓", word: "as planned"},
    suspicious: {tone: "even", glyph: "!", word: "suspicious"},
    broken: {tone: "bad", glyph: "✕", word: "broken"},
  }[ratio.state];
  const total = Object.values(ratio.arms).reduce((sum, arm) => sum + arm.customers, 0);
  const meaning = {
    as_planned: "The arms are as large as the plan says, as far as chance goes.",
    suspicious:
      "The arms differ from the plan more than chance usually does: look for a cause before you believe the rest.",
    broken:
      "The arms are not as large as planned, far beyond chance: customers went missing or were counted twice, and no comparison below can be trusted.",
  }[ratio.state];
  const table: Table = {
    caption: "Customers in each arm",
    columns: [
      {title: "arm"},
      {title: "customers", numeric: true},
      {title: "share", numeric: true},
      {title: "planned", numeric: true},
    ],
    rows: Object.entries(ratio.arms).map(([arm, facts]) => [
      textCell(arm, variantMark(model, arm)),
      numberCell(facts.customers, count(facts.customers)),
      numberCell(total ? facts.customers / total : null, percent(total ? facts.customers / total : null)),
      numberCell(facts.expected_share, percent(facts.expected_share)),
    ]),
  };
  return h(
    "div",
    {class: "ratio", id: "sample-ratio"},
    h("h3", {}, "Sample ratio ", chip(state.tone, state.glyph, state.word)),
    h(
      "p",
      {},
      meaning,
      ` χ² = ${decimal(ratio.chi_square, 2)} with ${count(ratio.df)} degree${ratio.df === 1 ? "" : "s"} of freedom, p = ${probability(ratio.p_value)}.`,
    ),
    copiedTable(table),
  );
}

export function answerSection(model: Model): HTMLElement {
  const overall = model.effects.filter((effect) => effect.segment === null);
  const deciding = overall.filter((effect) => effect.metric === model.metrics[0]);
  const table =
    overall.length > 0 ? verdictTable(model, overall) : model.runs.size > 0 ? estimates(model) : null;
  return h(
    "section",
    {id: "answer", "aria-labelledby": "answer-title"},
    h("h2", {id: "answer-title"}, "The answer"),
    sampleRatio(model),
    h(
      "div",
      {class: "headlines"},
      ...(deciding.length > 0 ? deciding.map((effect) => headline(effect, model)) : estimateHeadlines(model)),
    ),
    guardrails(model, overall),
    uncertaintyNote(model),
    table ? h("div", {class: "verdicts"}, h("h3", {}, table.caption), copiedTable(table)) : null,
    overall.length > 0
      ? h(
          "details",
          {},
          h("summary", {}, "The same in sentences"),
          h(
            "ul",
            {class: "sentences"},
            ...overall.map((effect) => h("li", {dir: "auto"}, sentence(effect, model))),
          ),
        )
      : null,
    (model.answer.notes ?? []).length > 0
      ? h("ul", {class: "notes"}, ...(model.answer.notes ?? []).map((note) => h("li", {dir: "auto"}, note)))
      : null,
  );
}
