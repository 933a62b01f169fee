import * as z from "zod/mini";
import { NotFoundError } from "../../core/errors.js";
import { discardDeadLetter, listDeadLetters } from "../../core/ledger/dead-letters.js";
import { replayDeadLetter } from "../../core/ledger/replay-dead-letter.js";
import { replayDeadLetters } from "../../core/ledger/replay-dead-letters.js";
import { readCursor, writeCursor } from "../../core/views/cursor.js";
import { withReason } from "../../wire/admin-races.js";
import { deadLetterList, letterState, replayFilter, replayOutcome, replayTally } from "../../wire/dead-letters.js";
import { admin, route } from "../route.js";
import { pageQuery } from "./params.js";

const GROUP = "Dead letters";
const letterParams = z.object({ id: z.string() });
const filter = z.string().check(z.minLength(1), z.maxLength(40));

const letterQuery = z.extend(pageQuery, {
  state: z.optional(letterState),
  /** Slug of a source. */
  source: z.optional(filter),
  reason: z.optional(filter),
});

export const deadLetters = route({
  method: "get",
  path: "/admin/dead-letters",
  access: admin("owner", "admin", "moderator"),
  group: GROUP,
  summary: "What was signed but could not be applied, newest first; `state`, `source` and `reason` filter.",
  input: { query: letterQuery },
  answer: { status: 200, schema: deadLetterList },
  async handler({ context }, { query }) {
    const { limit, cursor, state, source, reason } = query;
    const found = await listDeadLetters(context, {
      limit,
      ...(state === undefined ? {} : { state }),
      ...(source === undefined ? {} : { source }),
      ...(reason === undefined ? {} : { reason }),
      ...(cursor === undefined ? {} : { before: letterNumber(readCursor(cursor, 1)[0] ?? "") }),
    });
    const last = found.at(-1);
    return {
      body: {
        deadLetters: found.map((letter) => ({
          ...letter,
          id: String(letter.id),
          item: letter.item === -1 ? null : letter.item,
          receivedAt: letter.receivedAt.toISOString(),
          resolvedAt: letter.resolvedAt?.toISOString() ?? null,
        })),
        nextCursor: found.length === limit && last !== undefined ? writeCursor([String(last.id)]) : null,
      },
    };
  },
});

export const replayLetter = route({
  method: "post",
  path: "/admin/dead-letters/:id/replay",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Applies an open dead letter by the rules of a fresh delivery; what still cannot be applied stays open.",
  audit: "dead_letter.replay",
  input: { params: letterParams },
  answer: { status: 200, schema: replayOutcome },
  async handler({ context }, { params }) {
    const outcome = await replayDeadLetter(context, letterNumber(params.id));
    const body =
      outcome.status === "replayed"
        ? { status: outcome.status, resolution: outcome.resolution, reason: null }
        : { status: outcome.status, resolution: null, reason: outcome.reason };
    return { body, audited: { subject: `dead_letter:${params.id}`, detail: body } };
  },
});

export const replayLetters = route({
  method: "post",
  path: "/admin/dead-letters/replay",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Applies up to 200 open dead letters, oldest first, each by itself; `source` and `reason` filter.",
  audit: "dead_letter.replay_many",
  input: { body: replayFilter },
  answer: { status: 200, schema: replayTally },
  async handler({ context }, { body: { source, reason, cursor } }) {
    const { next, ...tally } = await replayDeadLetters(context, {
      ...(source === undefined ? {} : { source }),
      ...(reason === undefined ? {} : { reason }),
      ...(cursor === undefined ? {} : { after: letterNumber(readCursor(cursor, 1)[0] ?? "") }),
    });
    const body = { ...tally, nextCursor: next === undefined ? null : writeCursor([String(next)]) };
    return { body, audited: { subject: "dead_letters", detail: { source, reason, ...tally } } };
  },
});

export const discardLetter = route({
  method: "post",
  path: "/admin/dead-letters/:id/discard",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Closes a dead letter that will not be applied, with a reason; it stays for the record.",
  audit: "dead_letter.discard",
  input: { params: letterParams, body: withReason },
  answer: { status: 204 },
  async handler({ context }, { params, body }) {
    await discardDeadLetter(context, letterNumber(params.id), body.reason);
    return { body: undefined, audited: { subject: `dead_letter:${params.id}`, detail: body } };
  },
});

/** @throws NotFoundError for a text that is no letter's number */
function letterNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new NotFoundError("There is no such dead letter.");
  return Number(text);
}
