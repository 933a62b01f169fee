import { describe, expect, it } from "vitest";
import { checkTransactions } from "./check-database.js";

describe("judging the oldest transaction", () => {
  it("is content with none and with one of half a minute", () => {
    expect(checkTransactions(null)).toMatchObject({ ok: true, detail: "none is open" });
    expect(checkTransactions({ seconds: 30, holder: "process 1 (x)" })).toMatchObject({ ok: true, detail: "30 s" });
  });

  it("names who holds the boards up, and how to end him", () => {
    const finding = checkTransactions({ seconds: 600, holder: "process 4711 (somebody's console)" });
    expect(finding.ok).toBe(false);
    expect(finding.detail).toContain("process 4711 (somebody's console) has been writing for 10 min");
    expect(finding.mend).toContain("pg_terminate_backend");
  });
});
