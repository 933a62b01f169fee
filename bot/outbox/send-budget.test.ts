import { describe, expect, it } from "vitest";
import { createSendBudget } from "./send-budget.js";

const GROUP = -100;

describe("the send budget", () => {
  it("lets 25 own calls go in a second", () => {
    const budget = createSendBudget();
    let nowMs = 0;
    let calls = 0;
    for (; nowMs < 10_000; nowMs += 1) {
      if (budget.waitMs(nowMs) > 0) continue;
      budget.noteOwn(nowMs);
      calls += 1;
    }
    expect(calls).toBe(250);
  });

  it("lets one call a second go to a chat and eighteen a minute to a group, leaving two for answers", () => {
    const budget = createSendBudget();
    const sent = { group: 0, person: 0 };
    for (let nowMs = 0; nowMs < 60_000; nowMs += 100) {
      const blocked = budget.blockedChats(nowMs);
      for (const [who, id] of [
        ["group", GROUP],
        ["person", 7],
      ] as const) {
        if (blocked.includes(id)) continue;
        budget.note(id, nowMs);
        sent[who] += 1;
      }
    }
    expect(sent).toEqual({ group: 18, person: 60 });
  });

  it("opens a group again as its minute passes", () => {
    const budget = createSendBudget();
    for (let call = 0; call < 18; call++) budget.note(GROUP, call * 1000);
    expect(budget.blockedChats(59_999)).toEqual([GROUP]);
    expect(budget.blockedChats(60_000)).toEqual([]);
  });

  it("pauses a flooded chat for as long as Telegram asked, and slows everything else", () => {
    const budget = createSendBudget();
    budget.noteFlood(GROUP, 7, 0);
    expect(budget.blockedChats(6_999)).toEqual([GROUP]);
    expect(budget.blockedChats(7_000)).toEqual([]);
    budget.noteOwn(0);
    expect(budget.waitMs(0)).toBe(200);
    budget.noteOwn(8_000);
    expect(budget.waitMs(8_000)).toBe(40);
  });

  it("forgets chats that have been quiet", () => {
    const budget = createSendBudget();
    budget.note(7, 0);
    expect(budget.blockedChats(500)).toEqual([7]);
    expect(budget.blockedChats(120_000)).toEqual([]);
  });
});
