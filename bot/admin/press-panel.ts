import { rolesOf } from "../../core/people/telegram-users.js";
import type { AdminPress } from "../callback-data/admin-codec.js";
import { answerPress } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";
import { mayUse } from "./panel.js";
import { PANEL_PRESSES } from "./presses.js";

/** Does what a press in the panels asks for, if the person's roles of this moment allow it. */
export async function pressPanel(ctx: BotContext, services: BotServices, { name, subject }: AdminPress): Promise<void> {
  ctx.handledBy = `admin.${name}`;
  const press = PANEL_PRESSES.get(name);
  if (press === undefined) return answerPress(ctx, ctx.language.bot.buttonOutdated);
  const { person, language } = ctx;
  const roles = person === undefined ? [] : await rolesOf(services.core, person);
  if (person === undefined || !mayUse(roles, press.roles)) return answerPress(ctx, language.bot.admin.notAllowed);
  await press.run(ctx, { services, language, roles, person }, subject);
}
