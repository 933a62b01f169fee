import { Menu, type MenuFlavor, type MenuRange } from "@grammyjs/menu";
import { currentBreak, takeBreak } from "../../core/people/breaks.js";
import { erasePerson } from "../../core/people/erase-person.js";
import { changeSettings, readSettings } from "../../core/people/settings.js";
import { ConflictError } from "../../core/errors.js";
import { type NewsMessages, newsMessages } from "../../messages/news-messages.js";
import type { TelegramUserId } from "../../wire/ids.js";
import { type ChangeSettings, nameDisplay, notificationCategory, type UserSettings } from "../../wire/settings.js";
import { answerPress } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime } from "../render/time.js";
import { isNotModified } from "../telegram-errors.js";

type MenuContext = BotContext & MenuFlavor;
type Words = NewsMessages["settings"];
type Block = (ctx: BotContext) => Promise<HtmlBlock>;

/** A page of a person's settings below the first one. */
export interface PersonPage {
  id: string;
  menu: Menu<BotContext>;
  block: Block;
  label: (words: Words) => string;
}

interface Root {
  id: string;
  block: Block;
  redraw: (ctx: MenuContext) => Promise<void>;
}

/** Hours in which nothing is sent; other spans can be chosen in the app. */
const QUIET_SPANS = [null, ["22:00", "07:00"], ["22:00", "09:00"], ["00:00", "08:00"]] as const;
const BREAK_DAYS = [1, 7, 30, 180];
const FOR_GOOD = "0";
const DAY_MS = 86_400_000;

/** What a page is drawn with: the settings as they are at this moment. */
interface Draw {
  ctx: BotContext;
  range: MenuRange<BotContext>;
  person: TelegramUserId;
  words: Words;
  settings: UserSettings;
}

/** The pages behind the first one of `/settings`. Each button sets a value, so that a repeated press changes nothing. */
export function personPages(services: BotServices, root: Root): PersonPage[] {
  const { core } = services;

  const page = (
    id: string,
    options: Omit<PersonPage, "id" | "menu"> & { draw: (draw: Draw) => Promise<void> | void },
  ) => {
    const menu = new Menu<BotContext>(id, { autoAnswer: false, onMenuOutdated: root.redraw });
    menu.dynamic(async (ctx, range) => {
      if (ctx.person === undefined) return;
      const words = newsMessages(ctx.language.locale).settings;
      await options.draw({ ctx, range, person: ctx.person, words, settings: await readSettings(core, ctx.person) });
      range.row().text(words.back, (pressed) => turnTo(pressed, root.id, root.block));
    });
    const block: Block = async (ctx) =>
      lines(tg`<b>${options.label(newsMessages(ctx.language.locale).settings)}</b>`, await options.block(ctx));
    return { id, menu, block, label: options.label };
  };
  const text =
    (of: (words: Words) => string): Block =>
    async (ctx) =>
      tg`${of(newsMessages(ctx.language.locale).settings)}`;
  const change = async (ctx: MenuContext, changes: ChangeSettings, block: Block): Promise<void> => {
    if (ctx.person !== undefined) await changeSettings(core, ctx.person, changes);
    await redrawn(ctx, await block(ctx));
  };

  const notifications = page("pnotify", {
    label: (words) => `🔔 ${words.notifications}`,
    block: text((words) => words.notificationsText),
    draw({ range, words, settings }) {
      for (const category of notificationCategory.options) {
        const isOn = settings.notifications[category];
        range
          .text(`${isOn ? "✅" : "⬜"} ${words[category]}`, (ctx) =>
            change(ctx, { notifications: { [category]: !isOn } }, notifications.block),
          )
          .row();
      }
    },
  });

  const quiet = page("pquiet", {
    label: (words) => `🌙 ${words.quiet}`,
    block: text((words) => words.quietText),
    draw({ range, words, settings: { quietHours } }) {
      for (const span of QUIET_SPANS) {
        const isChosen =
          span === null ? quietHours === null : quietHours?.from === span[0] && quietHours.to === span[1];
        const label = span === null ? words.off : span.join(" – ");
        const changes = { quietHours: span === null ? null : { from: span[0], to: span[1] } };
        range.text(isChosen ? `• ${label}` : label, (ctx) => change(ctx, changes, quiet.block)).row();
      }
    },
  });

  const privacy = page("pname", {
    label: (words) => `🕶 ${words.privacy}`,
    async block(ctx) {
      const alias = ctx.person === undefined ? null : (await readSettings(core, ctx.person)).alias;
      return tg`${newsMessages(ctx.language.locale).settings.privacyText(alias === null ? "" : displayName(alias, 32))}`;
    },
    draw({ range, words, settings }) {
      for (const display of nameDisplay.options) {
        const isChosen = settings.nameDisplay === display;
        range
          .text(isChosen ? `• ${words[display]}` : words[display], (ctx) =>
            change(ctx, { nameDisplay: display }, privacy.block),
          )
          .row();
      }
      if (settings.alias !== null) range.text(words.dropAlias, (ctx) => change(ctx, { alias: null }, privacy.block));
    },
  });

  const confirmBreak = page("pbreak", {
    label: (words) => `🛡 ${words.care}`,
    block: text((words) => words.breakConfirm),
    draw({ ctx, range, words }) {
      const days = typeof ctx.match === "string" && /^\d{1,3}$/.test(ctx.match) ? ctx.match : FOR_GOOD;
      range.text({ text: `${words.yes}: ${breakLabel(ctx, words, days)}`, payload: days }, async (pressed) => {
        if (pressed.person !== undefined) {
          await takeBreak(core, pressed.person, days === FOR_GOOD ? null : Number(days));
        }
        await turnTo(pressed, care.id, care.block);
      });
    },
  });

  const care = page("pcare", {
    label: (words) => `🛡 ${words.care}`,
    block: (ctx) => careBlock(ctx, services),
    draw({ ctx, range, words, settings: { hideWagerPrompts } }) {
      range
        .text(`${hideWagerPrompts ? "✅" : "⬜"} ${words.hidePrompts}`, (pressed) =>
          change(pressed, { hideWagerPrompts: !hideWagerPrompts }, care.block),
        )
        .row();
      for (const days of [...BREAK_DAYS.map(String), FOR_GOOD]) {
        range
          .text({ text: breakLabel(ctx, words, days), payload: days }, (pressed) =>
            turnTo(pressed, confirmBreak.id, confirmBreak.block),
          )
          .row();
      }
    },
  });
  care.menu.register(confirmBreak.menu);

  const erase = page("pdelete", {
    label: (words) => `🗑 ${words.erase}`,
    block: text((words) => words.eraseText),
    draw({ range, words }) {
      range.text(`🗑 ${words.eraseConfirm}`, (ctx) => eraseAll(ctx, services));
    },
  });
  return [notifications, quiet, privacy, care, erase];
}

