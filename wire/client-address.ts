import { isIPv4, isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * Address of the client behind a known number of proxies. Each proxy appends what it saw, so entries are counted from
 * the right; whatever a client wrote further left is never reached.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, proxies: number): string {
  const seen = (forwardedFor ?? "")
    .split(",")
    .map((part) => normalAddress(part.trim()))
    .toReversed();
  let address = normalAddress(peer ?? "") ?? "0.0.0.0";
  for (let hop = 0; hop < proxies; hop++) {
    const next = seen[hop];
    if (next === undefined) break;
    address = next;
  }
  return address;
}

function normalAddress(text: string): string | undefined {
  const plain = MAPPED.exec(text)?.[1] ?? text;
  return isIPv4(plain) || isIPv6(plain) ? plain : undefined;
}

/** What limits count by: the address, and of IPv6 the /64, because one customer owns all of it. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = address.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
