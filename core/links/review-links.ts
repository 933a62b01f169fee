import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { ConflictError, ForbiddenError } from "../errors.js";
import { requireReason } from "../races/require-reason.js";
import { tellOwner } from "./link-notices.js";
import { lockLink, selectLinks, type Link } from "./link-record.js";
import { audit, takeEffect, takeOver, type LinkActing } from "./move-link.js";
import { requireLinkAction } from "./own-links.js";
import type { LinkState } from "../../wire/links.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

export interface LinkQuery {
  states?: readonly LinkState[] | undefined;
  /** 1 to 200. */
  limit: number;
  /** Id of the last link of the page before. */
  after?: number | undefined;
}

/** Links for administrators, newest first; with the state `under_review` it is the queue. */
export async function listLinks({ pool }: Pick<Deps, "pool">, query: LinkQuery): Promise<Link[]> {
  return selectLinks(
    pool,
    "where ($1::text[] is null or l.state = any($1)) and ($2::bigint is null or l.id < $2) order by l.id desc limit $3",
    [query.states ?? null, query.after ?? null, query.limit],
  );
}

/**
 * An administrator believes the evidence. An account that somebody else holds is not taken from him by the way: that
 * needs `transfer`, which also skips the cooling-off time.
 * @throws NotFoundError, ForbiddenError for his own link, ConflictError with the allowed moves
 */
export async function approveLink(
  context: Deps,
  id: string,
  decision: { transfer: boolean },
  acting: LinkActing,
): Promise<Link> {
  return inTransaction(context.pool, "read committed", async (client) => {
    const link = await lockLink(client, id);
    requireLinkAction(link, "approve");
    if (acting.actor === `user:${link.user}`) throw new ForbiddenError("Nobody approves his own link.");
    const proven = {
      proof: link.proof ?? "evidence",
      detail: link.proofDetail ?? { reviewedBy: acting.actor },
    } as const;
    if (decision.transfer) return takeOver(context, client, link, proven, acting);
    const approved = await takeEffect(context, client, link, proven, acting);
    if (approved.state === "approved") return approved;
    // Thrown inside the transaction: what takeEffect wrote is undone.
    throw new ConflictError(
      "Somebody holds this account, or the person holds or held another one here until lately. Approve it as a transfer, or reject it.",
      ["transfer", "reject"],
    );
  });
}

/** An administrator turns a request down. @throws NotFoundError, InvalidInputError without a reason, ConflictError */
export async function rejectLink(
  context: Deps,
  id: string,
  decision: { reason: string },
  acting: LinkActing,
): Promise<Link> {
  const reason = requireReason(decision.reason);
  return inTransaction(context.pool, "read committed", async (client) => {
    requireLinkAction(await lockLink(client, id), "reject");
    await client.query(
      "update links set state = 'rejected', reason = $2, decided_at = clock_timestamp(), decided_by = $3 where id = $1",
      [id, reason, acting.actor],
    );
    const rejected = await lockLink(client, id);
    await audit(context, client, rejected, "link.reject", { ...acting, reason });
    await tellOwner(client, rejected, "rejected");
    return rejected;
  });
}
