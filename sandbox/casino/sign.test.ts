import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { generateSecret, signWebhook, webhookHeaders } from "./sign.js";

const secretA = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const secretB = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const bodyW =
  '{"type":"wager.settled","timestamp":"2025-03-01T12:00:00.000Z","data":{"wager_id":"w_1","user_id":"u_42","amount":"12.34","currency":"USD"}}';

/** V1 is the vector published with Standard Webhooks, the others are those of the receiver's own contract. */
const vectors: [string, string, string, number, string | Uint8Array, string][] = [
  [
    "V1",
    secretA,
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    1614265330,
    '{"test": 2432232314}',
    "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  ],
  ["V2", secretA, "evt_0001", 1740830400, bodyW, "SO3p/btyh7xuYbSkrr+WKGXPTqrnUkHRKqiqiTz8zmQ="],
  ["V3", secretB, "evt_0001", 1740830400, bodyW, "ywXYQI1UiPqU3HINjX/srnyCFCZpaA8Jii2zbgE+QRA="],
  [
    "V5",
    secretA,
    "evt_utf8",
    1740830400,
    '{"name":"Zoë 🏇","amount":"0.01"}',
    "u09peEwI6XKIGRe88LtEmlrc/WMtqhfIZRucJa5nQnw=",
  ],
  ["V6", secretA, "evt_empty", 1740830400, "", "J5lfmIhmf7jrsvOdaZrj0vJcLV45KsZIT0K5FzREl8k="],
  [
    "V7",
    secretA,
    "evt_bin",
    1740830400,
    Uint8Array.of(0x7b, 0xff, 0x7d),
    "EJ+AJC+M1GrD3aB/BN333LKBJF4NKfdxjUzniSmL3iE=",
  ],
];

test.each(vectors)("the vector %s comes out", (_name, secret, id, timestamp, body, signature) => {
  expect(signWebhook(secret, { id, timestamp, body })).toBe(`v1,${signature}`);
});

test("any post is accepted by the reference library, and no longer when its body was changed", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/),
      fc.json(),
      (key, id, body) => {
        const secret = `whsec_${Buffer.from(key).toString("base64")}`;
        const timestamp = Math.floor(Date.now() / 1_000);
        const oracle = new Webhook(secret);
        const headers = webhookHeaders(secret, { id, timestamp, body });
        expect(headers["webhook-signature"]).toBe(oracle.sign(id, new Date(timestamp * 1_000), body));
        expect(oracle.verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => oracle.verify(`${body} `, headers)).toThrow("No matching signature found");
      },
    ),
  );
});

test("a generated secret holds 32 bytes and signs", () => {
  const secret = generateSecret();
  expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(32);
  expect(signWebhook(secret, { id: "a", timestamp: 1, body: "" })).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
});

test.each(["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%%%", `whsec_${"A".repeat(88)}`])(
  "what is not a secret is refused: %j",
  (secret) => {
    expect(() => signWebhook(secret, { id: "a", timestamp: 1, body: "" })).toThrow(RangeError);
  },
);

test("an id with a dot is refused, because the dot separates what is signed", () => {
  expect(() => signWebhook(secretA, { id: "msg.with.dot", timestamp: 1, body: "" })).toThrow(RangeError);
});
