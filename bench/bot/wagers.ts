import type { Stage } from "../ingest/stage.js";

/** A live race over all players of the stage, each with one wager, so that boards have something to rank. */
export async function addWagers(stage: Stage): Promise<void> {
  await stage.query(`
    insert into races (id, title, status, starts_at, ends_at, time_zone, tie_rule, min_wager, newcomers, grace_minutes, dispute_hours, rules_hash)
    values ('Bench00001', 'Bench race', 'live', now() - interval '1 day', now() + interval '1 day', 'UTC', 'split', 0, 'zero', 15, 24, '\\x00')`);
  await stage.query(
    "insert into race_prizes (race_id, rank, prize) values ('Bench00001', 1, 10000), ('Bench00001', 2, 5000)",
  );
  await stage.query(`
    insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
    select source_id, 'wager', 'b' || id, 1, id, 1, id * 10000, id * 10000, now() - interval '1 hour', (select max(id) from ledger_eras)
    from players`);
}
