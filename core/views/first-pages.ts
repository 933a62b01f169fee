import type { StandingsRow } from "../../wire/race.js";
import type { BoardKey } from "../boards/live-boards.js";
import { isSameState, type PageState } from "./live-page.js";

interface Kept {
  state: PageState;
  rows: Promise<StandingsRow[]>;
}

/**
 * The first page of each board as it was last made. A board that moves changes at most 40 times a second while thousands
 * ask for it: all of them get the same rows, and never those of an older version.
 */
export class FirstPages {
  readonly #kept = new Map<string, Kept>();

  /** @param make called unless the page is known as of `state` */
  async rows(
    key: BoardKey,
    limit: number,
    state: PageState,
    make: () => Promise<StandingsRow[]>,
  ): Promise<StandingsRow[]> {
    const name = `${key}/${limit}`;
    const known = this.#kept.get(name);
    if (known !== undefined && isSameState(known.state, state)) return known.rows;
    const kept = { state, rows: make() };
    // Boards are few and limits at most 200, but nobody shall fill the memory by asking for all of them.
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(name, kept);
    try {
      return await kept.rows;
    } catch (error) {
      if (this.#kept.get(name) === kept) this.#kept.delete(name);
      throw error;
    }
  }
}

const MOST = 500;
