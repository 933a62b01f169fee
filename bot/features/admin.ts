import type { Menu } from "@grammyjs/menu";
import { Composer } from "grammy";
import { rolesOf } from "../../core/people/telegram-users.js";
import type { Role } from "../../wire/scalars.js";
import { linksPanel } from "../admin/links-panel.js";
import { JUDGES, MANAGERS, mayUse, type PanelFrame, type PanelScreen, PAYERS, STAFF } from "../panels/panel.js";
import { payoutsPanel } from "../admin/payouts-panel.js";
import { pressPanel } from "../panels/press-panel.js";
import { racesPanel } from "../admin/races-panel.js";
import { waitingRacesPanel } from "../admin/settle-panel.js";
import { sourcesPanel } from "../admin/sources-panel.js";
import { homeBlock } from "../admin/home-panel.js";
import { answer, answerPress } from "../answers.js";
import { decodePanel } from "../callback-data/panel-codec.js";
import { onCommand } from "../commands/on-command.js";
import { syncStaffCommands } from "../commands/sync-staff-commands.js";
import type { CommandName } from "../commands/table.js";
import { enterForm } from "../conversations/forms-feature.js";
import { newRaceForm } from "../conversations/new-race/new-race-form.js";
import type { BotContext, BotServices } from "../context.js";
import { named } from "../named.js";
import { tg } from "../render/html.js";
import { safeError } from "../telegram-errors.js";

const PANELS: readonly { command: CommandName; roles: readonly Role[]; panel: PanelScreen }[] = [
  { command: "races", roles: STAFF, panel: racesPanel },
  { command: "settle", roles: MANAGERS, panel: waitingRacesPanel },
  { command: "payouts", roles: PAYERS, panel: payoutsPanel },
  { command: "links", roles: JUDGES, panel: linksPanel },
  { command: "sources", roles: JUDGES, panel: sourcesPanel },
];

/** `/admin`, its panels and `/newrace`: for people with roles, in their private chat. */
export function adminFeature(services: BotServices, menu: Menu<BotContext>): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "admin", async (ctx) => {
    const frame = await admitted(ctx, services, STAFF);
    if (frame === undefined) return;
    const block = await homeBlock(frame);
    await ctx.reply(block.html, { parse_mode: "HTML", reply_markup: menu });
    await showCommands(ctx, services, frame.roles);
  });
  onCommand(feature, "newrace", async (ctx) => {
    if ((await admitted(ctx, services, MANAGERS)) !== undefined) await enterForm(ctx, newRaceForm);
  });
  for (const { command, roles, panel } of PANELS) {
    onCommand(feature, command, async (ctx) => {
      const frame = await admitted(ctx, services, roles);
      if (frame === undefined) return;
      const { block, keyboard } = await panel(frame, "");
      await answer(ctx, block, keyboard);
    });
  }
  feature.on(
    "callback_query:data",
    named("admin.press", async (ctx, next) => {
      const press = decodePanel(ctx.callbackQuery.data);
      if (press === undefined) return next();
      if (press.name === "home") return backToMenu(ctx, services, menu);
      return pressPanel(ctx, services, press);
    }),
  );
  return feature;
}

/** @returns `undefined` after it has said why not: the roles are missing, or others would read along */
async function admitted(
  ctx: BotContext,
  services: BotServices,
  wanted: readonly Role[],
): Promise<PanelFrame | undefined> {
  const { person, language, place } = ctx;
  const roles = person === undefined ? [] : await rolesOf(services.core, person);
  if (person === undefined || !mayUse(roles, wanted)) {
    await answer(ctx, tg`${language.bot.admin.notAllowed}`);
    if (place === "private") await showCommands(ctx, services, roles);
    return undefined;
  }
  if (place === "private") return { services, language, roles, person };
  const button = { text: `💬 ${language.bot.buttons.openPrivateChat}`, url: services.links.privateChat() };
  await answer(ctx, tg`${language.bot.admin.onlyInPrivate}`, [[button]]);
  return undefined;
}

/** The command list of the chat follows the roles; a failure of this nicety is not retried. */
async function showCommands(ctx: BotContext, { core }: BotServices, roles: readonly Role[]): Promise<void> {
  if (ctx.chat === undefined) return;
  try {
    await syncStaffCommands(ctx.api, { id: ctx.chat.id, locale: ctx.language.locale, roles });
  } catch (error) {
    core.log.warn({ error: safeError(error) }, "command list not brought up to date");
  }
}

async function backToMenu(ctx: BotContext, services: BotServices, menu: Menu<BotContext>): Promise<void> {
  ctx.handledBy = "admin.home";
  const { person, language } = ctx;
  const roles = person === undefined ? [] : await rolesOf(services.core, person);
  if (person === undefined || !mayUse(roles, STAFF)) return answerPress(ctx, language.bot.admin.notAllowed);
  const block = await homeBlock({ services, language, roles, person });
  await Promise.all([answerPress(ctx), ctx.editMessageText(block.html, { parse_mode: "HTML", reply_markup: menu })]);
}
