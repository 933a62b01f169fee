import * as z from "zod";
import { chatLanguage } from "../../core/telegram/chats.js";
import {
  closeLiveBoard,
  forgetBoardMessage,
  type LiveBoard,
  liveBoardPin,
  MAX_POSTS,
  noteShown,
  readLiveBoard,
  type ShownBoard,
} from "../../core/telegram/live-board-store.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { resolveLocale } from "../../messages/locale.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import { messageOptions } from "../answers.js";
import type { BotServices } from "../context.js";
import { mendTopic } from "../outbox/mend-topic.js";
import type { PreparedCall, Renderer } from "../outbox/renderer.js";
import { viewLanguage } from "../render/view-language.js";
import { type LiveBoardScreen, liveBoardScreen } from "../screens/live-board-screen.js";
import { readBoard } from "../screens/race-screen.js";
import { isMessageGone } from "../telegram-errors.js";

const payload = z.object({ race: z.string() });

/** An unchanged board is edited all the same after this time, so that its "as of" stays believable. */
const LONGEST_SILENCE_MS = 10 * 60_000;
/** States after which a race's figures never change again. */
const OVER: ReadonlySet<Race["status"]> = new Set(["final", "paid", "void"]);

/** A board of one chat at the moment it is drawn. */
interface Drawing {
  services: BotServices;
  chatId: number;
  race: RaceId;
  board: LiveBoard;
  screen: LiveBoardScreen;
  shown: ShownBoard;
}

/** Draws the pinned board of a chat: posts it when it has no message, edits it when it has changed. */
export function liveBoardRenderer(services: BotServices): Renderer {
  const { core } = services;
  return async ({ chatId, payload: raw }) => {
    const race = parseRaceId(payload.parse(raw).race);
    const board = race === undefined ? undefined : await readLiveBoard(core.pool, chatId, race);
    if (race === undefined || board === undefined) return undefined;
    if (board.messageId === null && board.posts >= MAX_POSTS) {
      await closeLiveBoard(core.pool, chatId, race);
      return undefined;
    }
    const drawing = await draw(services, chatId, race, board);
    if (board.messageId === null) return postCall(drawing);
    if (!isUnchanged(drawing)) return editCall(drawing, board.messageId);
    await noteShown(core.pool, drawing, { ...drawing.shown, at: board.editedAt }, null);
    return undefined;
  };
}

async function draw(services: BotServices, chatId: number, id: RaceId, board: LiveBoard): Promise<Drawing> {
  const { core, views, links } = services;
  const [race, standings, chosen] = await Promise.all([
    views.race(id),
    readBoard(views, id, 10),
    chatLanguage(core, chatId),
  ]);
  const now = core.clock.now();
  const language = viewLanguage(resolveLocale(chosen));
  const screen = liveBoardScreen({ race, standings, now, links, language });
  const shown: ShownBoard = {
    version: race.version,
    status: race.status,
    hash: screen.hash,
    at: now,
    isLast: OVER.has(race.status),
  };
  return { services, chatId, race: id, board, screen, shown };
}

function isUnchanged({ board, screen, shown }: Drawing): boolean {
  if (board.shownHash !== screen.hash || board.editedAt === null || shown.at === null) return false;
  return shown.at.getTime() - board.editedAt.getTime() < LONGEST_SILENCE_MS;
}

function editCall(drawing: Drawing, messageId: number): PreparedCall {
  const { services, chatId, race, screen, shown } = drawing;
  return {
    isRepeatable: true,
    async send(api) {
      await api.editMessageText(chatId, messageId, screen.block.html, messageOptions(screen.keyboard));
      return undefined;
    },
    finish: (client) => noteShown(client, drawing, shown, null),
    async mend(error) {
      if (!isMessageGone(error)) return false;
      await forgetBoardMessage(services.core.pool, chatId, race);
      return true;
    },
  };
}

/** Posting is followed by pinning, once and silently, in a row of its own: a lost pin must not post again. */
function postCall(drawing: Drawing): PreparedCall {
  const { services, chatId, race, board, screen, shown } = drawing;
  return {
    isRepeatable: false,
    async send(api) {
      const topic = board.threadId === null ? {} : { message_thread_id: board.threadId };
      const options = { ...messageOptions(screen.keyboard), ...topic, disable_notification: true };
      const message = await api.sendMessage(chatId, screen.block.html, options);
      return message.message_id;
    },
    async finish(client, messageId) {
      await noteShown(client, drawing, shown, messageId ?? null);
      if (messageId !== undefined) {
        await enqueueMessages(client, services.core.clock.now(), [liveBoardPin(chatId, race, messageId)]);
      }
    },
    mend: (error) => mendTopic(services.core, { chatId, threadId: board.threadId }, error),
  };
}