function breakLabel(ctx: BotContext, words: Words, days: string): string {
  if (days === FOR_GOOD) return words.breakForGood;
  return words.breakDays(ctx.language.formats.duration(Number(days) * DAY_MS));
}

async function careBlock(ctx: BotContext, { core }: BotServices): Promise<HtmlBlock> {
  const words = newsMessages(ctx.language.locale).settings;
  const now = ctx.person === undefined ? null : await currentBreak(core, ctx.person);
  if (now === null) return tg`${words.careText}`;
  if (now.until === null) return paragraphs(tg`⏸ ${words.onBreakForGood}`, tg`${words.careText}`);
  const [before = "", after = ""] = words.onBreak("\n").split("\n");
  const until = dateTime(now.until, core.timeZone, ctx.language);
  return paragraphs(tg`⏸ ${before}${until}${after}`, tg`${words.careText}`);
}

async function eraseAll(ctx: MenuContext, { core }: BotServices): Promise<void> {
  ctx.handledBy = "menu.person";
  const words = newsMessages(ctx.language.locale).settings;
  if (ctx.person === undefined) return answerPress(ctx);
  try {
    await erasePerson(core, ctx.person);
  } catch (error) {
    if (error instanceof ConflictError) return answerPress(ctx, words.onlyOwner);
    throw error;
  }
  ctx.menu.close();
  await Promise.all([answerPress(ctx), ctx.editMessageText(words.erased)]);
}

/** Shows another page in the same message. */
export async function turnTo(ctx: MenuContext, menuId: string, block: Block): Promise<void> {
  ctx.handledBy = "menu.person";
  ctx.menu.nav(menuId);
  const { html } = await block(ctx);
  await Promise.all([answerPress(ctx), ctx.editMessageText(html, { parse_mode: "HTML" })]);
}

/** Shows the same page with what has changed. */
async function redrawn(ctx: MenuContext, { html }: HtmlBlock): Promise<void> {
  ctx.handledBy = "menu.person";
  ctx.menu.update();
  try {
    await Promise.all([answerPress(ctx), ctx.editMessageText(html, { parse_mode: "HTML" })]);
  } catch (error) {
    // Pressed what was chosen already: the message is what was wanted.
    if (!isNotModified(error)) throw error;
  }
}
