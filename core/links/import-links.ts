import type { PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";

/** A link that another program kept: who, and which account of which source. */
export interface OldLink {
  telegramId: number;
  source: string;
  /** The source's own id of the account. */
  player: string;
}

export type ImportedLink = "linked" | "known" | "unknown_source" | "player_taken" | "person_has_another";

class DryRun extends Error {
  override readonly name = "DryRun";
}

/**
 * Takes over links of another program, as evidence that an operator vouches for. All of them or none: a fault of the
 * database leaves nothing. A conflict with a link that is here leaves that one line out.
 * @param options.isDryRun does everything and takes it back
 * @returns what came of each, in their order
 */
export async function importLinks(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  links: readonly OldLink[],
  options: { actor: string; isDryRun: boolean },
): Promise<ImportedLink[]> {
  const outcomes: ImportedLink[] = [];
  try {
    await inTransaction(pool, "read committed", async (client) => {
      for (const link of links) outcomes.push(await importLink(client, link, options.actor));
      if (options.isDryRun) throw new DryRun("taken back");
      await appendAudit(drizzleOn(client), clock.now(), {
        actor: options.actor,
        action: "links.import",
        subject: "links",
        detail: { lines: links.length, linked: outcomes.filter((outcome) => outcome === "linked").length },
      });
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return outcomes;
}

async function importLink(
  client: PoolClient,
  { telegramId, source, player }: OldLink,
  actor: string,
): Promise<ImportedLink> {
  const { rows: sources } = await client.query<{ id: number }>(
    "select id from sources where slug = $1 and removed_at is null",
    [source],
  );
  const [found] = sources;
  if (found === undefined) return "unknown_source";
  await client.query("insert into telegram_users (id, first_name) values ($1, '') on conflict do nothing", [
    telegramId,
  ]);
  const { rows: players } = await client.query<{ id: string }>(
    `with made as (insert into players (source_id, external_id) values ($1, $2) on conflict do nothing returning id)
     select id from made union all select id from players where source_id = $1 and external_id = $2`,
    [found.id, player],
  );
  const playerId = players[0]?.id;
  const { rows: present } = await client.query<{ user_id: string; player_id: string }>(
    "select user_id, player_id from links where state = 'approved' and (player_id = $1 or (user_id = $2 and source_id = $3))",
    [playerId, telegramId, found.id],
  );
  if (present.some((link) => link.player_id === playerId && Number(link.user_id) === telegramId)) return "known";
  if (present.some((link) => link.player_id === playerId)) return "player_taken";
  if (present.length > 0) return "person_has_another";
  await client.query(
    `insert into links (user_id, source_id, player_id, state, proof, evidence, decided_at, decided_by)
     values ($1, $2, $3, 'approved', 'evidence', 'taken over from another program', clock_timestamp(), $4)`,
    [telegramId, found.id, playerId, actor],
  );
  return "linked";
}
