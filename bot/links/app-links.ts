import type { InlineKeyboardButton } from "grammy/types";
import type { Locale } from "../../messages/locale.js";
import type { RaceId } from "../../wire/ids.js";
import { type DeepLink, formatDeepLink } from "../../wire/deep-link.js";
import type { Period } from "../../wire/race.js";

/** Pages of the Mini App a button can lead to. */
export type AppPage =
  | { page: "home" }
  | { page: "races" }
  | { page: "race"; race: RaceId }
  | { page: "verify"; race: RaceId }
  | { page: "leaderboard"; period: Period }
  | { page: "me" }
  | { page: "rewards" };

/** Where a keyboard will be seen: `web_app` buttons exist in private chats only. */
export type KeyboardPlace = "private" | "shared";

export interface AppLinks {
  /** A button that opens the Mini App on a page. */
  button(text: string, page: AppPage, place: KeyboardPlace): InlineKeyboardButton;
  /** The Mini App's address for `web_app` and menu buttons; `undefined` while it is not reachable by https. */
  webAppUrl(page: AppPage): string | undefined;
  /** `t.me` link that opens the Mini App on a page, from anywhere. */
  direct(page: AppPage): string;
  /**
   * Public address of the picture of a race, or of a player's place in it; `undefined` while it is not reachable by
   * https. A new version has a new address: Telegram keeps what it once fetched.
   */
  picture(of: { race: RaceId; player?: string }, as: { version: number; locale: Locale }): string | undefined;
  /** `t.me` link that opens the private chat with a `start` payload. */
  privateChat(link?: DeepLink): string;
  /** A row with the button that opens inline mode in a chat the person chooses; empty while inline mode is off. */
  share(text: string): InlineKeyboardButton[];
  /** `t.me` link that lets a person choose a group to add the bot to. */
  addToGroup(): string;
}

const ANY_CHAT = { query: "", allow_user_chats: true, allow_group_chats: true, allow_channel_chats: true };

export interface AppLinksOptions {
  publicUrl: string;
  /** User name of the bot. */
  username: string;
  /** Short name of the Mini App at @BotFather; without it the bot's main Mini App is opened. */
  miniAppName: string | undefined;
  /** Whether inline mode is on at @BotFather. */
  hasInlineMode?: boolean;
}

export function createAppLinks({ publicUrl, username, miniAppName, hasInlineMode = false }: AppLinksOptions): AppLinks {
  const bot = `https://t.me/${username}`;
  const app = miniAppName === undefined ? bot : `${bot}/${miniAppName}`;
  const base = publicUrl.replace(/\/+$/, "");
  // Telegram refuses other addresses in web_app buttons (400 "Only HTTPS links are allowed").
  const isReachable = base.startsWith("https://");

  const webAppUrl = (page: AppPage): string | undefined => (isReachable ? `${base}${pathOf(page)}` : undefined);
  const directLink = (page: AppPage): string => {
    const payload = payloadOf(page);
    return payload === undefined ? `${app}?startapp` : `${app}?startapp=${formatDeepLink(payload)}`;
  };
  return {
    button(text, page, place) {
      const url = place === "private" ? webAppUrl(page) : undefined;
      return url === undefined ? { text, url: directLink(page) } : { text, web_app: { url } };
    },
    webAppUrl,
    direct: directLink,
    picture: ({ race, player }, { version, locale }) => {
      const name = player === undefined ? race : `${race}/${player}`;
      return isReachable ? `${base}/og/race/${name}.jpg?lang=${locale}&v=${version}` : undefined;
    },
    privateChat: (link) => (link === undefined ? bot : `${bot}?start=${formatDeepLink(link)}`),
    share: (text) => (hasInlineMode ? [{ text, switch_inline_query_chosen_chat: ANY_CHAT }] : []),
    addToGroup: () => `${bot}?startgroup=v1_setup_new`,
  };
}

function pathOf(page: AppPage): string {
  switch (page.page) {
    case "race":
      return `/races/${page.race}`;
    case "verify":
      return `/races/${page.race}/verify`;
    case "leaderboard":
      return `/leaderboards/${page.period}`;
    case "races":
      return "/races";
    case "me":
      return "/me";
    case "rewards":
      return "/rewards";
    default:
      return "/";
  }
}

/** Pages without a payload open the app's first page. */
function payloadOf(page: AppPage): DeepLink | undefined {
  switch (page.page) {
    case "race":
      return { kind: "race", value: page.race };
    case "verify":
      return { kind: "verify", value: page.race };
    case "rewards":
      return { kind: "rewards", value: "app" };
    default:
      return undefined;
  }
}
