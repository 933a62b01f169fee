import type { Pool, PoolClient } from "pg";
import { playerId, telegramUserId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import type { LinkState, LinkProof } from "../../wire/links.js";
import { NotFoundError } from "../errors.js";
import type { Challenge } from "./challenge.js";

export type LinkAction = "prove" | "submit-evidence" | "withdraw" | "approve" | "reject" | "object" | "unlink";

const ALLOWED: Record<LinkState, readonly LinkAction[]> = {
  pending: ["prove", "submit-evidence", "withdraw"],
  under_review: ["approve", "reject", "withdraw"],
  cooling: ["object", "reject", "withdraw"],
  approved: ["unlink"],
  rejected: [],
  expired: [],
  withdrawn: [],
  ended: [],
};

/** Relation of a person and a casino account, from the request to its end. */
export interface Link {
  id: string;
  user: TelegramUserId;
  source: { slug: string; name: string; mode: "events" | "totals" };
  player: { id: PlayerId; externalId: string; name: string | null };
  state: LinkState;
  proof: LinkProof | null;
  /** What to do for a proof, while the request waits for one. */
  challenge: Challenge | null;
  /** Last moment for the challenge. */
  expiresAt: Date | null;
  evidence: string | null;
  /** Telegram's name of the picture that came with it. */
  evidencePicture: string | null;
  proofDetail: unknown;
  createdAt: Date;
  provenAt: Date | null;
  /** A transfer takes effect then. */
  effectiveAt: Date | null;
  decidedAt: Date | null;
  decidedBy: string | null;
  reason: string | null;
  endedAt: Date | null;
  allowed: readonly LinkAction[];
}

interface LinkRow {
  id: string;
  user_id: string;
  slug: string;
  source_name: string;
  mode: "events" | "totals";
  player_id: string;
  external_id: string;
  player_name: string | null;
  state: LinkState;
  proof: LinkProof | null;
  first_amount: string | null;
  second_amount: string | null;
  name_suffix: string | null;
  expires_at: Date | null;
  evidence: string | null;
  evidence_picture: string | null;
  proof_detail: unknown;
  created_at: Date;
  proven_at: Date | null;
  effective_at: Date | null;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
  ended_at: Date | null;
}

const LINKS = `
  select l.id::text, l.user_id::text, s.slug, s.name as source_name, s.mode, l.player_id::text, p.external_id,
         p.name as player_name, l.state, l.proof, l.first_amount::text, l.second_amount::text, l.name_suffix, l.expires_at,
         l.evidence, l.evidence_picture, l.proof_detail, l.created_at, l.proven_at, l.effective_at, l.decided_at, l.decided_by, l.reason, l.ended_at
  from links l join players p on p.id = l.player_id join sources s on s.id = l.source_id`;

/** @param condition SQL over `l`, `p` and `s`, with order and limit */
export async function selectLinks(
  client: Pool | PoolClient,
  condition: string,
  values: readonly unknown[],
): Promise<Link[]> {
  const { rows } = await client.query<LinkRow>(`${LINKS} ${condition}`, [...values]);
  return rows.map(toLink);
}

/** Reads one link and keeps it from changing until the transaction ends. @throws NotFoundError */
export async function lockLink(client: PoolClient, id: string): Promise<Link> {
  const [link] = await selectLinks(client, "where l.id = $1 for no key update of l", [linkNumber(id)]);
  if (link === undefined) throw new NotFoundError("There is no such link.");
  return link;
}

/** @throws NotFoundError, because ids are opaque to those who send them */
export function linkNumber(id: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new NotFoundError("There is no such link.");
  return Number(id);
}

function toLink(row: LinkRow): Link {
  return {
    id: row.id,
    user: telegramUserId(Number(row.user_id)),
    source: { slug: row.slug, name: row.source_name, mode: row.mode },
    player: { id: playerId(Number(row.player_id)), externalId: row.external_id, name: row.player_name },
    state: row.state,
    proof: row.proof,
    challenge: row.state === "pending" ? challengeOf(row) : null,
    expiresAt: row.expires_at,
    evidence: row.evidence,
    evidencePicture: row.evidence_picture,
    proofDetail: row.proof_detail,
    createdAt: row.created_at,
    provenAt: row.proven_at,
    effectiveAt: row.effective_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
    endedAt: row.ended_at,
    allowed: ALLOWED[row.state],
  };
}

function challengeOf({ first_amount: first, second_amount: second, name_suffix: nameSuffix }: LinkRow) {
  if (first === null || second === null || nameSuffix === null) return null;
  return { amounts: [microUsd(BigInt(first)), microUsd(BigInt(second))] as const, nameSuffix };
}
