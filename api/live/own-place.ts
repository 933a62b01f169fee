import type { BoardKey, BoardRow, LiveBoards } from "../../core/boards/live-boards.js";
import type { PlayerId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { SharedFrame } from "./shared-frame.js";

export interface OwnPlace {
  ver: number;
  rank: number | null;
  wagered: string;
  /** Rank and score as one text: what must differ for the place to be told again. */
  text: string;
}

/** The best place among a person's casino accounts; `undefined` without accounts or when the board is closed. */
export function findOwnPlace(
  boards: Pick<LiveBoards, "version" | "place">,
  key: BoardKey,
  players: readonly PlayerId[],
): OwnPlace | undefined {
  const version = boards.version(key);
  if (version === undefined || players.length === 0) return undefined;
  let best: BoardRow | undefined;
  for (const player of players) {
    const row = boards.place(key, player);
    if (row !== null && row !== undefined && (best === undefined || row.rank < best.rank)) best = row;
  }
  const rank = best?.rank ?? null;
  const wagered = formatMicroUsd(best?.score ?? microUsd(0n));
  return { ver: version.version, rank, wagered, text: `${rank} ${wagered}` };
}

export function ownPlaceFrame(key: BoardKey, { ver, rank, wagered }: OwnPlace): SharedFrame {
  return new SharedFrame({ t: "me", ch: key, ver, rank, wagered });
}
