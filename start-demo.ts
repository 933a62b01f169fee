import type { Config } from "./config.js";
import type { CoreContext } from "./core/context.js";
import { prepareDemo, type DemoWorld } from "./core/demo/prepare-demo.js";
import { createPopulation } from "./sandbox/casino/population.js";
import { simulateCasino } from "./sandbox/casino/simulate.js";

const PLAYERS = 64;
const SEED = 2026;
/** Enough to see the board move within seconds, little enough to follow it with the eye. */
const BETS_PER_SECOND = 3;

/** Fills the place with invented life and lets the simulated casino post signed wagers until disposed. */
export async function startDemo(
  config: Pick<Config, "webhookPort">,
  context: CoreContext,
  telegram: Pick<DemoWorld, "people" | "groups">,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const population = createPopulation({ players: PLAYERS, seed: SEED, activeShare: 1 });
  const players = population
    .map(({ playerId, name, share }) => ({ externalId: playerId, name, share }))
    .sort((a, b) => b.share - a.share);
  const { source, secret } = await prepareDemo(context, { ...telegram, players });
  const stop = new AbortController();
  const running = simulateCasino({
    receiverUrl: `http://127.0.0.1:${config.webhookPort}`,
    source,
    secret,
    ratePerSecond: BETS_PER_SECOND,
    players: PLAYERS,
    seed: SEED,
    clock: context.clock,
    signal: AbortSignal.any([signal, stop.signal]),
    voids: 0.01,
    corrections: 0.01,
    duplicates: 0.02,
  }).catch((error: unknown) => context.log.error({ err: error }, "the simulated casino stopped"));
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
