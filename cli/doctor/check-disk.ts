import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { CommandInput } from "../command.js";
import { bad, good, type Finding } from "./finding.js";

const GIB = 2 ** 30;
const LEAST_FREE_GIB = 1;

/** Room under DATA_DIR; of a database on another machine only its size is seen. */
export async function checkDisk({ config, context }: CommandInput): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(config.dataDir).catch(() => statfs(dirname(config.dataDir)));
  const free = (bavail * bsize) / GIB;
  const { rows } = await context.pool.query<{ size: string }>(
    "select pg_size_pretty(pg_database_size(current_database())) as size",
  );
  const detail = `${free.toFixed(1)} GiB free where DATA_DIR is; the database has ${rows[0]?.size ?? "an unknown size"}`;
  if (free >= LEAST_FREE_GIB) return [good("disk", detail)];
  return [bad("disk", detail, "make room or enlarge the disk: when it is full the receiver answers 503 to every post")];
}
