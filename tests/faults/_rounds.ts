/**
 * How often a fault is injected: a few times in `npm test`, often in `npm run test:faults`, which sets FAULTS=full.
 */
export function faultRounds(rounds: { short: number; full: number }): number {
  return process.env["FAULTS"] === "full" ? rounds.full : rounds.short;
}
