import { expect, test } from "vitest";
import { addressKey, clientAddress } from "./client-address.js";

test("without proxies a forged header changes nothing", () => {
  expect(clientAddress("203.0.113.9", "1.2.3.4", 0)).toBe("203.0.113.9");
});

test("entries are counted from the right, so what a client wrote further left is never reached", () => {
  expect(clientAddress("10.0.0.1", "6.6.6.6, 203.0.113.9", 1)).toBe("203.0.113.9");
  expect(clientAddress("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", 2)).toBe("203.0.113.9");
});

test("a chain shorter than the number of proxies ends at what is known", () => {
  expect(clientAddress("10.0.0.1", undefined, 2)).toBe("10.0.0.1");
  expect(clientAddress("10.0.0.1", "nonsense", 1)).toBe("10.0.0.1");
});

test("an IPv4 address in IPv6 clothes is the same client", () => {
  expect(clientAddress("::ffff:203.0.113.9", undefined, 0)).toBe("203.0.113.9");
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["203.0.113.9", "203.0.113.9"],
])("%s is counted as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
