import type { Dispute as CoreDispute } from "../../core/disputes/disputes.js";
import type { Dispute } from "../../wire/disputes.js";
import { isoOrNull } from "./instant.js";

export function showDispute({ openedAt, decidedAt, ...dispute }: CoreDispute): Dispute {
  return {
    id: dispute.id,
    race: dispute.race,
    version: dispute.version,
    player: dispute.player,
    text: dispute.text,
    state: dispute.state,
    openedAt: openedAt.toISOString(),
    decidedAt: isoOrNull(decidedAt),
    answer: dispute.answer,
    evidence: dispute.evidence,
  };
}
