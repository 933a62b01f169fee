import { formatMicroUsd } from "../../wire/money.js";
import type { QuarantineReason } from "../../wire/webhook-events.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError } from "../errors.js";
import { readDialect } from "../ledger/content/read-dialect.js";
import type { Content } from "../ledger/content/read-events.js";
import type { Dialect } from "./dialect.js";
import { isSignedBy, readHmacSignature, readPostback, type SignedMessage } from "./dialect-signature.js";
import { readDialectOf } from "./change-source.js";
import { parseDialect } from "./parse-dialect.js";

/** A message as a sender's documentation or log shows it. */
export interface DialectSample {
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Of a GET, without the question mark. */
  readonly query?: string | undefined;
  /** The secret it was signed with; without one the signature is only looked at for its form. */
  readonly secret?: string | undefined;
  /** When it was sent, for dialects with a timestamp. */
  readonly at?: Date | undefined;
}

export interface TriedWager {
  readonly wagerId: string;
  readonly playerId: string;
  readonly playerName: string | null;
  /** USD with 6 decimals. */
  readonly amount: string;
  readonly revision: string;
  readonly occurredAt: string | null;
  readonly category: string | null;
  readonly game: string | null;
}

export interface DialectTrial {
  readonly signature: "right" | "wrong" | "not timely" | "not in form" | "not checked";
  /** What it would do: a wager, nothing (a status that is ignored), or a dead letter with its reason. */
  readonly wager: TriedWager | null;
  readonly refused: { readonly reason: QuarantineReason; readonly detail: string } | null;
}

/**
 * Tries a dialect, or the one the source has, on a sample; stores nothing.
 * @param trial its `at` as ISO text @throws NotFoundError, InvalidInputError
 */
export async function tryDialectOf(
  context: Pick<CoreContext, "clock" | "pool">,
  slug: string,
  trial: Omit<DialectSample, "at"> & { readonly dialect?: unknown; readonly at?: string | undefined },
): Promise<DialectTrial> {
  const present = await readDialectOf(context, slug);
  const { dialect = present, at, ...sample } = trial;
  if (dialect === null) {
    throw new InvalidInputError("The source speaks our own contract: there is no dialect to try.", [
      { path: "dialect", message: "missing" },
    ]);
  }
  return tryDialect(context, dialect, { ...sample, at: at === undefined ? undefined : new Date(at) });
}

/** Tries a dialect on a sample before it goes live; stores nothing. @throws InvalidInputError */
export function tryDialect(
  { clock }: Pick<CoreContext, "clock">,
  dialect: unknown,
  sample: DialectSample,
): DialectTrial {
  const rules = parseDialect(dialect);
  const at = sample.at ?? clock.now();
  const body = Buffer.from(sample.body ?? "");
  const { message, content: bytes } = readSample(rules, sample, body, at);
  const content = readDialect(rules, bytes, at);
  const [refused] = content.refused;
  return {
    signature: judge(message, sample.secret),
    wager: triedWager(content),
    refused: refused === undefined ? null : { reason: refused.reason, detail: refused.detail },
  };
}

function readSample(
  rules: Dialect,
  sample: DialectSample,
  body: Buffer,
  at: Date,
): { message: SignedMessage | undefined; content: Buffer } {
  if (rules.kind === "postback") {
    const query = sample.query ?? "";
    const message = readPostback(rules, query, at);
    return { message, content: message?.signedQuery ?? Buffer.from(query) };
  }
  const byName = new Map(Object.entries(sample.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { message: readHmacSignature(rules.signature, (name) => byName.get(name), body, at), content: body };
}

function judge(message: SignedMessage | undefined, secret: string | undefined): DialectTrial["signature"] {
  if (message === undefined) return "not in form";
  if (secret === undefined) return "not checked";
  if (!isSignedBy(message, Buffer.from(secret))) return "wrong";
  return message.isTimely ? "right" : "not timely";
}

function triedWager(content: Content): TriedWager | null {
  const [wager] = content.wagers;
  if (wager === undefined) return null;
  return {
    wagerId: wager.ref,
    playerId: wager.player,
    playerName: wager.playerName ?? null,
    amount: formatMicroUsd(wager.amount),
    revision: String(wager.revision),
    occurredAt: wager.occurredAt,
    category: wager.category,
    game: wager.game,
  };
}
