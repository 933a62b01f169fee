import { seedHistory } from "../../core/demo/seed-history.js";
import { createRace } from "../../core/races/create-race.js";
import { createSource } from "../../core/sources/create-source.js";
import { createPopulation } from "../../sandbox/casino/population.js";
import { UsageError, wholeNumber, type Command } from "../command.js";

const HOUR_MS = 3_600_000;
/** Four players make three quarters of a casino's wagers; without a part for everybody most of a million would have none. */
const EVENLY = 0.3;

export const seed: Command = {
  words: ["seed"],
  arguments: [],
  options: {
    players: { type: "string" },
    wagers: { type: "string" },
    races: { type: "string" },
    seed: { type: "string" },
  },
  summary: "Writes invented players, wagers of the last week and races. Refused in production.",
  async run({ config, context, options }) {
    if (config.isProduction) throw new UsageError("seed is for development: these players are invented");
    const number = wholeNumber(options, "seed", 1, { min: 0, max: 2 ** 31 });
    const players = wholeNumber(options, "players", 200, { min: 1, max: 1_000_000 });
    const wagers = wholeNumber(options, "wagers", 5_000, { min: 0, max: 10_000_000 });
    const races = wholeNumber(options, "races", 1, { min: 0, max: 50 });
    const now = context.clock.now().getTime();
    const slug = `seed-${number}-${now.toString(36)}`;
    const source = await createSource(
      context,
      { slug, name: `Invented casino ${number}`, mode: "events" },
      { actor: "cli" },
    );
    await seedHistory(context.pool, {
      source: source.id,
      players: createPopulation({ players, seed: number, activeShare: 1 }).map((player) => ({
        externalId: player.playerId,
        name: player.name,
        share: player.share * (1 - EVENLY) + EVENLY / players,
      })),
      wagers,
      from: new Date(now - 7 * 24 * HOUR_MS),
      until: new Date(now),
      totalUsd: wagers * 60,
      seed: number,
    });
    const ids: string[] = [];
    for (let at = 0; at < races; at++) {
      const window = {
        startsAt: new Date(now - (at + 1) * 24 * HOUR_MS),
        endsAt: new Date(now + (at + 1) * 24 * HOUR_MS),
      };
      ids.push(
        await createRace(
          context,
          {
            title: `Invented race ${at + 1}`,
            startsAt: window.startsAt.toISOString(),
            endsAt: window.endsAt.toISOString(),
            prizes: ["100.00", "50.00", "25.00"],
            sources: [slug],
          },
          "cli",
        ),
      );
    }
    return {
      json: { source: slug, players, wagers, races: ids },
      text: `Source ${slug}: ${players} players, ${wagers} wagers, races ${ids.join(", ") || "none"}.`,
    };
  },
};
