import type { Pool } from "pg";
import type { CoreContext } from "../../core/context.js";
import { findLinkProofs } from "../../core/links/links-by-clock.js";
import { requestLink } from "../../core/links/request-link.js";
import type { Link } from "../../core/links/link-record.js";
import { telegramUserId, type PlayerId, type SourceId, type TelegramUserId } from "../../wire/ids.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";

export interface LinkWorld {
  context: CoreContext;
  pool: Pool;
  source: SourceId;
  /** `U1`, `U2`, … at the source `casino`, named `player_1`, … */
  players: PlayerId[];
}

export async function linkWorld(
  pool: Pool,
  options: { mode?: "events" | "totals"; players?: number } = {},
): Promise<LinkWorld> {
  const source = await addSource(pool, "casino", options.mode ?? "events");
  const players = await addPlayers(pool, source, options.players ?? 3);
  return { context: testContext(pool), pool, source, players };
}

export async function addPerson(pool: Pool, id: number): Promise<TelegramUserId> {
  await pool.query(
    "insert into telegram_users (id, first_name, can_be_messaged) values ($1, 'T', true) on conflict do nothing",
    [id],
  );
  return telegramUserId(id);
}

export async function ask(world: LinkWorld, user: TelegramUserId, player: string): Promise<Link> {
  return requestLink(world.context, { user, source: "casino", player });
}

/** The account's owner places the wagers, and the worker looks. */
export async function proveByWagers(world: LinkWorld, link: Link): Promise<void> {
  await addEntries(
    world.pool,
    link.challenge!.amounts.map((delta) => ({
      source: world.source,
      player: link.player.id,
      delta,
      at: new Date(),
    })),
  );
  await findLinkProofs(world.context);
}

export async function stateOf(pool: Pool, link: { id: string }): Promise<string> {
  const { rows } = await pool.query<{ state: string }>("select state from links where id = $1", [link.id]);
  return rows[0]!.state;
}

/** Moves a deadline of a link to the past. */
export async function letTimePass(pool: Pool, link: { id: string }): Promise<void> {
  await pool.query(
    `update links set expires_at = least(expires_at, now() - interval '1 day'), effective_at = least(effective_at, now() - interval '1 second')
     where id = $1`,
    [link.id],
  );
}

/** What people were told, in order. */
export async function notices(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ chat_id: string; notice: string }>(
    "select chat_id, payload->>'notice' as notice from telegram_outbox where kind = 'link_notice' order by id",
  );
  return rows.map((row) => `${row.chat_id} ${row.notice}`);
}
