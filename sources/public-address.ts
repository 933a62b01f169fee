import { lookup as resolveName, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { SourceError } from "../core/sources/reading.js";

/** Networks that no casino is in: private ones, this machine, and where clouds keep their keys. */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv4");
/** Only this one is given out to the world; of it not what stands for other networks. */
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet("2000::", 3, "ipv6");
const SPECIAL_V6 = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  SPECIAL_V6.addSubnet(network, bits, "ipv6");

/** Whether an IP address is one of the public internet; an IPv4 address in the clothes of IPv6 is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !PRIVATE.check(address, "ipv4");
  return family === 6 && GLOBAL_V6.check(address, "ipv6") && !SPECIAL_V6.check(address, "ipv6");
}

/** Refuses addresses that need no look-up. @throws SourceError `bad-request` */
export function refuseAddress(url: URL, allowsLocal: boolean): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.username !== "" || url.password !== "") throw refusal("its address holds a name or a password");
  if (allowsLocal) return;
  if (url.protocol !== "https:") throw refusal("its address is not https");
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refusal("its address is not a public one");
}

function refusal(why: string): SourceError {
  return new SourceError("bad-request", `the source is not asked: ${why}`);
}

/** A look-up for connections that refuses names which lead into private networks, whenever their owner changes them. */
export function createLookup(allowsLocal: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, []);
      if (!allowsLocal && addresses.some(({ address }) => !isPublicAddress(address))) {
        return callback(refusal("its name leads into a private network"), []);
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
