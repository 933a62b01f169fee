import * as z from "zod/mini";
import { InvalidInputError } from "../../../core/errors.js";
import { checkGrowth } from "../../../core/prizes/check-scheme.js";
import { checkLanes, type RaceSpan } from "../../../core/races/race-lanes.js";
import { readLaneList } from "../../../core/races/read-lane-list.js";
import { type Cents, cents, formatCents, parseCents } from "../../../wire/money.js";
import { type LaneInput, laneInput } from "../../../wire/race-lanes.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../../render/html.js";
import { cancelRow } from "../form-keyboard.js";
import { formButton } from "../form-buttons.js";
import type { Answer, Form, Reading } from "../form.js";
import type { Growth } from "./draft.js";

/** As many as a race may have (wire/admin-races.ts). */
const MAX_LANES = 10;
const laneInputs = z.array(laneInput).check(z.maxLength(MAX_LANES));

/** Shares of the wager that are offered, and by how much the pool may grow with them. */
const GROWTHS = [
  { percent: "0.1", times: 2n },
  { percent: "0.5", times: 2n },
  { percent: "1", times: 3n },
] as const;

/** Asks how the pool grows, in percent of all counted wager up to a limit. @returns null for a fixed pool */
export async function askGrowth(form: Form, head: HtmlBlock, prizes: readonly string[]): Promise<Growth | null> {
  const { formats, bot } = form.language;
  const { newRace } = bot.forms;
  const table = prizes.map((prize) => parseCents(prize) ?? cents(0n));
  const pool = table.reduce<bigint>((sum, prize) => sum + prize, 0n);
  const offered = GROWTHS.map(({ percent, times }) => ({ percent, limit: formatCents(cents(pool * times)) }));
  const buttons = offered.map(({ percent, limit }) =>
    formButton(newRace.growsBy(percent, formats.money(limit)), `growth:${percent} ${limit}`),
  );
  return form.ask(
    {
      block: paragraphs(head, lines(tg`${newRace.askGrowth}`, tg`<i>${newRace.growthHint}</i>`)),
      keyboard: [
        ...buttons.map((button) => [button]),
        [formButton(newRace.fixedPool, "growth:none")],
        ...cancelRow(form),
      ],
    },
    (answer): Reading<Growth | null> => {
      const text = answer.kind === "press" ? answer.value.replace("growth:", "") : answer.text;
      if (text === "none") return { value: null };
      const growth = readGrowth(text);
      if (growth === undefined) return { problem: newRace.notAGrowth };
      return isBeyond(growth, table)
        ? { value: growth }
        : { problem: newRace.growthTooLow(formats.money(formatCents(cents(pool)))) };
    },
  );
}

/** `0.5% 2000`, with or without words and signs between. */
function readGrowth(text: string): Growth | undefined {
  const [, percent = "", limit = ""] = /^\D*?(\d+(?:[.,]\d+)?)\s*%?\D+?(\d[\d.,]*)\D*$/.exec(text.trim()) ?? [];
  const [whole = "", fraction = ""] = percent.replace(",", ".").split(".");
  const digits = `${whole.padStart(3, "0")}${fraction}`;
  const share = `${digits.slice(0, -2 - fraction.length).replace(/^0+(?=\d)/, "")}.${digits.slice(-2 - fraction.length)}`;
  const amount = parseCents(limit.replaceAll(/,(?=\d{3}(?!\d))/g, ""));
  if (amount === undefined || !/^0\.\d{1,6}$/.test(share) || !/[1-9]/.test(share)) return undefined;
  return { share, limit: formatCents(amount) };
}

function isBeyond(growth: Growth, table: readonly Cents[]): boolean {
  const issues: Parameters<typeof checkGrowth>[2] = [];
  checkGrowth(growth, table, issues);
  return issues.length === 0;
}

/** Asks for lanes, one a line. @returns none for a race without */
export async function askLanes(form: Form, head: HtmlBlock, window: RaceSpan): Promise<LaneInput[]> {
  const { newRace } = form.language.bot.forms;
  return form.ask(
    {
      block: paragraphs(
        head,
        lines(tg`${newRace.askLanes}`, ...newRace.laneExamples.map((example) => tg`<code>${example}</code>`)),
        tg`<i>${newRace.lanesHint}</i>`,
      ),
      keyboard: [[formButton(newRace.withoutLanes, "lanes:none")], ...cancelRow(form)],
    },
    (answer) => readLanes(answer, form, window),
  );
}

function readLanes(answer: Answer, form: Form, window: RaceSpan): Reading<LaneInput[]> {
  const { newRace, useButtons } = form.language.bot.forms;
  if (answer.kind === "press") return answer.value === "lanes:none" ? { value: [] } : { problem: useButtons };
  const read = readLaneList(answer.text);
  if (read.problem !== undefined) return { problem: newRace.cannotBe(read.problem) };
  const parsed = laneInputs.safeParse(read.lanes);
  if (!parsed.success) {
    return {
      problem: newRace.cannotBe(
        parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "),
      ),
    };
  }
  try {
    checkLanes(read.lanes, window);
    return { value: read.lanes };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { problem: newRace.cannotBe(error.issues.map(({ path, message }) => `${path} ${message}`).join("; ")) };
  }
}
