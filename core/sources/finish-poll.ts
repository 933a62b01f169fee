import type { PollFailure } from "../../wire/polled-sources.js";
import type { CoreContext } from "../context.js";
import { ADAPTERS } from "./adapter-capabilities.js";
import type { ClaimedSource } from "./claim-poll.js";
import { FINISH_APART, FINISH_FAILED } from "./poll-sql.js";
import type { Reading, SourceError } from "./reading.js";

type Deps = Pick<CoreContext, "pool">;

/** Long enough for the name of a fault, short enough for a page that a proxy put in the place of an answer. */
const MAX_DETAIL = 300;

export interface FailedQuestion {
  readonly purpose: "poll" | "test";
  readonly requestedAt: Date;
  readonly endedAt: Date;
  readonly nextPollAt: Date;
  readonly kind: PollFailure;
  readonly detail: string;
}

/** Notes that a source gave nothing that can be used, and gives it back until its next date. */
export async function finishFailed({ pool }: Deps, source: ClaimedSource, failed: FailedQuestion): Promise<void> {
  await pool.query(FINISH_FAILED, [
    source.id,
    source.leaseToken,
    failed.requestedAt,
    failed.endedAt,
    failed.nextPollAt,
    failed.kind,
    failed.detail.slice(0, MAX_DETAIL),
    failed.purpose,
  ]);
}

/** Notes a question that records no totals, and gives the source back. */
export async function finishApart(
  { pool }: Deps,
  source: ClaimedSource,
  purpose: "test" | "window",
  answer: Reading | { requestedAt: Date; endedAt: Date; error: SourceError },
): Promise<void> {
  const leastMs = ADAPTERS[source.adapter].capabilities.minIntervalSec * 1_000;
  const isFailed = "error" in answer;
  await pool.query(FINISH_APART, [
    source.id,
    source.leaseToken,
    answer.requestedAt,
    isFailed ? answer.endedAt : answer.receivedAt,
    new Date(answer.requestedAt.getTime() + leastMs),
    purpose,
    isFailed ? answer.error.kind : null,
    isFailed ? answer.error.message.slice(0, MAX_DETAIL) : null,
    isFailed ? null : answer.rawBytes,
    isFailed ? null : Buffer.from(answer.rawHash, "hex"),
    isFailed ? null : answer.rows.length,
  ]);
}
