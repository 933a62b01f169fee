import { join } from "node:path";
import type { Config } from "../config.js";
import { startEmbeddedPostgres } from "../db/embedded/start.js";

export interface OpenDatabase extends AsyncDisposable {
  url: string;
}

/** The database of the configuration; the embedded one is started for the moment when nothing else has. */
export async function openDatabase(config: Config, signal: AbortSignal): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    return { url: config.databaseUrl, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: join(config.dataDir, "postgres"), signal });
  return { url: embedded.url, [Symbol.asyncDispose]: () => embedded.stop() };
}
