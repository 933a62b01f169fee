import { canonicalJson, type CanonicalValue } from "./canonical-json.js";
import { parseDecimal } from "./decimal.js";
import { sha256Hex } from "./sha256.js";

/** Form of a published draw. */
export const RAFFLE_FORMAT = "goatedvips-raffle-v1";

/** Somebody with at least one ticket, by a name that says nothing. */
export interface RaffleParticipant {
  pseudonym: string;
  /** USD, 6 decimals. */
  wagered: string;
  tickets: number;
}

export interface RaffleWinner {
  /** From 1. */
  place: number;
  /** Number of the hash that gave the ticket, from 1; a number too many is one that fell on the rest of the division. */
  draw: number;
  /** From 0, among the tickets of those who have not won yet, in the order of the list. */
  ticket: number;
  pseudonym: string;
  /** USD, 2 decimals. */
  prize: string;
}

/** A draw as it is published: all that is needed to compute it again. */
export interface RaffleDocument {
  format: typeof RAFFLE_FORMAT;
  raffle: string;
  title: string;
  startsAt: string;
  endsAt: string;
  /** Volume of one ticket, USD with 6 decimals. */
  ticketPrice: string;
  /** Of place 1, 2, 3 … */
  prizes: string[];
  /** SHA-256 of the seed's text, published when the raffle began. */
  commitment: string;
  seed: string;
  /** In the order of their pseudonyms. */
  participants: RaffleParticipant[];
  /** SHA-256 of the canonical JSON of the participants. */
  listHash: string;
  winners: RaffleWinner[];
}

/** Tickets of a whole window's volume: the fraction is kept until the end, and lost only there. */
export function ticketsOf(wageredMicro: bigint, priceMicro: bigint): number {
  return wageredMicro < priceMicro ? 0 : Number(wageredMicro / priceMicro);
}

export function hashOfList(participants: readonly RaffleParticipant[]): Promise<string> {
  return sha256Hex(canonicalJson(participants.map((one) => ({ ...one }))));
}

const SPAN = 2n ** 64n;

/**
 * Draws the winners. Each number is the first 8 bytes of SHA-256 of `seed:listHash:n`; one that would favour the first
 * tickets by the rest of the division is passed over. Whoever has won leaves with all his tickets.
 */
export async function drawWinners(
  seed: string,
  listHash: string,
  participants: readonly RaffleParticipant[],
  prizes: readonly string[],
): Promise<RaffleWinner[]> {
  const left = participants.filter(({ tickets }) => tickets > 0);
  const winners: RaffleWinner[] = [];
  let draw = 0;
  for (const [at, prize] of prizes.entries()) {
    const total = left.reduce((sum, { tickets }) => sum + BigInt(tickets), 0n);
    if (total === 0n) break;
    let number = SPAN;
    while (number >= SPAN - (SPAN % total)) {
      draw += 1;
      number = BigInt(`0x${(await sha256Hex(`${seed}:${listHash}:${draw}`)).slice(0, 16)}`);
    }
    const ticket = Number(number % total);
    const index = holderOf(left, ticket);
    const [winner] = left.splice(index, 1);
    if (winner === undefined) throw new RangeError(`ticket ${ticket} belongs to nobody`);
    winners.push({ place: at + 1, draw, ticket, pseudonym: winner.pseudonym, prize });
  }
  return winners;
}

function holderOf(participants: readonly RaffleParticipant[], ticket: number): number {
  let passed = 0;
  return participants.findIndex(({ tickets }) => (passed += tickets) > ticket);
}

export interface RaffleCheck {
  name: "form" | "commitment" | "list" | "tickets" | "winners";
  isGood: boolean;
  /** What was found, in words for people. */
  detail: string;
}

export interface RaffleVerification {
  isGood: boolean;
  /** The document, once its form is good. */
  document: RaffleDocument | null;
  checks: RaffleCheck[];
}

/**
 * Computes a published draw again: form, seed against its early hash, list, tickets and winners.
 * @param announced the hash of the seed as it was published when the raffle began: a forger writes his own into a file
 */
export async function verifyRaffle(text: string, announced?: string): Promise<RaffleVerification> {
  const document = parse(text);
  if (document === undefined) {
    const detail = "it is not a published draw of a known form";
    return { isGood: false, document: null, checks: [{ name: "form", isGood: false, detail }] };
  }
  const checks = [
    checkForm(text, document),
    await checkCommitment(document, announced),
    await checkList(document),
    checkTickets(document),
    await checkWinners(document),
  ];
  return { isGood: checks.every(({ isGood }) => isGood), document, checks };
}

