import { playerId, type PlayerId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { PlayerSlots } from "./player-slots.js";
import { sortByColumns } from "./sort-by-columns.js";

/** Items per block: halves on overflow. 512 keeps a shift under 2 KB and a million players under 4,000 blocks. */
const BLOCK_CAPACITY = 512;
const MICRO_PER_CENT = 10_000n;
/** Below it a sum of two is exact in a double, and so is the floor of a division by 10,000. */
const EXACT = 2 ** 52;

/** Scores of players who are all different, in any order. */
export interface LoadedScores {
  readonly playerIds: Float64Array<ArrayBuffer>;
  /** Micro-USD before the cap. */
  readonly raw: BigInt64Array<ArrayBuffer>;
  /** Newest counted event time of the player. */
  readonly reachedAtMs: Float64Array<ArrayBuffer>;
}

interface Block {
  slots: Uint32Array;
  length: number;
}

/** What one player has on a board. */
export interface Standing {
  playerId: PlayerId;
  /** Score after the cap. */
  score: MicroUsd;
  /** Whole cents of the score, by which places compare. */
  cents: number;
  reachedAtMs: number;
}

/**
 * Players of one board in order: more whole cents first, then who reached his score earlier, then the smaller id.
 *
 * Blocks of slot numbers with a Fenwick tree over their lengths: rank, page and update cost O(log n) and, unlike
 * `count(*)`, do not grow with the number of better players (at a million players 33 answers/s by SQL).
 * Scores are exact 64-bit integers; the order compares whole cents, which stay below 2^53 and are therefore exact in
 * a double. A player whose score is exactly 0 is known but not listed.
 */
export class OrderIndex {
  readonly #slots = new PlayerSlots();
  readonly #cap: bigint | null;
  #raw = new BigInt64Array(1024);
  #cents = new Float64Array(1024);
  #reachedAtMs = new Float64Array(1024);
  #blockOf = new Int32Array(1024).fill(-1);
  #blocks: Block[] = [];
  /** Block number -> place in `#blocks`, so that a split renumbers places and not the slots of every block. */
  #placeOf: number[] = [];
  #idAt: number[] = [];
  #fenwick = new Int32Array(2);
  #listed = 0;
  #total = 0n;

  /** @param cap most micro-USD one player can score, or null without a limit */
  constructor(cap: MicroUsd | null) {
    this.#cap = cap;
  }

  /** Players listed. */
  get size(): number {
    return this.#listed;
  }

  /** Sum of the listed scores, caps applied. */
  get total(): MicroUsd {
    return microUsd(this.#total);
  }

  /**
   * Fills an empty index from one load. A million players take 0.47 s here: columns instead of an object each, and numbers
   * instead of big integers wherever they are exact.
   */
  fill({ playerIds, raw, reachedAtMs }: LoadedScores): void {
    if (this.#slots.size > 0) throw new Error("fill() needs an empty index: build a new one instead");
    this.#slots.fill(playerIds);
    this.#reserve(Math.max(playerIds.length, this.#raw.length));
    this.#raw.set(raw);
    this.#reachedAtMs.set(reachedAtMs);
    const sorted = this.#sortedSlots(this.#countCents(playerIds.length), playerIds);
    const step = Math.floor(BLOCK_CAPACITY / 2);
    for (let from = 0; from < sorted.length; from += step) {
      const part = sorted.subarray(from, Math.min(from + step, sorted.length));
      const block: Block = { slots: new Uint32Array(BLOCK_CAPACITY), length: part.length };
      block.slots.set(part);
      this.#insertBlock(this.#blocks.length, block);
    }
    this.#listed = sorted.length;
    this.#rebuildFenwick();
  }

  /** Fills cents and total of a new load. @returns how many players are listed */
  #countCents(players: number): number {
    let listed = 0;
    let sum = 0;
    for (let slot = 0; slot < players; slot++) {
      const score = Number(this.#capped(slot));
      if (this.#raw[slot] !== 0n) listed++;
      if (Math.abs(score) > EXACT) {
        this.#cents[slot] = this.#exactCents(slot);
        this.#total += this.#capped(slot);
        continue;
      }
      this.#cents[slot] = Math.floor(score / Number(MICRO_PER_CENT));
      sum += score;
      if (Math.abs(sum) > EXACT) {
        this.#total += BigInt(sum);
        sum = 0;
      }
    }
    this.#total += BigInt(sum);
    return listed;
  }

  #sortedSlots(listed: number, playerIds: Float64Array): Uint32Array<ArrayBuffer> {
    const slots = new Uint32Array(listed);
    const lost = new Float64Array(playerIds.length);
    let at = 0;
    for (let slot = 0; slot < playerIds.length; slot++) {
      lost[slot] = -(this.#cents[slot] ?? 0);
      if (this.#raw[slot] !== 0n) slots[at++] = slot;
    }
    return sortByColumns(slots, [lost, this.#reachedAtMs, playerIds]);
  }

  /**
   * Adds a signed amount to a player's raw score.
   * @param atMs event time; the newest one is when the score was reached, so that arrival order does not matter
   */
  add(id: PlayerId, delta: bigint, atMs: number): void {
    if (delta === 0n) return;
    const slot = this.#slot(id);
    const before = this.#capped(slot);
    const raw = (this.#raw[slot] ?? 0n) + delta;
    if (BigInt.asIntN(64, raw) !== raw) throw new RangeError("a score passed 2^63 micro-USD");
    if (this.#raw[slot] !== 0n) this.#unlist(slot);
    this.#store(slot, raw, Math.max(this.#reachedAtMs[slot] ?? 0, atMs));
    if (raw !== 0n) this.#list(slot);
    this.#total += this.#capped(slot) - before;
  }

  /** The player's standing, `undefined` when he is not listed. */
  standing(id: PlayerId): Standing | undefined {
    const slot = this.#slots.find(id);
    return slot === -1 || this.#raw[slot] === 0n ? undefined : this.#standingAt(slot);
  }

  /** 0-based place in the order, -1 when not listed. */
  position(id: PlayerId): number {
    const slot = this.#slots.find(id);
    if (slot === -1 || this.#raw[slot] === 0n) return -1;
    const place = this.#placeOf[this.#blockOf[slot] ?? 0] ?? 0;
    return this.#sumBefore(place) + this.#find(place, slot);
  }

  /**
   * How many players stand strictly above these whole cents: competition rank minus one.
   * @param tieAtMs breaks ties by who reached the cents earlier; null leaves them tied
   */
  countAbove(cents: number, tieAtMs: number | null): number {
    return this.#lowerBound((slot) => {
      const own = this.#cents[slot] ?? 0;
      return own > cents || (tieAtMs !== null && own === cents && (this.#reachedAtMs[slot] ?? 0) < tieAtMs);
    });
  }

  /** As {@link countAbove}, with those that tie. */
  countFrom(cents: number, tieAtMs: number | null): number {
    return this.#lowerBound((slot) => {
      const own = this.#cents[slot] ?? 0;
      return own > cents || (own === cents && (tieAtMs === null || (this.#reachedAtMs[slot] ?? 0) <= tieAtMs));
    });
  }

  /** The standings at places `[offset, offset + limit)`. */
  slice(offset: number, limit: number): Standing[] {
    const rows: Standing[] = [];
    const end = Math.min(offset + limit, this.#listed);
    if (offset < 0 || offset >= end) return rows;
    let { place, within } = this.#locate(offset);
    for (let at = offset; at < end; at++) {
      let block = this.#blocks[place];
      while (block !== undefined && within >= block.length) {
        place++;
        within = 0;
        block = this.#blocks[place];
      }
      const slot = block?.slots[within++];
      if (slot === undefined) break;
      rows.push(this.#standingAt(slot));
    }
    return rows;
  }

  #slot(id: PlayerId): number {
    const slot = this.#slots.findOrAdd(id);
    if (slot >= this.#raw.length) this.#reserve(this.#raw.length * 2);
    return slot;
  }

  #reserve(capacity: number): void {
    const raw = new BigInt64Array(capacity);
    raw.set(this.#raw);
    this.#raw = raw;
    this.#cents = copyOf(this.#cents, capacity);
    this.#reachedAtMs = copyOf(this.#reachedAtMs, capacity);
    const blockOf = new Int32Array(capacity).fill(-1);
    blockOf.set(this.#blockOf);
    this.#blockOf = blockOf;
  }

  #store(slot: number, raw: bigint, reachedAtMs: number): void {
    this.#raw[slot] = raw;
    this.#reachedAtMs[slot] = reachedAtMs;
    this.#cents[slot] = this.#exactCents(slot);
  }

  #exactCents(slot: number): number {
    const score = this.#capped(slot);
    const quotient = score / MICRO_PER_CENT;
    return Number(score < 0n && score % MICRO_PER_CENT !== 0n ? quotient - 1n : quotient);
  }

  #capped(slot: number): bigint {
    const raw = this.#raw[slot] ?? 0n;
    return this.#cap !== null && raw > this.#cap ? this.#cap : raw;
  }

  #standingAt(slot: number): Standing {
    return {
      playerId: playerId(this.#slots.at(slot)),
      score: microUsd(this.#capped(slot)),
      cents: this.#cents[slot] ?? 0,
      reachedAtMs: this.#reachedAtMs[slot] ?? 0,
    };
  }

  #compare(a: number, b: number): number {
    return (
      (this.#cents[b] ?? 0) - (this.#cents[a] ?? 0) ||
      (this.#reachedAtMs[a] ?? 0) - (this.#reachedAtMs[b] ?? 0) ||
      this.#slots.at(a) - this.#slots.at(b)
    );
  }

  /** First place whose slot does not satisfy `before`, which must hold for a prefix of the order. */
  #lowerBound(before: (slot: number) => boolean): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      const last = block?.slots[block.length - 1];
      if (last !== undefined && before(last)) low = middle + 1;
      else high = middle;
    }
    const block = this.#blocks[low];
    if (block === undefined) return this.#listed;
    return this.#sumBefore(low) + lowerBoundIn(block, before);
  }

  #find(place: number, slot: number): number {
    const block = this.#blocks[place];
    return block === undefined ? 0 : lowerBoundIn(block, (other) => this.#compare(other, slot) < 0);
  }

  #list(slot: number): void {
    if (this.#blocks.length === 0) {
      this.#insertBlock(0, { slots: new Uint32Array(BLOCK_CAPACITY), length: 0 });
      this.#rebuildFenwick();
    }
    const place = Math.min(this.#placeFor(slot), this.#blocks.length - 1);
    const block = this.#blocks[place];
    if (block === undefined) return;
    const within = lowerBoundIn(block, (other) => this.#compare(other, slot) < 0);
    block.slots.copyWithin(within + 1, within, block.length);
    block.slots[within] = slot;
    block.length++;
    this.#blockOf[slot] = this.#idAt[place] ?? 0;
    this.#listed++;
    if (block.length === BLOCK_CAPACITY) this.#split(place, block);
    else this.#bump(place, 1);
  }

  #placeFor(slot: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      const last = block?.slots[block.length - 1];
      if (last !== undefined && this.#compare(last, slot) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #unlist(slot: number): void {
    const place = this.#placeOf[this.#blockOf[slot] ?? 0] ?? 0;
    const block = this.#blocks[place];
    if (block === undefined) return;
    const within = this.#find(place, slot);
    block.slots.copyWithin(within, within + 1, block.length);
    block.length--;
    this.#blockOf[slot] = -1;
    this.#listed--;
    if (block.length === 0) this.#removeBlock(place);
    else this.#bump(place, -1);
  }

  #split(place: number, block: Block): void {
    const half = BLOCK_CAPACITY / 2;
    const right: Block = { slots: new Uint32Array(BLOCK_CAPACITY), length: block.length - half };
    right.slots.set(block.slots.subarray(half, block.length));
    block.length = half;
    this.#insertBlock(place + 1, right);
    this.#rebuildFenwick();
  }

  #insertBlock(place: number, block: Block): void {
    const id = this.#placeOf.length;
    this.#blocks.splice(place, 0, block);
    this.#idAt.splice(place, 0, id);
    this.#placeOf.push(place);
    for (let at = place + 1; at < this.#idAt.length; at++) this.#placeOf[this.#idAt[at] ?? 0] = at;
    for (let at = 0; at < block.length; at++) this.#blockOf[block.slots[at] ?? 0] = id;
  }

  #removeBlock(place: number): void {
    this.#blocks.splice(place, 1);
    this.#idAt.splice(place, 1);
    for (let at = place; at < this.#idAt.length; at++) this.#placeOf[this.#idAt[at] ?? 0] = at;
    this.#rebuildFenwick();
  }

  #rebuildFenwick(): void {
    this.#fenwick = new Int32Array(this.#blocks.length + 1);
    for (let place = 0; place < this.#blocks.length; place++) this.#bump(place, this.#blocks[place]?.length ?? 0);
  }

  #bump(place: number, by: number): void {
    for (let at = place + 1; at < this.#fenwick.length; at += at & -at)
      this.#fenwick[at] = (this.#fenwick[at] ?? 0) + by;
  }

  #sumBefore(place: number): number {
    let sum = 0;
    for (let at = place; at > 0; at -= at & -at) sum += this.#fenwick[at] ?? 0;
    return sum;
  }

  #locate(position: number): { place: number; within: number } {
    let place = 0;
    let rest = position;
    for (let step = 1 << Math.floor(Math.log2(Math.max(1, this.#fenwick.length - 1))); step > 0; step >>= 1) {
      const count = this.#fenwick[place + step];
      if (count !== undefined && count <= rest) {
        place += step;
        rest -= count;
      }
    }
    return { place, within: rest };
  }
}

function lowerBoundIn(block: Block, before: (slot: number) => boolean): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(block.slots[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function copyOf(values: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(capacity);
  copy.set(values);
  return copy;
}
