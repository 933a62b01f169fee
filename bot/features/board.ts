import { Composer } from "grammy";
import { appendAudit } from "../../core/access/audit.js";
import { liveBoardUnpin, startLiveBoard, wantLiveBoard } from "../../core/telegram/live-board-store.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { drizzleOn } from "../../db/connect.js";
import type { RaceId } from "../../wire/ids.js";
import { mayManageGroup } from "../may-manage-group.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import { askWhoActs, type GroupActor, onConfirmed } from "../confirmed-actor.js";
import type { BotContext, BotServices } from "../context.js";
import { withEffects } from "../inbox/effects.js";
import { refreshOwnRights } from "../own-rights.js";
import { type HtmlBlock, tg } from "../render/html.js";
import { whisper } from "../whisper.js";
import { raceIdOf } from "../screens/race-screen.js";

/** `/board`: administrators get the live board here, in this topic. The board itself is the answer. */
export function boardFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "board", async (ctx) => {
    const { bot } = ctx.language;
    if (ctx.place === "private" || ctx.chat === undefined) return answer(ctx, tg`${bot.board.onlyInGroups}`);
    if (!(await mayManageGroup(ctx, services.admins))) return whisper(ctx, services, tg`${bot.settings.adminsOnly}`);
    if (ctx.person === undefined) return askWhoActs(ctx, services, "board");
    const note = await putBoard(ctx, services, { chatId: ctx.chat.id, person: ctx.person });
    if (note !== undefined) await answer(ctx, note);
  });
  onConfirmed(feature, services, "board", (ctx, actor) => putBoard(ctx, services, actor));
  return feature;
}

/** @returns what there is to say beside the board */
async function putBoard(ctx: BotContext, services: BotServices, actor: GroupActor): Promise<HtmlBlock | undefined> {
  const { bot } = ctx.language;
  const rights = await refreshOwnRights(ctx, services.core);
  const race = await services.views.currentRace();
  const live = race?.status === "live" ? raceIdOf(race) : undefined;
  if (!(await placeBoard(ctx, services, { ...actor, threadId: topicOf(ctx) }, live))) return undefined;
  if (live === undefined) return tg`${bot.board.whenRaceStarts}`;
  return rights?.canPin === true ? undefined : tg`⚠️ ${bot.settings.noPinRight}`;
}

/** @returns the topic a command was written in, or its confirmation; General is null */
function topicOf({ msg }: BotContext): number | null {
  return msg?.is_topic_message === true ? (msg.message_thread_id ?? null) : null;
}

/** @returns false when an earlier run of the same update has done it */
async function placeBoard(
  ctx: BotContext,
  services: BotServices,
  { person, ...board }: GroupActor & { threadId: number | null },
  race: RaceId | undefined,
): Promise<boolean> {
  const now = services.core.clock.now();
  const isNew = await withEffects(ctx, services.core, async (client) => {
    await wantLiveBoard(client, { ...board, now });
    const old = race === undefined ? null : await startLiveBoard(client, { ...board, race, now });
    if (old !== null) await enqueueMessages(client, now, [liveBoardUnpin(board.chatId, old)]);
    const act = { actor: `user:${person}`, action: "group.board", subject: `chat:${board.chatId}` };
    await appendAudit(drizzleOn(client), now, act);
  });
  services.wakeOutbox();
  return isNew;
}
