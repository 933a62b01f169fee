import { chmod, mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";

/** Paths inside the folder that belongs to one embedded server. */
export interface Folder {
  readonly path: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

/**
 * Creates the folder when it is missing and names what is in it. The real path is used throughout, because it is compared
 * with what a running server says about itself.
 */
export async function openFolder(dataDir: string): Promise<Folder> {
  const created = await mkdir(dataDir, { recursive: true });
  const path = await realpath(dataDir);
  if (created !== undefined) await chmod(path, 0o700);
  const cluster = join(path, "cluster");
  return {
    path,
    cluster,
    // Inside the cluster, so that the rename which brings a new cluster into being brings its password with it.
    passwordFile: join(cluster, "goatedvips.password"),
    logFile: join(path, "server.log"),
  };
}
