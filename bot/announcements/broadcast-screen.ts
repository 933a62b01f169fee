import {
  type Broadcast,
  type BroadcastMove,
  broadcastProgress,
  moveBroadcast,
  readBroadcast,
} from "../../core/announcements/broadcasts.js";
import { ConflictError } from "../../core/errors.js";
import { newsMessages } from "../../messages/news-messages.js";
import type { BotServices } from "../context.js";
import { lines, paragraphs, quote, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";

/** Letters of the text that its panel repeats. */
const SHOWN_TEXT = 200;

/** How far a broadcast is, with the buttons that hold it or let it go on. */
export async function broadcastScreen(services: BotServices, language: ViewLanguage, id: number): Promise<Screen> {
  const { pool } = services.core;
  const [broadcast, progress] = [await readBroadcast(pool, id), await broadcastProgress(pool, id)];
  const words = newsMessages(language.locale).broadcast;
  const count = (value: number): string => language.formats.count(value);
  const isDone = broadcast.state === "sending" && progress.waiting === 0;
  const optional = (value: number, text: (shown: string) => string) =>
    value === 0 ? undefined : tg`${text(count(value))}`;
  return {
    block: paragraphs(
      tg`📣 <b>${words.title}</b> · ${words.states[isDone ? "done" : broadcast.state]}`,
      lines(
        tg`${words.figures(count(progress.sent), count(broadcast.recipients ?? 0))}`,
        optional(progress.waiting, words.waiting),
        optional(progress.skipped, words.skipped),
        optional(progress.failed, words.failed),
        optional(progress.unknown, words.unknown),
      ),
      quote(tg`${shorten(broadcast.text)}`),
    ),
    keyboard: isDone ? [] : buttons(broadcast, words),
  };
}

function shorten(text: string): string {
  const letters = Array.from(text);
  return letters.length <= SHOWN_TEXT ? text : `${letters.slice(0, SHOWN_TEXT - 1).join("")}…`;
}

function buttons({ id, state }: Broadcast, words: ReturnType<typeof newsMessages>["broadcast"]): Screen["keyboard"] {
  const button = (text: string, act: Act) => ({ text, callback_data: `b1:${act}:${id}` });
  const refresh = button(`🔄 ${words.refresh}`, "see");
  const stop = button(`⏹ ${words.stop}`, "cancel");
  if (state === "sending") return [[button(`⏸ ${words.pause}`, "pause"), refresh], [stop]];
  if (state === "paused") return [[button(`▶️ ${words.resume}`, "resume"), refresh], [stop]];
  return [];
}

type Act = BroadcastMove | "see";
const ACTS: readonly Act[] = ["see", "pause", "resume", "cancel"];

export interface BroadcastPress {
  act: Act;
  id: number;
}

/** @returns `undefined` when the press is not one under a broadcast's report */
export function decodeBroadcastPress(data: string): BroadcastPress | undefined {
  const [, name, id] = /^b1:([a-z]+):([1-9]\d{0,14})$/.exec(data) ?? [];
  const act = ACTS.find((each) => each === name);
  return act === undefined ? undefined : { act, id: Number(id) };
}

/** Does what was pressed; when the state does not allow it any more, the report then shows why. */
export async function moveByPress({ core, wakeOutbox }: BotServices, { act, id }: BroadcastPress): Promise<void> {
  if (act === "see") return;
  try {
    await moveBroadcast(core, id, act);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
  wakeOutbox();
}
