import type { BoardKey } from "../../core/boards/live-boards.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { Period } from "../../wire/race.js";

/** What a board's key names. */
export type BoardTarget = { kind: "race"; race: RaceId } | { kind: "period"; period: Period };

/** @throws RangeError on a race id that the type allows and the format does not: a fault of the caller */
export function boardTarget(board: BoardKey): BoardTarget {
  switch (board) {
    case "board:day":
      return { kind: "period", period: "day" };
    case "board:week":
      return { kind: "period", period: "week" };
    case "board:month":
      return { kind: "period", period: "month" };
    case "board:all-time":
      return { kind: "period", period: "all-time" };
    default: {
      const race = parseRaceId(board.slice("race:".length));
      if (race === undefined) throw new RangeError(`not a board: ${board}`);
      return { kind: "race", race };
    }
  }
}
