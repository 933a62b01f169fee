import { Composer } from "grammy";
import { rolesOf } from "../../core/people/telegram-users.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { CommandName } from "../commands/table.js";
import { enterForm, type FormDefinition } from "../conversations/forms-feature.js";
import type { BotContext, BotServices } from "../context.js";
import { named } from "../named.js";
import { MANAGERS, mayUse } from "../panels/panel.js";
import { tg } from "../render/html.js";
import { decodeDropPress } from "../rewards/drop-codec.js";
import { challengeForm } from "../rewards/challenge-form.js";
import { dropForm } from "../rewards/drop-form.js";
import { pressDrop } from "../rewards/press-drop.js";

const FORMS: readonly { command: CommandName; form: FormDefinition }[] = [
  { command: "drop", form: dropForm },
  { command: "challenge", form: challengeForm },
];

/** What managers start by a command, and the presses under what stands in groups. */
export function rewardsFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  for (const { command, form } of FORMS) onCommand(feature, command, (ctx) => openForm(ctx, services, form));
  feature.on(
    "callback_query:data",
    named("press.drop", async (ctx, next) => {
      const drop = decodeDropPress(ctx.callbackQuery.data);
      if (drop === undefined) return next();
      await pressDrop(ctx, services, drop);
    }),
  );
  return feature;
}

async function openForm(ctx: BotContext, services: BotServices, form: FormDefinition): Promise<void> {
  const { person, language, place } = ctx;
  const roles = person === undefined ? [] : await rolesOf(services.core, person);
  if (!mayUse(roles, MANAGERS)) return answer(ctx, tg`${language.bot.admin.notAllowed}`);
  if (place === "private") return enterForm(ctx, form);
  const button = { text: `💬 ${language.bot.buttons.openPrivateChat}`, url: services.links.privateChat() };
  await answer(ctx, tg`${language.bot.admin.onlyInPrivate}`, [[button]]);
}
