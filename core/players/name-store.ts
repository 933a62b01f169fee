import type { PlayerId } from "../../wire/ids.js";
import { PlayerSlots } from "../boards/player-slots.js";

/**
 * Short texts by player, in bytes: a million masked names take 38 MB and nothing that the garbage collector walks; a
 * `Map` of strings took 53 MB.
 */
export class NameStore {
  #slots = new PlayerSlots();
  /** Where a slot's text begins, plus one; 0 when it has none. */
  #starts = new Uint32Array(1024);
  /** Length in two bytes, then UTF-8. Texts that were replaced stay as gaps until the next `clear`. */
  #bytes: Buffer = Buffer.alloc(16 * 1024);
  #used = 0;

  get(id: PlayerId): string | undefined {
    const slot = this.#slots.find(id);
    const start = slot === -1 ? 0 : (this.#starts[slot] ?? 0);
    if (start === 0) return undefined;
    const from = start + 1;
    return this.#bytes.toString("utf8", from, from + this.#bytes.readUInt16LE(start - 1));
  }

  set(id: PlayerId, text: string): void {
    const slot = this.#slots.findOrAdd(id);
    if (slot >= this.#starts.length) {
      const starts = new Uint32Array(this.#starts.length * 2);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    const length = Buffer.byteLength(text);
    if (this.#used + 2 + length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], Math.max(this.#bytes.length * 2, this.#used + 2 + length));
    this.#starts[slot] = this.#used + 1;
    this.#bytes.writeUInt16LE(length, this.#used);
    this.#bytes.write(text, this.#used + 2);
    this.#used += 2 + length;
  }

  delete(id: PlayerId): void {
    const slot = this.#slots.find(id);
    if (slot !== -1) this.#starts[slot] = 0;
  }

  clear(): void {
    this.#slots = new PlayerSlots();
    this.#starts = new Uint32Array(1024);
    this.#bytes = Buffer.alloc(16 * 1024);
    this.#used = 0;
  }
}
