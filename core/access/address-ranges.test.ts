import { expect, test } from "vitest";
import { isAddressIn, isAddressRange } from "./address-ranges.js";

test.each([
  ["203.0.113.7", ["203.0.113.7"], true],
  ["203.0.113.8", ["203.0.113.7"], false],
  ["203.0.113.8", ["198.51.100.1", "203.0.113.0/24"], true],
  ["203.0.114.8", ["203.0.113.0/24"], false],
  ["2001:db8::7", ["2001:db8::/32"], true],
  ["2001:db9::7", ["2001:db8::/32"], false],
  ["2001:DB8:0:0::7", ["2001:db8::7"], true],
  ["203.0.113.8", ["0.0.0.0/0"], true],
  ["2001:db8::7", ["0.0.0.0/0"], false],
  ["203.0.113.8", [], false],
  ["203.0.113.8", ["anywhere"], false],
  ["nobody", ["0.0.0.0/0"], false],
])("whether %s is in %j: %s", (address, ranges, isIn) => {
  expect(isAddressIn(address, ranges)).toBe(isIn);
});

test.each(["", "localhost", "203.0.113", "203.0.113.7/33", "203.0.113.7/", "2001:db8::/129", "::1/-1", "1.2.3.4/0x8"])(
  "%j is no range",
  (text) => {
    expect(isAddressRange(text)).toBe(false);
  },
);
