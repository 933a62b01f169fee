import type { BoardKey } from "../../core/boards/live-boards.js";
import { isLocale, type Locale } from "../../messages/locale.js";
import { parseRaceId, type RaceId, telegramUserId, type TelegramUserId } from "../../wire/ids.js";

/** What a press on one of our buttons asks for. Untrusted: rights are checked by the handler, never by the data. */
export type CallbackAction =
  /** Draws a race card again; anybody may. */
  | { kind: "race"; race: RaceId; locale: Locale }
  /** Draws a page of a board again; anybody may, as it shows nothing else than before. A board may have no owner. */
  | { kind: "refresh"; board: BoardKey; page: number; locale: Locale; owner: TelegramUserId | undefined }
  /** Goes to another page or board; for the owner only. */
  | { kind: "turn"; board: BoardKey; page: number; locale: Locale; owner: TelegramUserId }
  /** The owner's place on a board; for the owner only. */
  | { kind: "me"; board: BoardKey; locale: Locale; owner: TelegramUserId };

/** Raised when the meaning of the data changes: buttons live in chats for ever. */
const VERSION = "1";

const SHAPE =
  /^1(?<kind>[rftm])\.(?<locale>[a-z]{2})\.(?<owner>[0-9a-z]{0,11})\.(?<page>[0-9a-z]{0,4})\.(?<board>[A-Za-z0-9]{1,11})$/;
const PERIOD_CODES = { d: "board:day", w: "board:week", m: "board:month", a: "board:all-time" } as const;
/** Telegram's ids of persons end below 2^52. */
const MAX_USER_ID = 2 ** 52;

const KIND_CODES = { race: "r", refresh: "f", turn: "t", me: "m" } as const;

/** @returns callback data of at most 64 bytes, Telegram's limit: 2 + 3 + 12 + 5 + 12 at the most */
export function encodeCallback(action: CallbackAction): string {
  const owner = "owner" in action ? (action.owner?.toString(36) ?? "") : "";
  const page = "page" in action ? action.page.toString(36) : "";
  const board = action.kind === "race" ? `r${action.race}` : encodeBoard(action.board);
  return `${VERSION}${KIND_CODES[action.kind]}.${action.locale}.${owner}.${page}.${board}`;
}

/** @returns `undefined` when the data is not ours or of another version */
export function decodeCallback(data: string): CallbackAction | undefined {
  const fields = SHAPE.exec(data)?.groups;
  if (fields === undefined) return undefined;
  const { kind, locale = "", owner = "", page = "", board = "" } = fields;
  if (!isLocale(locale)) return undefined;
  if (kind === "r") {
    const race = board.startsWith("r") ? parseRaceId(board.slice(1)) : undefined;
    return race === undefined || owner !== "" || page !== "" ? undefined : { kind: "race", race, locale };
  }
  const key = decodeBoard(board);
  const ownerId = decodeOwner(owner);
  if (key === undefined || (owner !== "" && ownerId === undefined)) return undefined;
  if (kind === "f" && page !== "")
    return { kind: "refresh", board: key, page: parsePage(page), locale, owner: ownerId };
  if (ownerId === undefined) return undefined;
  if (kind === "t" && page !== "") return { kind: "turn", board: key, page: parsePage(page), locale, owner: ownerId };
  return kind === "m" && page === "" ? { kind: "me", board: key, locale, owner: ownerId } : undefined;
}

function parsePage(text: string): number {
  return Number.parseInt(text, 36);
}

function encodeBoard(board: BoardKey): string {
  switch (board) {
    case "board:day":
      return "d";
    case "board:week":
      return "w";
    case "board:month":
      return "m";
    case "board:all-time":
      return "a";
    default:
      return `r${board.slice("race:".length)}`;
  }
}

function decodeBoard(code: string): BoardKey | undefined {
  if (code === "d" || code === "w" || code === "m" || code === "a") return PERIOD_CODES[code];
  const race = code.startsWith("r") ? parseRaceId(code.slice(1)) : undefined;
  return race === undefined ? undefined : `race:${race}`;
}

function decodeOwner(text: string): TelegramUserId | undefined {
  const id = Number.parseInt(text, 36);
  return id > 0 && id < MAX_USER_ID ? telegramUserId(id) : undefined;
}
