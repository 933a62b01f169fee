import type { CoreContext } from "../context.js";

export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail: unknown;
  requestId: string | null;
}

export interface AuditQuery {
  actor?: string | undefined;
  /** A whole name, or its beginning up to a dot: `race.` finds every act on races. */
  action?: string | undefined;
  subject?: string | undefined;
  /** 1 to 200. */
  limit: number;
  /** Id of the last row of the page before. */
  after?: number | undefined;
}

/** What people with rights did, newest first. */
export async function listAudit({ pool }: Pick<CoreContext, "pool">, query: AuditQuery): Promise<AuditRow[]> {
  const { rows } = await pool.query<AuditRow>(
    `select id::text, at, actor, action, subject, detail, request_id as "requestId" from audit_log
     where ($1::text is null or actor = $1) and ($2::text is null or action = $2 or (right($2, 1) = '.' and starts_with(action, $2)))
       and ($3::text is null or subject = $3) and ($4::bigint is null or id < $4)
     order by audit_log.id desc limit $5`,
    [query.actor ?? null, query.action ?? null, query.subject ?? null, query.after ?? null, query.limit],
  );
  return rows;
}
