import { brand, type Brand } from "./brand.js";

/** Our own number of a referred casino account; `p<number>` in public. */
export type PlayerId = Brand<number, "PlayerId">;
/** Public and internal id of a race: 10 letters and digits, safe in URLs and deep links. */
export type RaceId = Brand<string, "RaceId">;
export type SourceId = Brand<number, "SourceId">;
/** Telegram's number of a person; up to 2^52, so a JavaScript number holds it exactly. */
export type TelegramUserId = Brand<number, "TelegramUserId">;

const PUBLIC_PLAYER_ID = /^p([1-9]\d{0,14})$/;
const RACE_ID = /^[A-Za-z0-9]{10}$/;

export function playerId(value: number): PlayerId {
  return brand<PlayerId>(value);
}

export function sourceId(value: number): SourceId {
  return brand<SourceId>(value);
}

export function telegramUserId(value: number): TelegramUserId {
  return brand<TelegramUserId>(value);
}

/** The opaque text under which the outside knows a player. */
export function formatPlayerId(id: PlayerId): string {
  return `p${id}`;
}

/** @returns `undefined` when the text is not one of our public player ids */
export function parsePlayerId(text: string): PlayerId | undefined {
  const digits = PUBLIC_PLAYER_ID.exec(text)?.[1];
  return digits === undefined ? undefined : playerId(Number(digits));
}

/** @returns `undefined` when the text cannot be a race's id */
export function parseRaceId(text: string): RaceId | undefined {
  return RACE_ID.test(text) ? brand<RaceId>(text) : undefined;
}
