import type { Pool } from "pg";

/** A referred account of the source `casino`. @returns its number */
export async function addAccount(pool: Pool, external: string, name = external): Promise<number> {
  await pool.query(
    "insert into sources (slug, name, mode) values ('casino', 'Casino', 'events') on conflict do nothing",
  );
  const { rows } = await pool.query<{ id: string }>(
    "insert into players (source_id, external_id, name, named_at) select id, $1, $2, now() from sources where slug = 'casino' returning id",
    [external, name],
  );
  return Number(rows[0]!.id);
}

export async function linkAccount(pool: Pool, user: number, player: number): Promise<void> {
  await pool.query(
    `insert into links (user_id, source_id, player_id, state, proof, decided_at)
     select $1, source_id, id, 'approved', 'evidence', now() - interval '30 days' from players where id = $2`,
    [user, player],
  );
}

let nextWager = 0;

/** A wager in whole dollars, some minutes ago. */
export async function wager(pool: Pool, player: number, usd: number, minutesAgo = 1): Promise<void> {
  await pool.query(
    `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
     select source_id, 'wager', $2, 1, id, 1, $3::bigint * 1000000, $3::bigint * 1000000, now() - make_interval(secs => $4::float8 * 60), (select max(id) from ledger_eras)
     from players where id = $1`,
    [player, `people${++nextWager}`, usd, minutesAgo],
  );
}
