import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { lockLink, selectLinks, type Link, type LinkAction } from "./link-record.js";
import { audit, endLink, keepExclusions } from "./move-link.js";
import { tellOwner } from "./link-notices.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** A person's links and requests, newest first. */
export async function listLinksOf({ pool }: Pick<Deps, "pool">, user: TelegramUserId): Promise<Link[]> {
  return selectLinks(pool, "where l.user_id = $1 order by l.id desc limit 100", [user]);
}

/**
 * Gives the administrators something to judge by, for who can neither wager nor change a name.
 * @param evidence.picture Telegram's name of a picture; the bot shows it to administrators. It may come without words
 * @throws NotFoundError when it is not his, InvalidInputError, ConflictError with the allowed moves
 */
export async function submitEvidence(
  { pool }: Pick<Deps, "pool">,
  id: string,
  user: TelegramUserId,
  { text, picture }: { text: string; picture: string | null },
): Promise<Link> {
  const evidence = picture !== null && text.trim() === "" ? null : checkEvidence(text);
  return inTransaction(pool, "read committed", async (client) => {
    const link = await lockOwn(client, id, user);
    requireLinkAction(link, "submit-evidence");
    await client.query("update links set state = 'under_review', evidence = $2, evidence_picture = $3 where id = $1", [
      link.id,
      evidence,
      picture,
    ]);
    return lockLink(client, link.id);
  });
}

/**
 * Ends what the person has of this link: withdraws a request, or unlinks an active one; its history stays.
 * @throws NotFoundError when it is not his, ConflictError when it is over already
 */
export async function removeLink(context: Deps, id: string, user: TelegramUserId): Promise<Link> {
  return inTransaction(context.pool, "read committed", async (client) => {
    const link = await lockOwn(client, id, user);
    const actor = `user:${user}`;
    if (link.state === "approved") {
      await keepExclusions(client, link);
      return endLink(context, client, link, { actor, reason: "unlinked" });
    }
    requireLinkAction(link, "withdraw");
    await client.query("update links set state = 'withdrawn', decided_at = clock_timestamp() where id = $1", [link.id]);
    const withdrawn = await lockLink(client, link.id);
    await audit(context, client, withdrawn, "link.withdraw", { actor });
    return withdrawn;
  });
}

/**
 * The present owner of an account says that a transfer of it is not his doing: an administrator decides.
 * @param id his own, active link
 * @throws NotFoundError when it is not his, InvalidInputError, ConflictError when nobody is taking the account over
 */
export async function objectToTransfer(
  context: Deps,
  id: string,
  user: TelegramUserId,
  text: string,
): Promise<{ own: Link }> {
  const objection = checkEvidence(text);
  return inTransaction(context.pool, "read committed", async (client) => {
    const own = await lockOwn(client, id, user);
    const [heir] = await selectLinks(
      client,
      "where l.player_id = $1 and l.state = 'cooling' and l.user_id <> $2 for no key update of l",
      [own.player.id, user],
    );
    if (own.state !== "approved" || heir === undefined) {
      throw new ConflictError("Nobody is taking this account over.", own.allowed);
    }
    const evidence = `${heir.evidence ?? ""}\nThe present owner objects: ${objection}`.trim().slice(0, 2_000);
    await client.query("update links set state = 'under_review', evidence = $2 where id = $1", [heir.id, evidence]);
    const contested = await lockLink(client, heir.id);
    await audit(context, client, contested, "link.object", { actor: `user:${user}` });
    await tellOwner(client, contested, "under_review");
    return { own };
  });
}

/**
 * Whether somebody else has proven control of a person's active account and takes it over.
 * @returns when, or `undefined` while nobody does
 */
export async function takeoverOf({ pool }: Pick<Deps, "pool">, own: Link): Promise<Date | undefined> {
  if (own.state !== "approved") return undefined;
  const [heir] = await selectLinks(pool, "where l.player_id = $1 and l.state = 'cooling' and l.user_id <> $2", [
    own.player.id,
    own.user,
  ]);
  return heir?.effectiveAt ?? undefined;
}

async function lockOwn(client: PoolClient, id: string, user: TelegramUserId): Promise<Link> {
  const link = await lockLink(client, id);
  // As for a link that does not exist: who owns what is nobody else's business.
  if (link.user !== user) throw new NotFoundError("There is no such link.");
  return link;
}

/** @throws ConflictError with the moves that the link's state allows */
export function requireLinkAction(link: Link, action: LinkAction): void {
  if (link.allowed.includes(action)) return;
  const hint = link.allowed.length === 0 ? "Nothing is left to do." : `Allowed now: ${link.allowed.join(", ")}.`;
  throw new ConflictError(`A link that is ${link.state} cannot "${action}". ${hint}`, link.allowed);
}

function checkEvidence(text: string): string {
  const evidence = text.trim();
  if (evidence.length >= 3 && evidence.length <= 1_000 && !evidence.includes("\0")) return evidence;
  throw new InvalidInputError("Say how you can show that the account is yours.", [
    { path: "evidence", message: "must have 3 to 1,000 characters" },
  ]);
}
