import { readMoment } from "../../../core/time/wall-clock.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../../render/html.js";
import { cancelRow, pairs } from "../form-keyboard.js";
import { formButton } from "../form-buttons.js";
import type { Answer, Form, Reading } from "../form.js";
import { endShortcuts, startShortcuts } from "./window-shortcuts.js";

/** A start further back would count wagers nobody knew to be in a race. */
const LONGEST_AGO_MS = 31 * 86_400_000;

export interface WindowFrame {
  timeZone: string;
  /** Above the question: which step it is. */
  head: HtmlBlock;
  /** The race has this end already and gets a later one. */
  isExtension?: boolean;
}

/** Asks for the start. @returns ISO 8601 */
export async function askStart(form: Form, { timeZone, head }: WindowFrame): Promise<string> {
  const { newRace } = form.language.bot.forms;
  const now = await nowOf(form);
  const shortcuts = startShortcuts(now, timeZone);
  const buttons = shortcuts.map(([name]) => formButton(newRace.start[name], `start:${name}`));
  return form.ask(
    {
      block: paragraphs(head, lines(tg`${newRace.askStart(timeZone)}`, tg`<i>${newRace.startHint}</i>`)),
      keyboard: [...pairs(buttons), ...cancelRow(form)],
    },
    (answer) => {
      const at = momentOf(answer, "start", shortcuts, { now, base: now, timeZone });
      if (at === undefined) return { problem: newRace.notAMoment };
      return now.getTime() - at.getTime() > LONGEST_AGO_MS
        ? { problem: newRace.startsLongAgo }
        : { value: at.toISOString() };
    },
  );
}

/** Asks for the end of a race whose start is known. @returns ISO 8601 */
export async function askEnd(
  form: Form,
  startsAt: string,
  { timeZone, head, isExtension = false }: WindowFrame,
): Promise<string> {
  const { language } = form;
  const { newRace } = language.bot.forms;
  const now = await nowOf(form);
  const start = new Date(startsAt);
  const shortcuts = endShortcuts(start, now, timeZone);
  const buttons = shortcuts.map(([name]) => formButton(newRace.end[name], `end:${name}`));
  const label = isExtension ? language.shared.ends : language.shared.starts;
  // In the zone of the questions, which need not be that of the person's phone: he looks for the hour that he gave.
  const begin = tg`${label}: ${language.formats.date(start, { timeZone, withTime: true })}`;
  return form.ask(
    {
      block: paragraphs(head, lines(begin, tg`${newRace.askEnd}`, tg`<i>${newRace.endHint}</i>`)),
      keyboard: [...pairs(buttons), ...cancelRow(form)],
    },
    (answer) => readEnd(answer, { form, shortcuts, now, start, timeZone }),
  );
}

function readEnd(
  answer: Answer,
  options: { form: Form; shortcuts: readonly [string, Date][]; now: Date; start: Date; timeZone: string },
): Reading<string> {
  const { newRace } = options.form.language.bot.forms;
  const { now, start, timeZone } = options;
  const at = momentOf(answer, "end", options.shortcuts, { now, base: start, timeZone });
  if (at === undefined) return { problem: newRace.notAMoment };
  if (at <= start) return { problem: newRace.endBeforeStart };
  return at <= now ? { problem: newRace.endIsPast } : { value: at.toISOString() };
}

/** Times that a form speaks of are taken once, when the question is asked. */
export async function nowOf(form: Form): Promise<Date> {
  return new Date(await form.outside(() => Promise.resolve(form.services.core.clock.now().toISOString())));
}

function momentOf(
  answer: Answer,
  prefix: string,
  shortcuts: readonly [string, Date][],
  frame: { now: Date; base: Date; timeZone: string },
): Date | undefined {
  if (answer.kind === "text") return readMoment(answer.text, frame);
  return shortcuts.find(([name]) => answer.value === `${prefix}:${name}`)?.[1];
}
