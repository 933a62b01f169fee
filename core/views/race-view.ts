import { formatCents, formatMicroUsd, microUsd } from "../../wire/money.js";
import type { Race } from "../../wire/race.js";
import type { BoardPage } from "../boards/live-boards.js";
import { prizePool } from "../prizes/prize-table.js";
import { formatWeight } from "../races/race-rules.js";
import type { RaceRecord } from "../races/read-races.js";
import { dataAge } from "./data-age.js";

/** A race in the form of the wire. @param board the race's board, without rows; `undefined` when none is open */
export function raceView(race: RaceRecord, board: BoardPage | undefined, now: Date): Race {
  const age = dataAge(race.sourceHealth, board?.caughtUpAt ?? now, now);
  return {
    id: race.id,
    title: race.title,
    status: race.status,
    startsAt: race.startsAt.toISOString(),
    endsAt: race.endsAt.toISOString(),
    timeZone: race.timeZone,
    prizePool: formatCents(prizePool(race.prizes)),
    prizes: race.prizes.map(formatCents),
    tieRule: race.tieRule,
    minWager: formatMicroUsd(race.minWager),
    rules: {
      version: race.rulesVersion,
      hash: race.rulesHash?.toString("hex") ?? null,
      sources: race.sources === null ? null : [...race.sources],
      weights: Object.fromEntries([...race.weights].map(([category, weight]) => [category, formatWeight(weight)])),
      cap: race.cap === null ? null : formatMicroUsd(race.cap),
      requireLink: race.requireLink,
      newcomers: race.newcomers,
      graceMinutes: race.graceMinutes,
      disputeHours: race.disputeHours,
    },
    version: board?.version ?? Number(race.rulesXid),
    epoch: board?.epoch ?? "",
    players: board?.total ?? 0,
    totalWagered: formatMicroUsd(board?.totalScore ?? microUsd(0n)),
    asOf: age.asOf,
    stale: age.stale,
  };
}
