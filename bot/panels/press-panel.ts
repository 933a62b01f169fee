import { rolesOf } from "../../core/people/telegram-users.js";
import { ADMIN_PRESSES } from "../admin/presses.js";
import { answerPress } from "../answers.js";
import type { PanelTarget } from "../callback-data/panel-codec.js";
import type { BotContext, BotServices } from "../context.js";
import { OWN_PRESSES } from "../own/presses.js";
import { REWARD_PRESSES } from "../rewards/presses.js";
import { mayUse, type PanelPress } from "./panel.js";

/** Every press of a panel by its name, with who may make it. */
const PRESSES: ReadonlyMap<string, PanelPress> = new Map([...OWN_PRESSES, ...REWARD_PRESSES, ...ADMIN_PRESSES]);

/** Does what a press in a panel asks for, if the person's roles of this moment allow it. */
export async function pressPanel(
  ctx: BotContext,
  services: BotServices,
  { name, subject }: PanelTarget,
): Promise<void> {
  ctx.handledBy = `panel.${name}`;
  const { person, language } = ctx;
  const press = PRESSES.get(name);
  if (press === undefined || person === undefined) return answerPress(ctx, language.bot.buttonOutdated);
  const roles = press.roles === "anyone" ? [] : await rolesOf(services.core, person);
  const isAllowed = press.roles === "anyone" || mayUse(roles, press.roles);
  if (!isAllowed) return answerPress(ctx, language.bot.admin.notAllowed);
  await press.run(ctx, { services, language, roles, person }, subject);
}
