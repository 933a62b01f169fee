import type { ClientBase, Pool, PoolClient } from "pg";
import { isAboutData } from "./database-errors.js";
import { prepareLedgerSession } from "./session.js";

/** The connection fell silent: what it was doing may or may not have been committed. */
class SilentConnectionError extends Error {
  override readonly name = "SilentConnectionError";
  readonly code = "ETIMEDOUT";
}

/**
 * One connection that is kept between uses, so that its prepared statements stay, and replaced after any error that
 * is not about the data. Uses must not overlap.
 */
export class ConnectionLane implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #silenceMs: number;
  #client: PoolClient | undefined;
  /** Counts connections given up, so that one that comes too late is not taken into use. */
  #generation = 0;

  /** @param silenceMs after this long without an answer the connection is given up: a network can swallow packets */
  constructor(pool: Pool, silenceMs: number) {
    this.#pool = pool;
    this.#silenceMs = silenceMs;
  }

  /** @throws what the work throws, the driver's error when no connection can be had, or {@link SilentConnectionError} */
  async use<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SilentConnectionError("the database fell silent")), this.#silenceMs);
    });
    try {
      return await Promise.race([this.#connectAndWork(work), silence]);
    } catch (error) {
      if (!isAboutData(error)) this.#drop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#letGo(false);
  }

  async #connectAndWork<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    return work(this.#client ?? (await this.#connect()));
  }

  async #connect(): Promise<PoolClient> {
    const generation = this.#generation;
    const client = await this.#pool.connect();
    // Between two uses nobody awaits this connection, and an unheard error event would end the process.
    client.on("error", this.#onLost);
    try {
      await prepareLedgerSession(client);
      if (generation !== this.#generation) throw new SilentConnectionError("the connection came too late");
    } catch (error) {
      client.off("error", this.#onLost);
      client.release(true);
      throw error;
    }
    this.#client = client;
    return client;
  }

  readonly #onLost = (): void => this.#drop();

  #drop(): void {
    this.#generation += 1;
    this.#letGo(true);
  }

  #letGo(isBroken: boolean): void {
    const client = this.#client;
    this.#client = undefined;
    client?.off("error", this.#onLost);
    client?.release(isBroken);
  }
}
