import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { hasCode } from "./error.js";

const listSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Creates the library symlinks that an npm archive cannot carry. The package does it in an install script, and install
 * scripts may be blocked; without libicu's links neither program starts. May run any number of times, and in several
 * processes at once.
 *
 * @param root the package's `native` folder, or a copy of it
 */
export async function restoreSymlinks(root: string): Promise<void> {
  const list = listSchema.parse(JSON.parse(await readFile(join(root, "pg-symlinks.json"), "utf8")));
  for (const { source, target } of list) {
    const link = join(root, insideNative(target));
    if (await leadsSomewhere(link)) continue;
    await replaceLink(relative(dirname(link), join(root, insideNative(source))), link);
  }
}

function insideNative(path: string): string {
  return path.replace(/^native\//, "");
}

async function leadsSomewhere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ELOOP")) return false;
    throw error;
  }
}

/** By rename, so that a dangling link is replaced and another process never sees the place empty. */
async function replaceLink(to: string, link: string): Promise<void> {
  const fresh = `${link}.${randomUUID()}`;
  await symlink(to, fresh);
  try {
    await rename(fresh, link);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
