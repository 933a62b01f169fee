import fc from "fast-check";
import { expect, test } from "vitest";
import { createBook, finalRevision } from "./book.js";
import type { Outcome } from "./post.js";

const accepted: Outcome = { kind: "accepted", duplicate: false, quarantined: 0 };
const lost: Outcome = { kind: "undelivered" };

test("what was acknowledged counts, what was refused does not", () => {
  const book = createBook();
  for (const [wagerId, outcome] of [
    ["a", accepted],
    ["b", { kind: "refused", status: 401 }],
    ["c", { kind: "quarantined" }],
  ] as const) {
    book.open(wagerId, "p", [{ revision: 1, amountMicroUsd: 5n }]);
    book.sent(wagerId, 1);
    book.answered(wagerId, 1, outcome);
  }
  expect(book.players().get("p")).toEqual({ microUsd: 5n, leastMicroUsd: 5n, mostMicroUsd: 5n, wagers: 1 });
});

test("a void without an answer leaves the wager between nothing and its amount", () => {
  const book = createBook();
  book.open("a", "p", [
    { revision: 1, amountMicroUsd: 5n },
    { revision: finalRevision, amountMicroUsd: 0n },
  ]);
  book.sent("a", 1);
  book.answered("a", 1, accepted);
  expect(book.players().get("p")).toMatchObject({ leastMicroUsd: 5n, mostMicroUsd: 5n });
  book.sent("a", finalRevision);
  book.answered("a", finalRevision, lost);
  expect(book.players().get("p")).toMatchObject({ microUsd: 5n, leastMicroUsd: 0n, mostMicroUsd: 5n });
});

test("a batch of which some wagers were set aside says nothing certain about any of them", () => {
  const book = createBook();
  book.open("a", "p", [{ revision: 1, amountMicroUsd: 5n }]);
  book.sent("a", 1);
  book.answered("a", 1, { kind: "accepted", duplicate: false, quarantined: 1 });
  expect(book.players().get("p")).toMatchObject({ microUsd: 0n, leastMicroUsd: 0n, mostMicroUsd: 5n });
});

/** A receiver by the contract: the highest committed revision of each wager counts, in whatever order they come. */
test("the truth always lies within the bounds, and on them when every event was answered", () => {
  const entry = fc.record({
    amount: fc.bigInt({ min: 0n, max: 1_000n }),
    sent: fc.boolean(),
    fate: fc.constantFrom("acknowledged", "refused", "lost but committed", "lost"),
  });
  fc.assert(
    fc.property(fc.array(fc.array(entry, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (wagers) => {
      const book = createBook();
      let truth = 0n;
      let isCertain = true;
      for (const [index, entries] of wagers.entries()) {
        const wagerId = String(index);
        book.open(
          wagerId,
          "p",
          entries.map(({ amount }, at) => ({ revision: at + 1, amountMicroUsd: amount })),
        );
        let committed = 0n;
        for (const [at, { amount, sent, fate }] of entries.entries()) {
          if (!sent) continue;
          book.sent(wagerId, at + 1);
          book.answered(
            wagerId,
            at + 1,
            fate === "acknowledged" ? accepted : fate === "refused" ? { kind: "refused", status: 400 } : lost,
          );
          if (fate === "acknowledged" || fate === "lost but committed") committed = amount;
          if (fate.startsWith("lost")) isCertain = false;
        }
        truth += committed;
      }
      const { microUsd, leastMicroUsd, mostMicroUsd } = book.players().get("p") ?? {
        microUsd: 0n,
        leastMicroUsd: 0n,
        mostMicroUsd: 0n,
      };
      expect(leastMicroUsd <= truth && truth <= mostMicroUsd).toBe(true);
      expect(!isCertain || (leastMicroUsd === truth && microUsd === truth && mostMicroUsd === truth)).toBe(true);
    }),
  );
});
