import { ADAPTERS } from "../core/sources/adapter-capabilities.js";
import { claimSource, reserveTurn } from "../core/sources/claim-poll.js";
import { finishApart } from "../core/sources/finish-poll.js";
import { SourceError } from "../core/sources/reading.js";
import { applyWindow, findDueWindows, postponeWindow, type DueWindow } from "../core/sources/window-readings.js";
import type { PollDeps } from "./poll-source.js";

/** Asks sources that have a history once more for the windows of races that are about to be settled. */
export async function askWindows(deps: PollDeps): Promise<void> {
  for (const due of await findDueWindows(deps.context)) await askWindow(deps, due);
}

async function askWindow(deps: PollDeps, due: DueWindow): Promise<void> {
  const { context } = deps;
  // Roobet allows a question an hour: the window waits for its turn like any other question.
  const { minIntervalSec } = ADAPTERS[due.adapter].capabilities;
  const source = await claimSource(context, due.source, minIntervalSec);
  if (source === undefined) return reserveTurn(context, due.source, minIntervalSec);
  const requestedAt = context.clock.now();
  const log = context.log.child({ source: source.slug, race: due.race });
  try {
    const reading = await deps.adapters.of(source, deps.get, context.clock).fetch(due.range);
    await finishApart(context, source, "window", reading);
    const { corrected, amount } = await applyWindow(context, due, source, reading);
    log.info({ corrected, amount: amount.toString() }, "a source told the window of a race");
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    await finishApart(context, source, "window", { requestedAt, endedAt: context.clock.now(), error });
    await postponeWindow(context, due);
    log.warn({ kind: error.kind, detail: error.message }, "the window of a race could not be asked for");
  }
}
