import { createHmac, randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { keyOfSecretText } from "../core/sources/secret-text.js";
import { SigningKey } from "./signing-key.js";
import { activeKeys } from "./source-keys.js";
import { findSigner, hasStandardForm, isTimely } from "./standard-signature.js";

const SECRET_A = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECRET_B = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const BODY_W = Buffer.from(
  '{"type":"wager.settled","timestamp":"2025-03-01T12:00:00.000Z","data":{"wager_id":"w_1","user_id":"u_42","amount":"12.34","currency":"USD"}}',
);
const V1 = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: "1614265330",
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const V1_BODY = Buffer.from('{"test": 2432232314}');
const V2_SIGNATURE = "v1,SO3p/btyh7xuYbSkrr+WKGXPTqrnUkHRKqiqiTz8zmQ=";
const V3_SIGNATURE = "v1,ywXYQI1UiPqU3HINjX/srnyCFCZpaA8Jii2zbgE+QRA=";
const evt = (id: string, signature: string) => ({ id, timestamp: "1740830400", signature });

function key(text: string, id: number): SigningKey {
  const bytes = keyOfSecretText(text);
  if (bytes === undefined) throw new Error("not a secret");
  return new SigningKey(id, bytes);
}
const a = key(SECRET_A, 1);
const b = key(SECRET_B, 2);

test("body W has the documented length", () => {
  expect(BODY_W).toHaveLength(140);
});

describe("signatures that pass", () => {
  test.each([
    ["V1, the published vector", V1, V1_BODY, [a], 1],
    ["V2", evt("evt_0001", V2_SIGNATURE), BODY_W, [a], 1],
    ["V3", evt("evt_0001", V3_SIGNATURE), BODY_W, [b], 2],
    [
      "V4, rotation and junk entries",
      evt("evt_0001", `v1,AAAA v1a,AAAA ${V3_SIGNATURE} ${V2_SIGNATURE}`),
      BODY_W,
      [a, b],
      1,
    ],
    [
      "V5, letters outside ASCII",
      evt("evt_utf8", "v1,u09peEwI6XKIGRe88LtEmlrc/WMtqhfIZRucJa5nQnw="),
      Buffer.from('{"name":"Zoë 🏇","amount":"0.01"}'),
      [a],
      1,
    ],
    ["V6, an empty body", evt("evt_empty", "v1,J5lfmIhmf7jrsvOdaZrj0vJcLV45KsZIT0K5FzREl8k="), Buffer.alloc(0), [a], 1],
    [
      "V7, bytes that are not UTF-8",
      evt("evt_bin", "v1,EJ+AJC+M1GrD3aB/BN333LKBJF4NKfdxjUzniSmL3iE="),
      Buffer.from("7bff7d", "hex"),
      [a],
      1,
    ],
  ])("%s", (_, headers, body, keys, secretId) => {
    expect(hasStandardForm(headers)).toBe(true);
    expect(findSigner(headers, body, keys)?.secretId).toBe(secretId);
  });
});

describe("signatures that fail", () => {
  const correctHex = createHmac("sha256", a.bytes).update("evt_0001.1740830400.").update(BODY_W).digest("hex");
  test.each([
    [
      "F1, the text the library makes of the bytes",
      evt("evt_bin", "v1,tYdjlzwLZ0jI5pIqybLLVBT7QUQ/M9GKDtPH5cHiJzc="),
      Buffer.from("7bff7d", "hex"),
    ],
    ["F2, another spelling of the same JSON", V1, Buffer.from('{"test":2432232314}')],
    ["F3, the key used as text", { ...V1, signature: "v1,ELhqG0Ku1gwOc1f4jyKdp3SFGFLAOdJ9bvpWLciCakI=" }, V1_BODY],
    ["F4, the prefix decoded too", { ...V1, signature: "v1,VEn5gt33qn0nD2gVZvk+6IK0A3QWt+9DsT9h7wYjQ4M=" }, V1_BODY],
    ["F8, hex", evt("evt_0001", `v1,${correctHex}`), BODY_W],
    ["F8, another separator", evt("evt_0001", V2_SIGNATURE.replace("v1,", "v1=")), BODY_W],
    ["F8, no padding", evt("evt_0001", V2_SIGNATURE.replace("=", "")), BODY_W],
    ["F8, a version alone", evt("evt_0001", "v1"), BODY_W],
    ["F8, an empty entry", evt("evt_0001", "v1,"), BODY_W],
    ["F8, another version", evt("evt_0001", V2_SIGNATURE.replace("v1,", "v1a,")), BODY_W],
    ["the last digit changed", evt("evt_0001", V2_SIGNATURE.replace("mQ=", "mA=")), BODY_W],
    ["the same bytes in another base64 spelling", evt("evt_0001", V2_SIGNATURE.replace("mQ=", "mR=")), BODY_W],
  ])("%s", (_, headers, body) => {
    expect(findSigner(headers, body, [a])).toBeUndefined();
  });

  test("bodies that differ in one invalid byte have different signatures", () => {
    const sign = (hex: string) =>
      `v1,${createHmac("sha256", a.bytes).update("evt_bin.1740830400.").update(Buffer.from(hex, "hex")).digest("base64")}`;
    expect(findSigner(evt("evt_bin", sign("7bfe7d")), Buffer.from("7bff7d", "hex"), [a])).toBeUndefined();
    expect(findSigner(evt("evt_bin", sign("7bff7d")), Buffer.from("7bff7d", "hex"), [a])).toBe(a);
  });
});

describe("headers without the form", () => {
  test.each([
    ["F5, milliseconds", { ...V1, timestamp: "1614265330000" }],
    ["F6, junk behind the timestamp", { ...V1, timestamp: "1614265330junk" }],
    ["F6, blank and sign before it", { ...V1, timestamp: " +1614265330" }],
    ["F6, a fraction", { ...V1, timestamp: "1614265330.5" }],
    ["F9, an id with dots", { ...V1, id: "msg.with.dot" }],
    ["F10, 2,000 entries", { ...V1, signature: `${"v1,A ".repeat(2_000)}${V1.signature}` }],
    ["nine entries", { ...V1, signature: `${"v1,A ".repeat(8)}${V1.signature}` }],
    ["an id sent twice, as Node joins it", { ...V1, id: "a, a" }],
    ["an empty id", { ...V1, id: "" }],
    ["an empty signature", { ...V1, signature: "" }],
  ])("%s", (_, headers) => {
    expect(hasStandardForm(headers)).toBe(false);
  });

  test("eight entries are still taken", () => {
    expect(hasStandardForm({ ...V1, signature: `${"v1,A ".repeat(7)}${V1.signature}` })).toBe(true);
  });
});

test("a post to nobody costs the work of a post to somebody, and no signature passes", () => {
  const keys = activeKeys(undefined, new Date());
  expect(keys.map((one) => [one.secretId, one.bytes.length])).toEqual([[undefined, 32]]);
  expect(findSigner(evt("evt_0001", V2_SIGNATURE), BODY_W, keys)).toBeUndefined();
});

test("F7: a timestamp passes up to 300 s off in either direction", () => {
  const at = (offsetSeconds: number): boolean =>
    isTimely("1740830400", new Date((1_740_830_400 + offsetSeconds) * 1_000));
  expect([at(-301), at(-300), at(0), at(300), at(301)]).toEqual([false, true, true, true, false]);
});

test("what the published library signs is accepted, for every length of body", () => {
  const sender = new Webhook(SECRET_B);
  for (let length = 0; length < 200; length++) {
    const body = "ë".repeat(length);
    const signature = sender.sign("msg_1", new Date(1_740_830_400_000), body);
    expect(findSigner(evt("msg_1", signature), Buffer.from(body), [b])).toBe(b);
  }
});

test("the code is that of Node's own HMAC, for every length of key and body", () => {
  for (let length = 0; length < 150; length++) {
    const [secret, body] = [randomBytes(length), randomBytes(length * 7)];
    const mac = createHmac("sha256", secret).update("msg_1.1740830400.").update(body).digest("base64");
    expect(new SigningKey(1, secret).macOf("msg_1.1740830400.", body)).toBe(mac);
  }
  const large = randomBytes(2 ** 20);
  const mac = createHmac("sha256", a.bytes).update("x.1.").update(large).digest("base64");
  expect(a.macOf("x.1.", large)).toBe(mac);
});
