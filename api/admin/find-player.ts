import type { CoreContext } from "../../core/context.js";
import { NotFoundError } from "../../core/errors.js";
import { parsePlayerId, playerId, type PlayerId } from "../../wire/ids.js";

type Deps = Pick<CoreContext, "pool">;

/** A slug has no colon, a source's own player id may have some. */
const BY_SOURCE = /^([a-z0-9][a-z0-9-]{0,39}):(.{1,128})$/su;

/**
 * The player that an administrator means: our id (`p12`) or a source's slug and its own id (`casino:U42`).
 * @throws NotFoundError
 */
export async function resolvePlayer({ pool }: Deps, text: string): Promise<PlayerId> {
  const own = parsePlayerId(text);
  const [, slug = null, external = null] = (own === undefined ? BY_SOURCE.exec(text) : null) ?? [];
  const { rows } = await pool.query<{ id: string }>(
    `select id::text from players where id = $1
     union all
     select p.id::text from players p join sources s on s.id = p.source_id where s.slug = $2 and p.external_id = $3`,
    [own ?? null, slug, external?.includes("\0") === true ? null : external],
  );
  const [found] = rows;
  if (found === undefined) throw new NotFoundError(`There is no player ${JSON.stringify(text.slice(0, 80))}.`);
  return playerId(Number(found.id));
}

export interface PlayerCard {
  id: PlayerId;
  source: string;
  externalId: string;
  name: string | null;
  /** Newest first. */
  names: { name: string; seenAt: string }[];
  isPrivate: boolean;
  firstSeenAt: Date;
  /** Of all time, micro-USD as digits. */
  wagered: string;
  entries: number;
  link: { userId: number; proof: string; since: string } | null;
}

const PLAYER = `
  select s.slug as source, p.external_id as "externalId", p.name, p.is_private as "isPrivate",
    p.first_seen_at as "firstSeenAt",
    coalesce((select json_agg(json_build_object('name', n.name, 'seenAt', n.seen_at) order by n.seen_at desc)
      from player_names n where n.player_id = p.id), '[]') as names,
    l.wagered, l.entries,
    (select json_build_object('userId', k.user_id, 'proof', k.proof, 'since', coalesce(k.decided_at, k.created_at))
      from links k where k.player_id = p.id and k.state = 'approved') as link
  from players p join sources s on s.id = p.source_id
  cross join lateral (select coalesce(sum(delta), 0)::text as wagered, count(*)::int as entries
    from ledger where source_id = p.source_id and player_id = p.id) l
  where p.id = $1`;

/** All that an administrator sees of one player, in one query. @throws NotFoundError */
export async function readPlayer({ pool }: Deps, id: PlayerId): Promise<PlayerCard> {
  const { rows } = await pool.query<Omit<PlayerCard, "id">>(PLAYER, [id]);
  const [card] = rows;
  if (card === undefined) throw new NotFoundError("There is no such player.");
  return { ...card, id };
}
