import type { KeyObject } from "node:crypto";
import { unixSeconds } from "./clock.js";
import type { MiniAppHost, MiniAppLaunch, MiniAppOrigin } from "./control.js";
import type { Core } from "./core.js";
import { encodeQuery, signInitData } from "./init-data.js";
import { parseBotLink, toLocalUrl } from "./links.js";
import { chatOf } from "./people/chatting.js";
import { findButton } from "./people/pressing.js";
import { PersonRefusal } from "./people/refusal.js";
import type { ChatRecord, UserRecord } from "./state/records.js";

const DEFAULT_THEME = {
  bg_color: "#ffffff",
  secondary_bg_color: "#f4f4f5",
  text_color: "#000000",
  hint_color: "#707579",
  link_color: "#3390ec",
  button_color: "#3390ec",
  button_text_color: "#ffffff",
  header_bg_color: "#ffffff",
  bottom_bar_bg_color: "#ffffff",
  accent_text_color: "#3390ec",
  section_bg_color: "#ffffff",
  section_header_text_color: "#707579",
  section_separator_color: "#e4e4e7",
  subtitle_text_color: "#707579",
  destructive_text_color: "#e53935",
};

/** Which app, and what Telegram puts into initData for this way of opening it. */
type Opening = {
  publicUrl: string;
  fields: Record<string, string>;
  /** Opened from a reply keyboard or inline mode: initData is empty. */
  isAnonymous: boolean;
  startParam?: string;
  mode?: string;
};

/**
 * Opens a Mini App for a person, as a Telegram Web client does: a local address whose hash holds the launch
 * parameters with freshly signed initData.
 *
 * @throws PersonRefusal when there is nothing to open
 */
export function openMiniApp(
  core: Core,
  key: KeyObject,
  userId: number,
  origin: MiniAppOrigin,
  host: MiniAppHost = {},
): MiniAppLaunch {
  const user = core.world.user(userId);
  if (user.isDeleted) throw new PersonRefusal("This account was deleted");
  const opening = openingFor(core, user, origin);
  const initData = opening.isAnonymous ? "" : signInitData(fieldsFor(core, user, opening), core.config.token, key);
  const local = new URL(toLocalUrl(opening.publicUrl, core.config.urlMap));
  if (opening.startParam !== undefined) local.searchParams.set("tgWebAppStartParam", opening.startParam);
  const hash = launchHash(initData, opening, host);
  local.hash = hash;
  core.journal.add({ kind: "opened", userId, url: opening.publicUrl });
  return {
    url: local.href,
    publicUrl: opening.publicUrl,
    origin: local.origin,
    initData,
    hash,
    botName: core.world.bot.firstName,
    ...(opening.startParam === undefined ? {} : { startParam: opening.startParam }),
    ...(opening.mode === undefined ? {} : { mode: opening.mode }),
  };
}

function openingFor(core: Core, user: UserRecord, origin: MiniAppOrigin): Opening {
  switch (origin.from) {
    case "button":
      return fromButton(core, user, origin);
    case "menu":
      return fromMenu(core, user);
    case "profile":
      return { publicUrl: mainApp(core), fields: profileFields(core, user), isAnonymous: false };
    case "link":
      return fromLink(core, origin.url, chatOf(core, user.id, origin.chatId));
    case "replyKeyboard":
      return { publicUrl: origin.url, fields: {}, isAnonymous: true };
    case "inlineResults": {
      const url = core.inline.queries.get(origin.queryId)?.answer?.button?.web_app?.url;
      if (url === undefined) throw new PersonRefusal("This button is gone");
      return { publicUrl: url, fields: {}, isAnonymous: true };
    }
    default:
      return origin satisfies never;
  }
}

function fromButton(core: Core, user: UserRecord, origin: Extract<MiniAppOrigin, { from: "button" }>): Opening {
  const { message, button } = findButton(core, user.id, origin);
  if (!("web_app" in button)) throw new PersonRefusal("This button opens no Mini App");
  core.journal.add({ kind: "pressed", userId: user.id, message, label: button.text });
  return { publicUrl: button.web_app.url, fields: { query_id: openQuery(core, user.id) }, isAnonymous: false };
}

