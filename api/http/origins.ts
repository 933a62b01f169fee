const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Origins whose pages are ours: the public one and the sandbox. */
export function ownOrigins(publicUrl: string, sandboxOrigin: string | undefined): ReadonlySet<string> {
  return new Set([publicUrl, ...(sandboxOrigin === undefined ? [] : [sandboxOrigin])].flatMap(namesOf));
}

/** Origin of an address; on one's own machine under all the names it has, since people type either. */
export function namesOf(address: string): string[] {
  const url = new URL(address);
  if (!LOOPBACK.includes(url.hostname)) return [url.origin];
  return LOOPBACK.map((name) => {
    url.hostname = name;
    return url.origin;
  });
}

/** `https://telegram.org` and everything below it, e.g. `https://web.telegram.org`. */
export function isTelegramOrigin(origin: string): boolean {
  return /^https:\/\/([a-z0-9-]+\.)*telegram\.org$/.test(origin);
}
