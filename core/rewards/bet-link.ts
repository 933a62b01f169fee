const MAX_LENGTH = 300;

/**
 * Reads the link of a bet: https, to an allowed host or below it, without name, password or port in it. What a browser
 * does not send (the part behind #) is dropped, so that one bet has one text.
 * @param hosts such as `goated.com`
 * @returns `undefined` when it is no such link
 */
export function readBetLink(text: string, hosts: readonly string[]): string | undefined {
  const trimmed = text.trim();
  // Backslashes and blanks are read in different ways by different programs.
  if (trimmed.length > MAX_LENGTH || /[\\\s]/.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  const isPlain = url.protocol === "https:" && url.username === "" && url.password === "" && url.port === "";
  const isAllowed = hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  // The front page of the casino is no bet.
  const isBet = url.pathname.length > 1 || url.search.length > 1;
  if (!isPlain || !isAllowed || !isBet) return undefined;
  url.hash = "";
  const link = url.toString();
  return link.length > MAX_LENGTH ? undefined : link;
}

/** Reads a host as people write it. @returns `undefined` when it is none */
export function readHost(text: string): string | undefined {
  const host = text.trim().toLowerCase();
  return /^([a-z0-9-]+\.)+[a-z]{2,}$/.test(host) && host.length <= 200 ? host : undefined;
}