function fromMenu(core: Core, user: UserRecord): Opening {
  const own = core.profile.menuButtons.get(user.id);
  const button = own && own.type !== "default" ? own : core.profile.menuButtons.get(0);
  if (button?.type !== "web_app") throw new PersonRefusal("The menu button opens no Mini App");
  // A t.me link in the menu button works as if it were tapped in the chat.
  const link = parseBotLink(button.web_app.url, core.world.bot.username ?? "");
  if (link.kind === "app") return fromLink(core, button.web_app.url, core.world.botChat(user.id));
  return { publicUrl: button.web_app.url, fields: { query_id: openQuery(core, user.id) }, isAnonymous: false };
}

function fromLink(core: Core, url: string, chat: ChatRecord): Opening {
  const link = parseBotLink(url, core.world.bot.username ?? "");
  if (link.kind !== "app") throw new PersonRefusal("This link opens no Mini App");
  const publicUrl = link.appName === undefined ? mainApp(core) : core.config.apps.get(link.appName);
  if (publicUrl === undefined) throw new PersonRefusal(`The bot has no app named ${link.appName}`);
  const startParam = link.startParam === undefined ? {} : { startParam: link.startParam };
  return {
    publicUrl,
    isAnonymous: false,
    fields: {
      chat_instance: chat.chatInstance,
      chat_type: chatType(chat),
      ...(link.startParam === undefined ? {} : { start_param: link.startParam }),
    },
    ...startParam,
    ...(link.mode === undefined ? {} : { mode: link.mode }),
  };
}

function profileFields(core: Core, user: UserRecord): Record<string, string> {
  return { chat_instance: core.world.botChat(user.id).chatInstance, chat_type: "sender" };
}

function mainApp(core: Core): string {
  if (core.config.mainAppUrl === undefined) throw new PersonRefusal("The bot has no Main Mini App");
  return core.config.mainAppUrl;
}

/** "sender" is the private chat with the bot. */
function chatType(chat: ChatRecord): string {
  if (chat.kind === "bot") return "sender";
  return chat.kind === "people" ? "private" : chat.kind;
}

/** For `answerWebAppQuery`; both ways that bring a query id open the app in the private chat. */
function openQuery(core: Core, userId: number): string {
  const id = core.world.ids.token("webAppQuery").slice(0, 24);
  core.inline.webAppQueries.set(id, { userId, chatId: userId });
  return id;
}

function fieldsFor(core: Core, user: UserRecord, opening: Opening): Record<string, string> {
  const { query_id: query, ...others } = opening.fields;
  return {
    ...(query === undefined ? {} : { query_id: query }),
    user: userField(user),
    ...others,
    auth_date: String(unixSeconds(core.clock)),
  };
}

/** JSON as Telegram's servers write it: slashes escaped. */
function userField(user: UserRecord): string {
  const json = JSON.stringify({
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName ?? "",
    ...(user.username === undefined ? {} : { username: user.username }),
    ...(user.languageCode === undefined ? {} : { language_code: user.languageCode }),
    ...(user.isPremium ? { is_premium: true } : {}),
    ...(user.allowsWriteToPm ? { allows_write_to_pm: true } : {}),
    photo_url: `https://t.me/i/userpic/320/${user.id}.svg`,
  });
  return json.replaceAll("/", "\\/");
}

function launchHash(initData: string, opening: Opening, host: MiniAppHost): string {
  return encodeQuery({
    tgWebAppData: initData,
    tgWebAppVersion: host.version ?? "9.1",
    tgWebAppPlatform: host.platform ?? "weba",
    tgWebAppThemeParams: JSON.stringify(host.themeParams ?? DEFAULT_THEME),
    ...(opening.startParam === undefined ? {} : { tgWebAppStartParam: opening.startParam }),
    ...(host.isFullscreen || opening.mode === "fullscreen" ? { tgWebAppFullscreen: "1" } : {}),
  });
}
