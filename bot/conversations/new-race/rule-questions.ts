import { PRIZE_TEMPLATES } from "../../../core/races/prize-templates.js";
import { parseCents, parseMicroUsd } from "../../../wire/money.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../../render/html.js";
import type { ViewLanguage } from "../../render/view-language.js";
import { cancelRow, pairs } from "../form-keyboard.js";
import { formButton } from "../form-buttons.js";
import type { Answer, Form, Reading } from "../form.js";
import { divideByTemplate, isPrizeTemplate, type PrizeProblem, readPrizes } from "./read-prizes.js";

const MAX_TITLE = 100;
const POOLS = ["100", "250", "500", "1000", "2500", "5000"];
const LEAST_WAGERS = ["0", "100", "1000", "10000"];

export async function askTitle(form: Form, head: HtmlBlock): Promise<string> {
  const { forms } = form.language.bot;
  const { newRace } = forms;
  const titles = newRace.titles.map((title, at) => formButton(title, `title:${at}`));
  return form.ask(
    { block: paragraphs(head, tg`${newRace.askTitle}`), keyboard: [...pairs(titles), ...cancelRow(form)] },
    (answer) => {
      const title = answer.kind === "text" ? answer.text.trim() : newRace.titles[Number(answer.value.slice(6))];
      if (title === undefined) return { problem: forms.useButtons };
      if (title === "") return { problem: forms.tooShort(1) };
      return Array.from(title).length > MAX_TITLE ? { problem: forms.tooLong(MAX_TITLE) } : { value: title };
    },
  );
}

/** Asks for the prizes: a list, or a template and the pool it divides. @returns decimal USD, rank 1 first */
export async function askPrizes(form: Form, head: HtmlBlock): Promise<string[]> {
  const { language } = form;
  const { forms } = language.bot;
  const { newRace } = forms;
  const templates = Object.keys(PRIZE_TEMPLATES).filter(isPrizeTemplate);
  const buttons = templates.map((name) => formButton(newRace.templates[name], `prizes:${name}`));
  const chosen = await form.ask(
    {
      block: paragraphs(head, lines(tg`${newRace.askPrizes}`, tg`${newRace.prizesHint}`)),
      keyboard: [...pairs(buttons), ...cancelRow(form)],
    },
    (answer): Reading<string[] | keyof typeof PRIZE_TEMPLATES> => {
      if (answer.kind === "text") return readList(answer.text, language);
      const name = answer.value.replace("prizes:", "");
      return isPrizeTemplate(name) ? { value: name } : { problem: forms.useButtons };
    },
  );
  return typeof chosen === "string" ? askPool(form, head, chosen) : chosen;
}

async function askPool(form: Form, head: HtmlBlock, template: keyof typeof PRIZE_TEMPLATES): Promise<string[]> {
  const { formats, bot } = form.language;
  const { newRace } = bot.forms;
  const shares = PRIZE_TEMPLATES[template].map((share) => `${share / 100} %`).join(" · ");
  const buttons = POOLS.map((pool) => formButton(formats.money(pool), `pool:${pool}`));
  return form.ask(
    {
      block: paragraphs(
        head,
        lines(tg`<b>${newRace.templates[template]}</b>`, tg`${newRace.shares(shares)}`),
        tg`${newRace.askPool}`,
      ),
      keyboard: [...pairs(buttons), ...cancelRow(form)],
    },
    (answer) => {
      const written = amountIn(answer, "pool:");
      const pool = parseCents(written);
      if (pool === undefined || pool === 0n) {
        return { problem: newRace.prizeProblem.notMoney(written) };
      }
      const prizes = divideByTemplate(pool, template);
      return prizes === undefined ? { problem: newRace.prizeProblem.poolTooSmall } : { value: prizes };
    },
  );
}

function readList(text: string, language: ViewLanguage): Reading<string[]> {
  const read = readPrizes(text);
  return "prizes" in read ? { value: read.prizes } : { problem: prizeProblem(read.problem, language) };
}

function prizeProblem(problem: PrizeProblem, { bot }: ViewLanguage): string {
  const { prizeProblem: texts } = bot.forms.newRace;
  switch (problem.kind) {
    case "notMoney":
      return texts.notMoney(Array.from(problem.text).slice(0, 30).join(""));
    case "rising":
      return texts.rising(problem.rank);
    case "zeroFirst":
      return texts.zeroFirst;
    default:
      return texts.tooMany;
  }
}

/** @returns decimal USD, "0" for no limit */
export async function askMinWager(form: Form, head: HtmlBlock): Promise<string> {
  const { formats, bot } = form.language;
  const { newRace } = bot.forms;
  const buttons = LEAST_WAGERS.map((amount) =>
    formButton(amount === "0" ? newRace.noMinWager : formats.money(amount), `least:${amount}`),
  );
  return form.ask(
    { block: paragraphs(head, tg`${newRace.askMinWager}`), keyboard: [...pairs(buttons), ...cancelRow(form)] },
    (answer) => {
      const amount = amountIn(answer, "least:");
      return parseMicroUsd(amount) === undefined ? { problem: newRace.notMoney } : { value: amount };
    },
  );
}

/** An amount from a button or as written: `$1,000` and `1000` are the same. */
function amountIn(answer: Answer, prefix: string): string {
  if (answer.kind === "press") return answer.value.replace(prefix, "");
  return answer.text.replaceAll(/(?<=\d),(?=\d{3}(?!\d))|[\s$€]|USD/gi, "");
}

/** Which sources count; all of them, or those that are ticked. @returns slugs, null for all */
export async function askSources(
  form: Form,
  head: HtmlBlock,
  known: readonly string[],
  chosen: readonly string[] | null,
): Promise<string[] | null> {
  const { forms } = form.language.bot;
  const { newRace } = forms;
  const ticked = new Set(chosen ?? known);
  for (;;) {
    const buttons = known.map((slug, at) => formButton(`${ticked.has(slug) ? "✅" : "⬜"} ${slug}`, `source:${at}`));
    const done = formButton(`✔️ ${newRace.sourcesDone}`, "sources:done");
    const pressed = await form.ask(
      {
        block: paragraphs(head, tg`${newRace.askSources}`),
        keyboard: [...buttons.map((button) => [button]), [done], ...cancelRow(form)],
      },
      (answer): Reading<string> => {
        const slug = answer.kind === "press" ? known[Number(answer.value.replace("source:", ""))] : undefined;
        if (slug !== undefined) return { value: slug };
        const isDone = answer.kind === "press" && answer.value === "sources:done" && ticked.size > 0;
        return isDone ? { value: "" } : { problem: forms.useButtons };
      },
    );
    if (pressed === "") return ticked.size === known.length ? null : known.filter((slug) => ticked.has(slug));
    if (!ticked.delete(pressed)) ticked.add(pressed);
  }
}
