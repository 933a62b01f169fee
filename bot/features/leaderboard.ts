import { Composer } from "grammy";
import type { BoardKey } from "../../core/boards/live-boards.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { boardScreen } from "../screens/board-screen.js";

/** What people write behind `/leaderboard`; anything else shows the month. */
const WINDOWS: ReadonlyMap<string, BoardKey> = new Map([
  ["day", "board:day"],
  ["today", "board:day"],
  ["heute", "board:day"],
  ["tag", "board:day"],
  ["week", "board:week"],
  ["woche", "board:week"],
  ["month", "board:month"],
  ["monat", "board:month"],
  ["all", "board:all-time"],
  ["all-time", "board:all-time"],
  ["alltime", "board:all-time"],
  ["gesamt", "board:all-time"],
]);

/** `/leaderboard [day|week|month|all]`. */
export function leaderboardFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "leaderboard", async (ctx, argument) => {
    const board = WINDOWS.get(argument.toLowerCase()) ?? "board:month";
    const frame = { services, language: ctx.language, place: ctx.place, owner: ctx.person };
    const screen = await boardScreen(frame, board, 0);
    await answer(ctx, screen.block, screen.keyboard);
  });
  return feature;
}
