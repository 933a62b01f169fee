import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

export interface SourceHealth {
  slug: string;
  name: string;
  mode: "events" | "totals";
  /** It is asked, or its lists are uploaded: it signs nothing, and nobody was ever shown its secret. */
  polled: boolean;
  lastAcceptedAt: Date | null;
  staleAfterSeconds: number;
  openDeadLetters: number;
  /** Live secrets: `previous` is there while two of them verify. */
  secrets: { state: "current" | "previous"; lastUsedAt: string | null; expiresAt: string | null }[];
}

const HEALTH_SQL = `
  select s.slug, s.name, s.mode, h.last_accepted_at as "lastAcceptedAt", s.stale_after_seconds::int as "staleAfterSeconds",
    exists (select from polled_sources p where p.source_id = s.id) as polled,
    (select count(*)::int from dead_letters d where d.source_id = s.id and d.state = 'open') as "openDeadLetters",
    coalesce((select json_agg(json_build_object('state', k.state, 'lastUsedAt', k.last_used_at, 'expiresAt', k.expires_at)
        order by k.state) from source_secrets k where k.source_id = s.id and k.state <> 'revoked'
        and (k.expires_at is null or k.expires_at > $2)), '[]') as secrets
  from sources s left join source_health h on h.source_id = s.id
  where ($1::text is null or s.slug = $1) and s.removed_at is null order by s.id`;

type Deps = Pick<CoreContext, "pool" | "clock">;

/** @throws NotFoundError */
export async function readSourceHealth({ pool, clock }: Deps, slug: string): Promise<SourceHealth> {
  const { rows } = await pool.query<SourceHealth>(HEALTH_SQL, [slug, clock.now()]);
  const [health] = rows;
  if (health === undefined) throw new NotFoundError("There is no such source.");
  return health;
}

/** Every source, oldest first. */
export async function listSourceHealth({ pool, clock }: Deps): Promise<SourceHealth[]> {
  const { rows } = await pool.query<SourceHealth>(HEALTH_SQL, [null, clock.now()]);
  return rows;
}

/** True when nothing came for longer than the source allows, or nothing ever. */
export function isSilent({ lastAcceptedAt, staleAfterSeconds }: SourceHealth, now: Date): boolean {
  const ageMs = lastAcceptedAt === null ? Infinity : now.getTime() - lastAcceptedAt.getTime();
  return ageMs > staleAfterSeconds * 1000;
}
