import { Menu, type MenuFlavor } from "@grammyjs/menu";
import { rolesOf } from "../../core/people/telegram-users.js";
import type { Role } from "../../wire/scalars.js";
import { JUDGES, MANAGERS, mayUse, PAYERS, STAFF } from "../panels/panel.js";
import { pressPanel } from "../panels/press-panel.js";
import { answerPress } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";

type MenuContext = BotContext & MenuFlavor;

/** Rows of the menu: the press each button makes, and who sees it. */
const ENTRIES = [
  { press: "races", sign: "🏁", roles: STAFF },
  { press: "new-race", sign: "🆕", roles: MANAGERS },
  { press: "settlements", sign: "⚖️", roles: MANAGERS },
  { press: "payouts", sign: "💸", roles: PAYERS },
  { press: "links", sign: "🔗", roles: JUDGES },
  { press: "disputes", sign: "📣", roles: JUDGES },
  { press: "rewards-desk", sign: "⭐", roles: STAFF },
  { press: "sources", sign: "📡", roles: JUDGES },
] as const;

/** `/admin`: what the person's roles allow, and nothing else. Every press asks the database for the roles again. */
export function adminMenu(services: BotServices): Menu<BotContext> {
  const menu = new Menu<BotContext>("admin", { autoAnswer: false, onMenuOutdated: redraw });
  menu.dynamic(async (ctx, range) => {
    const roles: readonly Role[] = ctx.person === undefined ? [] : await rolesOf(services.core, ctx.person);
    const { entries } = ctx.language.bot.admin;
    const shown = ENTRIES.filter((entry) => mayUse(roles, entry.roles));
    for (const [at, { press, sign }] of shown.entries()) {
      // No row behind the last button: Telegram drops an empty one, and the next press would look outdated.
      if (at > 0 && at % 2 === 0) range.row();
      range.text(`${sign} ${entries[press]}`, (pressed) => pressPanel(pressed, services, { name: press, subject: "" }));
    }
  });
  return menu;
}

async function redraw(ctx: MenuContext): Promise<void> {
  ctx.handledBy = "menu.outdated";
  ctx.menu.update();
  await answerPress(ctx, ctx.language.bot.settings.menuOutdated);
}