function judge(name: RaffleCheck["name"], fault: string | undefined, good: string): RaffleCheck {
  return { name, isGood: fault === undefined, detail: fault ?? good };
}

function checkForm(text: string, document: RaffleDocument): RaffleCheck {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form admits canonical values only
  const canonical = canonicalJson(document as unknown as CanonicalValue);
  const fault = canonical === text.replace(/\r?\n$/, "") ? undefined : "it is not canonical JSON (RFC 8785)";
  return judge("form", fault, "canonical JSON of a known form");
}

async function checkCommitment({ seed, commitment }: RaffleDocument, announced?: string): Promise<RaffleCheck> {
  const hash = await sha256Hex(seed);
  const fault =
    hash !== commitment
      ? "the seed is not the one whose hash the file names"
      : announced !== undefined && announced !== hash
        ? "the hash is not the one that was announced"
        : undefined;
  return judge("commitment", fault, "the seed is the one whose hash was published before");
}

async function checkList({ participants, listHash }: RaffleDocument): Promise<RaffleCheck> {
  const names = participants.map(({ pseudonym }) => pseudonym);
  const isOrdered = names.every((name, at) => at === 0 || (names[at - 1] ?? "") < name);
  const fault = !isOrdered
    ? "participants are not in order, or one of them stands there twice"
    : (await hashOfList(participants)) === listHash
      ? undefined
      : "the hash of the list does not fit";
  return judge("list", fault, `${participants.length} participants, each once`);
}

function checkTickets({ participants, ticketPrice }: RaffleDocument): RaffleCheck {
  const price = parseDecimal(ticketPrice, 6);
  const wrong = participants.find(({ wagered, tickets }) => {
    const amount = parseDecimal(wagered, 6);
    return price === undefined || price <= 0n || amount === undefined || tickets !== ticketsOf(amount, price);
  });
  const total = participants.reduce((sum, { tickets }) => sum + tickets, 0);
  return judge(
    "tickets",
    wrong === undefined ? undefined : `${wrong.pseudonym} has another number of tickets than his volume gives`,
    `${total} tickets, one for each ${ticketPrice} USD`,
  );
}

async function checkWinners({ seed, listHash, participants, prizes, winners }: RaffleDocument): Promise<RaffleCheck> {
  const drawn = await drawWinners(seed, listHash, participants, prizes);
  const text = (list: readonly RaffleWinner[]): string => canonicalJson(list.map((one) => ({ ...one })));
  const fault = text(drawn) === text(winners) ? undefined : "the seed draws other winners";
  return judge("winners", fault, `the seed draws these ${winners.length} winners`);
}

function parse(text: string): RaffleDocument | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRaffleDocument(value) ? value : undefined;
  } catch {
    // The caller says that it is not one.
    return undefined;
  }
}

const TEXTS = ["raffle", "title", "startsAt", "endsAt", "ticketPrice", "commitment", "seed", "listHash"] as const;

/** Whether a value has the members of a published draw, of the right kinds. */
export function isRaffleDocument(value: unknown): value is RaffleDocument {
  if (!isRecord(value) || value["format"] !== RAFFLE_FORMAT) return false;
  const { prizes, participants, winners } = value;
  return (
    // The format and three lists beside the texts: an unknown member would never be looked at.
    Object.keys(value).length === TEXTS.length + 4 &&
    TEXTS.every((name) => typeof value[name] === "string") &&
    /^[0-9a-f]{64}$/.test(String(value["seed"])) &&
    isListOf(prizes, (prize) => typeof prize === "string") &&
    isListOf(participants, (one) => hasKinds(one, { pseudonym: "string", wagered: "string", tickets: "number" })) &&
    isListOf(winners, (one) =>
      hasKinds(one, { place: "number", draw: "number", ticket: "number", pseudonym: "string", prize: "string" }),
    )
  );
}

function isListOf(value: unknown, holds: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(holds);
}

function hasKinds(value: unknown, kinds: Readonly<Record<string, "string" | "number">>): boolean {
  if (!isRecord(value) || Object.keys(value).length !== Object.keys(kinds).length) return false;
  return Object.entries(kinds).every(([name, kind]) => {
    const member = value[name];
    return kind === "string" ? typeof member === "string" : Number.isSafeInteger(member) && Number(member) >= 0;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
