import type { ClientBase } from "pg";

/**
 * Prepares a connection for the recording statements. Their arrays hold from 1 to 1,000 elements, which a prepared
 * plan cannot know: planning each time costs 0.35 ms a flush, and a nested loop over two arrays is quadratic, so one
 * generic plan with hash joins serves all sizes. Compiling plans (JIT) never pays for statements of a few ms.
 */
export async function prepareLedgerSession(client: ClientBase): Promise<void> {
  await client.query("set plan_cache_mode = force_generic_plan; set enable_nestloop = off; set jit = off");
}
