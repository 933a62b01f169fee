import type { Composer } from "grammy";
import type { BotContext } from "../context.js";
import { named } from "../named.js";
import type { CommandName } from "./table.js";

/** Registers the one handler of a command that is meant for this bot. */
export function onCommand(
  feature: Composer<BotContext>,
  name: CommandName,
  handler: (ctx: BotContext, argument: string) => Promise<void>,
): void {
  feature
    .filter((ctx) => ctx.command?.name === name)
    .use(named(`command.${name}`, (ctx) => handler(ctx, ctx.command?.argument ?? "")));
}
