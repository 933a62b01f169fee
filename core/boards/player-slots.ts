/**
 * Dense numbering of player ids: open addressing in typed arrays, 12 bytes a player at the usual load. A JavaScript
 * `Map` of a million numbers takes about 40 MB and is walked by the garbage collector; this is neither.
 */
export class PlayerSlots {
  #ids = new Float64Array(1024);
  /** Slot + 1 per bucket, 0 when empty. */
  #buckets = new Uint32Array(2048);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The id that holds a slot. */
  at(slot: number): number {
    return this.#ids[slot] ?? 0;
  }

  /** @returns the slot, or -1 */
  find(id: number): number {
    return (this.#buckets[this.#bucket(id)] ?? 0) - 1;
  }

  findOrAdd(id: number): number {
    const bucket = this.#bucket(id);
    const known = this.#buckets[bucket] ?? 0;
    if (known !== 0) return known - 1;
    const slot = this.#size++;
    if (slot >= this.#ids.length) this.#grow();
    this.#ids[slot] = id;
    this.#buckets[this.#bucket(id)] = slot + 1;
    return slot;
  }

  /** Numbers ids that are all different, in their order; only while there are none. */
  fill(ids: Float64Array<ArrayBuffer>): void {
    let capacity = this.#ids.length;
    while (capacity <= ids.length) capacity *= 2;
    this.#ids = new Float64Array(capacity);
    this.#ids.set(ids);
    this.#size = ids.length;
    this.#number();
  }

  #bucket(id: number): number {
    const mask = this.#buckets.length - 1;
    // Ids are handed out one after another; the multiplication spreads neighbours over the table.
    let bucket = Math.imul(id >>> 0, 0x9e3779b1) >>> 0;
    bucket &= mask;
    for (;;) {
      const slot = this.#buckets[bucket] ?? 0;
      if (slot === 0 || this.#ids[slot - 1] === id) return bucket;
      bucket = (bucket + 1) & mask;
    }
  }

  #grow(): void {
    const ids = new Float64Array(this.#ids.length * 2);
    ids.set(this.#ids);
    this.#ids = ids;
    // The newest id is not there yet: the caller puts it in.
    this.#size--;
    this.#number();
    this.#size++;
  }

  #number(): void {
    this.#buckets = new Uint32Array(this.#ids.length * 2);
    for (let slot = 0; slot < this.#size; slot++) this.#buckets[this.#bucket(this.at(slot))] = slot + 1;
  }
}
