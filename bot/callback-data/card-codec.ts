import { parseRaceId, type RaceId } from "../../wire/ids.js";

const PRESS = /^c1:([A-Za-z0-9]{10})$/;

/** Data of the button that asks for one's own card in a race as a picture. */
export function encodeCardPress(race: RaceId): string {
  return `c1:${race}`;
}

/** @returns `undefined` when the press is not of that button */
export function decodeCardPress(data: string): RaceId | undefined {
  return parseRaceId(PRESS.exec(data)?.[1] ?? "");
}
