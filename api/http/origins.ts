const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Origins whose pages are ours: the public one, the sandbox, and on one's own machine all names of it. */
export function ownOrigins(publicUrl: string, sandboxOrigin: string | undefined): ReadonlySet<string> {
  const own = new URL(publicUrl);
  const origins = new Set([own.origin]);
  if (LOOPBACK.includes(own.hostname))
    for (const name of LOOPBACK) origins.add(new URL(`${own.protocol}//${name}:${portOf(own)}`).origin);
  if (sandboxOrigin !== undefined) origins.add(new URL(sandboxOrigin).origin);
  return origins;
}

function portOf(url: URL): string {
  if (url.port !== "") return url.port;
  return url.protocol === "https:" ? "443" : "80";
}

/** `https://telegram.org` and everything below it, e.g. `https://web.telegram.org`. */
export function isTelegramOrigin(origin: string): boolean {
  return /^https:\/\/([a-z0-9-]+\.)*telegram\.org$/.test(origin);
}
