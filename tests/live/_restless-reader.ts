import { ClientTable, type FeedClient } from "./_client.js";

/** A client that follows the published rules and is cut off at random; it comes back where `open` leads. */
export class RestlessReader {
  readonly table = new ClientTable();
  resyncs = 0;
  connections = 0;
  readonly #channel: string;
  readonly #open: () => Promise<FeedClient>;
  #client: FeedClient | undefined;
  #seen = 0;

  constructor(channel: string, open: () => Promise<FeedClient>) {
    this.#channel = channel;
    this.#open = open;
  }

  async connect(): Promise<void> {
    this.#client = await this.#open();
    this.#seen = 0;
    this.connections++;
    const { epoch, ver } = this.table;
    this.#client.hello({
      subscribe: [this.#channel],
      ...(epoch === undefined ? {} : { resume: { [this.#channel]: { epoch, ver } } }),
    });
  }

  read(): void {
    const frames = this.#client?.frames ?? [];
    for (; this.#seen < frames.length; this.#seen++)
      if (this.table.apply(frames[this.#seen]!) === "resync") {
        this.resyncs++;
        this.#client?.send({ t: "resync", ch: this.#channel });
      }
  }

  cut(): void {
    this.#client?.end();
    this.#client = undefined;
  }
}
