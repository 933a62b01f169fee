import { formatCents, formatMicroUsd, type MicroUsd } from "../../wire/money.js";
import type { Race } from "../../wire/race.js";
import type { BoardVersion } from "../boards/live-boards.js";
import { stillRolledOver } from "../payouts/roll-over.js";
import { prizesNow } from "../prizes/prize-scheme.js";
import { prizePool } from "../prizes/prize-table.js";
import { laneText } from "../races/race-lanes.js";
import { claimRulesText, formatWeight } from "../races/race-rules.js";
import type { RaceRecord } from "../races/read-races.js";
import type { DataAge } from "./data-age.js";

/** What a race's board or result says as a whole. */
export interface RaceFigures extends BoardVersion, DataAge {
  /** Players on it. */
  total: number;
  totalScore: MicroUsd;
}

/** A race in the form of the wire. */
export function raceView(race: RaceRecord, figures: RaceFigures): Race {
  const prizes = prizesNow(race, figures.totalScore);
  const rolledOver = stillRolledOver(race);
  return {
    id: race.id,
    title: race.title,
    status: race.status,
    startsAt: race.startsAt.toISOString(),
    endsAt: race.endsAt.toISOString(),
    timeZone: race.timeZone,
    prizePool: formatCents(prizePool(prizes)),
    prizes: prizes.map(formatCents),
    ...(race.lanes.length > 0 && { lanes: race.lanes.map(laneText) }),
    tieRule: race.tieRule,
    minWager: formatMicroUsd(race.minWager),
    rules: {
      version: race.rulesVersion,
      hash: race.rulesHash?.toString("hex") ?? null,
      sources: race.sources === null ? null : [...race.sources],
      weights: Object.fromEntries([...race.weights].map(([category, weight]) => [category, formatWeight(weight)])),
      cap: race.cap === null ? null : formatMicroUsd(race.cap),
      ...(race.growth !== null && {
        growth: {
          share: formatWeight(race.growth.share),
          limit: formatCents(race.growth.limit),
          base: race.prizes.map(formatCents),
        },
      }),
      ...(race.floors !== null && { floors: race.floors.map(formatCents) }),
      requireLink: race.requireLink,
      newcomers: race.newcomers,
      graceMinutes: race.graceMinutes,
      disputeHours: race.disputeHours,
      ...claimRulesText(race),
      ...(rolledOver > 0n && { rolledOver: formatCents(rolledOver) }),
    },
    version: figures.version,
    epoch: figures.epoch,
    players: figures.total,
    totalWagered: formatMicroUsd(figures.totalScore),
    asOf: figures.asOf,
    stale: figures.stale,
  };
}
