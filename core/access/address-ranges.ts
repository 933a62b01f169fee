import { BlockList, isIP } from "node:net";

const RANGE = /^([0-9a-fA-F:.]{2,45})(?:\/(\d{1,3}))?$/;

/** An address, or a range of them as `203.0.113.0/24` or `2001:db8::/32`. */
export function isAddressRange(text: string): boolean {
  return readRange(text) !== undefined;
}

/** Whether one of the ranges has the address; what is no range has none. */
export function isAddressIn(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList();
  for (const range of ranges.flatMap((text) => readRange(text) ?? []))
    list.addSubnet(range.network, range.bits, range.family);
  const version = isIP(address);
  return version !== 0 && list.check(address, familyOf(version));
}

function readRange(text: string): { network: string; bits: number; family: "ipv4" | "ipv6" } | undefined {
  const [, network = "", bits] = RANGE.exec(text) ?? [];
  const version = isIP(network);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || Number(bits ?? most) > most) return undefined;
  return { network, bits: Number(bits ?? most), family: familyOf(version) };
}

function familyOf(version: number): "ipv4" | "ipv6" {
  return version === 4 ? "ipv4" : "ipv6";
}
