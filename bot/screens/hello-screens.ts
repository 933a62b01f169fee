import { encodeCallback } from "../callback-data/codec.js";
import { panelButton } from "../panels/panel.js";
import { tg, lines, paragraphs } from "../render/html.js";
import { displayName } from "../render/names.js";
import { COMMANDS } from "../commands/table.js";
import type { AskedFrame, Screen, ScreenFrame } from "./screen.js";

/** First message in a private chat. */
export function welcomeScreen(frame: AskedFrame & { firstName: string; isLinked: boolean }): Screen {
  const { services, language, place, owner, firstName, isLinked } = frame;
  const { bot, shared, locale } = language;
  const title =
    firstName === ""
      ? bot.welcomeTitleNameless(services.communityName)
      : bot.welcomeTitle(displayName(firstName), services.communityName);
  const shortcuts =
    owner === undefined
      ? []
      : [
          {
            text: `🏆 ${shared.period.month}`,
            callback_data: encodeCallback({ kind: "turn", board: "board:month", page: 0, locale, owner }),
          },
          {
            text: `👤 ${bot.buttons.me}`,
            callback_data: encodeCallback({ kind: "me", board: "board:month", locale, owner }),
          },
        ];
  return {
    block: paragraphs(
      tg`👋 <b>${title}</b>`,
      tg`${bot.welcomeText}`,
      lines(
        tg`/race – ${bot.commands.race}`,
        tg`/leaderboard – ${bot.commands.leaderboard}`,
        tg`/me – ${bot.commands.me}`,
        isLinked ? undefined : tg`/link – ${bot.commands.link}`,
        tg`/help – ${bot.commands.help}`,
      ),
      tg`<i>${bot.careNotice}</i>`,
    ),
    keyboard: [
      [services.links.button(`📱 ${bot.buttons.openApp}`, { page: "home" }, place)],
      shortcuts,
      isLinked ? [] : [panelButton(`🔗 ${bot.own.links.add}`, "add-link")],
      [{ text: `➕ ${bot.buttons.addToGroup}`, url: services.links.addToGroup() }],
    ],
  };
}

/** Every command of the chat with its text, and how the bot is used elsewhere. */
export function helpScreen(frame: ScreenFrame, botName: string): Screen {
  const { services, language, place } = frame;
  const { bot } = language;
  const scope = place === "private" ? "all_private_chats" : "all_group_chats";
  const commands = COMMANDS.filter(({ scopes }) => scopes.includes(scope));
  return {
    block: paragraphs(
      tg`<b>${bot.helpTitle}</b>`,
      lines(...commands.map(({ name }) => tg`/${name} – ${bot.commands[name]}`)),
      place === "private" ? lines(tg`${bot.helpGroups}`, tg`${bot.helpInline(botName)}`) : undefined,
      tg`<i>${bot.careNotice}</i>`,
    ),
    keyboard: [[services.links.button(`📱 ${bot.buttons.openApp}`, { page: "home" }, place)]],
  };
}

/** The answer to `/start` in a group. */
export function groupHelloScreen({ services, language, place }: ScreenFrame): Screen {
  const { bot } = language;
  return {
    block: tg`${bot.startInGroup}`,
    keyboard: [
      [
        services.links.button(`📱 ${bot.buttons.openApp}`, { page: "home" }, place),
        { text: bot.buttons.openPrivateChat, url: services.links.privateChat() },
      ],
    ],
  };
}

/** Said once when the bot joins a group: what it does, and one button for administrators. */
export function groupWelcomeScreen({ services, language }: ScreenFrame, chatId: number): Screen {
  const { bot } = language;
  const setup = services.links.privateChat({ kind: "setup", value: String(chatId) });
  return {
    block: lines(tg`${bot.groupWelcome(services.communityName)}`, tg`${bot.groupWelcomeAdmins}`),
    keyboard: [[{ text: `⚙️ ${bot.buttons.setUp}`, url: setup }]],
  };
}
