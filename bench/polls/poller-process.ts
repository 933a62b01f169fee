import * as z from "zod";
import { Poller } from "../../sources/poller.js";
import { openContext } from "../open-context.js";

/** Asks the polled sources of a database whenever its parent says so. Arguments: database URL and secrets key. */
const [databaseUrl = "", secretsKey = ""] = process.argv.slice(2);

const polls = z.object({ outcome: z.string(), changed: z.string().nullable() });

export interface PollReport {
  readonly seconds: number;
  /** Most that the process ever held, in MB. */
  readonly megabytes: number;
  /** Rows of which the total changed, or that were new. */
  readonly changed: number;
}

const context = openContext(databaseUrl, secretsKey);
const poller = new Poller(context, { allowsLocal: true });

async function poll(): Promise<PollReport> {
  await context.pool.query("update polled_sources set next_poll_at = clock_timestamp(), last_requested_at = null");
  const started = performance.now();
  await poller.round();
  await poller.settled();
  const seconds = (performance.now() - started) / 1_000;
  const { rows } = await context.pool.query(
    "select outcome, (added + changed)::text as changed from source_polls order by id desc limit 1",
  );
  const { outcome, changed } = polls.parse(rows[0]);
  if (outcome !== "good") throw new Error(`the poll was ${outcome}`);
  return { seconds, megabytes: process.resourceUsage().maxRSS / 1_000, changed: Number(changed) };
}

process.on("disconnect", () => process.exit(0));
process.on("message", () => void poll().then((report) => process.send?.(report)));
process.send?.("ready");
