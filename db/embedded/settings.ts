import { totalmem } from "node:os";

export interface ServerSettings {
  readonly port: number;
  /** False gives up everything at a crash for speed: only for clusters that are thrown away. */
  readonly durable: boolean;
}

/** The options `postgres` is started with. They are given at every start and outrank the files in the data directory. */
export function serverArguments(cluster: string, settings: ServerSettings): string[] {
  const memoryMb = usableMemoryMb();
  const options = {
    port: settings.port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // Several processes with pools of 10 to 20 each, the command line, and in tests one pool per file.
    max_connections: 200,
    shared_buffers: `${Math.round(Math.min(Math.max(memoryMb / 16, 64), 1024))}MB`,
    effective_cache_size: `${Math.round(Math.max(memoryMb / 2, 256))}MB`,
    // Room between checkpoints: the default of 1 GB forces one every few seconds at 100,000 rows/s.
    max_wal_size: settings.durable ? "2GB" : "512MB",
    // Files of the log are used again instead of made anew: making one of 16 MB stalls every commit for 40 to 70 ms
    // (docs/adr/0005). As many as lie between two checkpoints, so that a busy hour after a quiet week finds them there.
    ...(settings.durable ? { min_wal_size: "1GB" } : {}),
    checkpoint_timeout: "10min",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(settings.durable ? { fsync: "on" } : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return ["-D", cluster, ...Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** A container's limit counts, not the machine's memory. Without one Node answers with a huge number. */
function usableMemoryMb(): number {
  const limit = process.constrainedMemory();
  return (limit > 0 ? Math.min(limit, totalmem()) : totalmem()) / 2 ** 20;
}
