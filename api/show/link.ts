import type { Link as CoreLink } from "../../core/links/link-record.js";
import { formatPlayerId } from "../../wire/ids.js";
import type { Link } from "../../wire/links.js";
import { formatMicroUsd } from "../../wire/money.js";
import { isoOrNull } from "./instant.js";

/** A link as its person sees it: with the account's full name, which he gave himself or has proven to be his. */
export function showLink(link: CoreLink): Link {
  return {
    id: link.id,
    source: link.source.slug,
    sourceName: link.source.name,
    player: { id: formatPlayerId(link.player.id), name: link.player.name ?? link.player.externalId },
    state: link.state,
    proof: link.proof,
    challenge:
      link.challenge === null || link.expiresAt === null
        ? null
        : {
            amounts: link.challenge.amounts.map(formatMicroUsd),
            nameSuffix: link.challenge.nameSuffix,
            expiresAt: link.expiresAt.toISOString(),
          },
    createdAt: link.createdAt.toISOString(),
    effectiveAt: isoOrNull(link.effectiveAt),
    decidedAt: isoOrNull(link.decidedAt),
    endedAt: isoOrNull(link.endedAt),
    reason: link.reason,
    allowed: [...link.allowed],
  };
}
