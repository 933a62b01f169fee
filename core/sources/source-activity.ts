import type { SourceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";

/** A secret's last use is for people who wait to retire it; a minute is fine enough and spares 59 of 60 writes. */
const SECRET_USE_PRECISION_MS = 60_000;
const WRITE_EVERY_MS = 1_000;

/**
 * Notes when data last came from a source and which secret signed it, and writes both at most once a second: batches
 * that each updated one row of their source would queue on it.
 */
export class SourceActivity implements AsyncDisposable {
  readonly #context: Pick<CoreContext, "pool" | "log">;
  readonly #timer: NodeJS.Timeout;
  readonly #acceptedAt = new Map<SourceId, Date>();
  readonly #usedAt = new Map<number, Date>();
  readonly #writtenUse = new Map<number, number>();
  #writing: Promise<void> = Promise.resolve();

  constructor(context: Pick<CoreContext, "pool" | "log">) {
    this.#context = context;
    this.#timer = setInterval(() => this.#schedule(), WRITE_EVERY_MS).unref();
  }

  accepted(source: SourceId, at: Date): void {
    this.#acceptedAt.set(source, at);
  }

  secretUsed(secretId: number, at: Date): void {
    if (at.getTime() - (this.#writtenUse.get(secretId) ?? 0) >= SECRET_USE_PRECISION_MS) this.#usedAt.set(secretId, at);
  }

  /** Writes what is noted and not written yet. */
  async flush(): Promise<void> {
    this.#schedule();
    await this.#writing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  #schedule(): void {
    this.#writing = this.#writing
      .then(() => this.#write())
      .catch((error: unknown) => {
        // Only the age of data on display suffers; the next second writes again.
        this.#context.log.warn({ err: error }, "the activity of sources could not be written");
      });
  }

  async #write(): Promise<void> {
    const accepted = [...this.#acceptedAt].sort(([a], [b]) => a - b);
    const used = [...this.#usedAt].sort(([a], [b]) => a - b);
    this.#acceptedAt.clear();
    this.#usedAt.clear();
    if (accepted.length > 0) {
      await this.#context.pool.query(
        `insert into source_health (source_id, last_accepted_at)
         select * from unnest($1::smallint[], $2::timestamptz[])
         on conflict (source_id) do update set last_accepted_at = excluded.last_accepted_at
         where source_health.last_accepted_at < excluded.last_accepted_at`,
        [accepted.map(([id]) => id), accepted.map(([, at]) => at)],
      );
    }
    for (const [id, at] of used) {
      await this.#context.pool.query(
        "update source_secrets set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)",
        [id, at],
      );
      this.#writtenUse.set(id, at.getTime());
    }
  }
}
