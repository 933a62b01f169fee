import { Composer } from "grammy";
import { liveBoardUnpin, startLiveBoard, wantLiveBoard } from "../../core/telegram/live-board-store.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import type { RaceId } from "../../wire/ids.js";
import { mayManageGroup } from "../admins.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { withEffects } from "../inbox/effects.js";
import { refreshOwnRights } from "../own-rights.js";
import { tg } from "../render/html.js";
import { whisper } from "../whisper.js";
import { raceIdOf } from "../screens/race-screen.js";

/** `/board`: administrators get the live board here, in this topic. The board itself is the answer. */
export function boardFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "board", async (ctx) => {
    const { bot } = ctx.language;
    if (ctx.place === "private" || ctx.chat === undefined) return answer(ctx, tg`${bot.board.onlyInGroups}`);
    if (!(await mayManageGroup(ctx, services.admins))) return whisper(ctx, services, tg`${bot.settings.adminsOnly}`);
    const board = { chatId: ctx.chat.id, threadId: topicOf(ctx) };
    const rights = await refreshOwnRights(ctx, services.core);
    const race = await services.views.currentRace();
    const live = race?.status === "live" ? raceIdOf(race) : undefined;
    if (!(await placeBoard(ctx, services, board, live))) return;
    if (live === undefined) return answer(ctx, tg`${bot.board.whenRaceStarts}`);
    if (rights?.canPin !== true) await answer(ctx, tg`⚠️ ${bot.settings.noPinRight}`);
  });
  return feature;
}

/** @returns the topic a command was written in; General is null */
function topicOf(ctx: BotContext): number | null {
  return ctx.message?.is_topic_message === true ? (ctx.message.message_thread_id ?? null) : null;
}

/** @returns false when an earlier run of the same update has done it */
async function placeBoard(
  ctx: BotContext,
  services: BotServices,
  board: { chatId: number; threadId: number | null },
  race: RaceId | undefined,
): Promise<boolean> {
  const now = services.core.clock.now();
  const isNew = await withEffects(ctx, services.core, async (client) => {
    await wantLiveBoard(client, { ...board, now });
    const old = race === undefined ? null : await startLiveBoard(client, { ...board, race, now });
    if (old !== null) await enqueueMessages(client, now, [liveBoardUnpin(board.chatId, old)]);
  });
  services.wakeOutbox();
  return isNew;
}
