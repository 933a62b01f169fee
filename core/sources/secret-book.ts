import { setInterval as every, setTimeout as delay } from "node:timers/promises";
import { sourceId, type SourceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import type { SourceMode } from "./create-source.js";
import { dialectSchema, type Dialect } from "./dialect.js";
import { openSecret } from "./secret-text.js";

export interface BookedSecret {
  readonly id: number;
  readonly text: string;
  readonly state: "current" | "previous";
  /** Milliseconds; `previous` secrets only. */
  readonly expiresAt: number | undefined;
}

export interface BookedSource {
  readonly id: SourceId;
  readonly slug: string;
  readonly mode: SourceMode;
  /** `undefined` for senders that speak our own contract. */
  readonly dialect: Dialect | undefined;
  readonly isRemoved: boolean;
  readonly secrets: readonly BookedSecret[];
}

/** All sources with their secrets in memory, so that verifying a post costs no query. */
export interface SecretBook extends AsyncDisposable {
  find(slug: string): BookedSource | undefined;
  /**
   * Resolves once the book has been read later than the given moment: called before an unknown source or signature is
   * refused, as both may be younger than the book. One reading serves everybody who waits, at most 50 a second.
   * @param moment of `performance.now()` @throws the database's error
   */
  refreshAfter(moment: number): Promise<void>;
}

interface SourceRow {
  id: number;
  slug: string;
  mode: SourceMode;
  dialect: unknown;
  removed: boolean;
}

interface SecretRow {
  id: string;
  source_id: number;
  state: "current" | "previous";
  nonce: Buffer;
  ciphertext: Buffer;
  expires_at: Date | null;
}

type Context = Pick<CoreContext, "pool" | "log" | "secretsKey">;

/** A rotation or revocation must act on every process within 5 s. */
const REFRESH_MS = 2_000;
const MIN_GAP_MS = 20;

class Book implements SecretBook {
  readonly #context: Context;
  readonly #stop = new AbortController();
  #bySlug = new Map<string, BookedSource>();
  #opened = new Map<number, string>();
  /** When the newest reading that succeeded began, and when the newest of all did. */
  #readAt = Number.NEGATIVE_INFINITY;
  #startedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
  }

  find(slug: string): BookedSource | undefined {
    return this.#bySlug.get(slug);
  }

  async refreshAfter(moment: number): Promise<void> {
    while (this.#readAt < moment) {
      this.#reading ??= this.#readSoon().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
  }

  start(): void {
    this.#loop = this.#keepFresh();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #keepFresh(): Promise<void> {
    try {
      for await (const _ of every(REFRESH_MS, undefined, { signal: this.#stop.signal, ref: false })) {
        await this.refreshAfter(performance.now()).catch((error: unknown) => {
          this.#context.log.warn({ err: error }, "the sources could not be read again, the last known ones are used");
        });
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  /** Strangers decide how often a refusal is checked; the database does not have to follow. */
  async #readSoon(): Promise<void> {
    const wait = this.#startedAt + MIN_GAP_MS - performance.now();
    if (wait > 0) await delay(wait);
    await this.#read();
  }

  async #read(): Promise<void> {
    const startedAt = performance.now();
    this.#startedAt = startedAt;
    const sources = await this.#context.pool.query<SourceRow>(
      "select id, slug, mode, dialect, removed_at is not null as removed from sources",
    );
    const secrets = await this.#context.pool.query<SecretRow>(
      "select id, source_id, state, nonce, ciphertext, expires_at from source_secrets where state in ('current', 'previous')",
    );
    const opened = new Map<number, string>();
    const bySource = new Map<number, BookedSecret[]>();
    for (const row of secrets.rows) {
      const secret = this.#open(row, opened);
      if (secret !== undefined) bySource.set(row.source_id, [...(bySource.get(row.source_id) ?? []), secret]);
    }
    this.#opened = opened;
    this.#bySlug = new Map(
      sources.rows.map((row) => [
        row.slug,
        {
          id: sourceId(row.id),
          slug: row.slug,
          mode: row.mode,
          dialect: this.#dialectOf(row),
          isRemoved: row.removed,
          secrets: bySource.get(row.id) ?? [],
        },
      ]),
    );
    this.#readAt = startedAt;
  }

  /** What an older version of the product stored and this one cannot read is told; posts then fail their checks. */
  #dialectOf({ slug, dialect }: SourceRow): Dialect | undefined {
    if (dialect === null) return undefined;
    const read = dialectSchema.safeParse(dialect);
    if (!read.success) this.#context.log.error({ source: slug }, "a source's dialect cannot be read: set it again");
    return read.data;
  }

  /** Each row is decrypted once in the life of the process. */
  #open(row: SecretRow, opened: Map<number, string>): BookedSecret | undefined {
    const id = Number(row.id);
    try {
      const text = this.#opened.get(id) ?? openSecret(row, this.#context.secretsKey, row.source_id);
      opened.set(id, text);
      return { id, text, state: row.state, expiresAt: row.expires_at?.getTime() };
    } catch {
      // Without the error itself: it says nothing more, and the row must not reach a log.
      this.#context.log.error({ secretId: id, sourceId: row.source_id }, "a secret does not open: wrong SECRETS_KEY?");
      return undefined;
    }
  }
}

/** Reads all sources and keeps them fresh until disposed. @throws the database's error when the first reading fails */
export async function openSecretBook(context: Context): Promise<SecretBook> {
  const book = new Book(context);
  await book.refreshAfter(0);
  book.start();
  return book;
}
