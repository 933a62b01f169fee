import { describe, expect, it } from "vitest";
import { appoint } from "./_staff.js";
import { plain, startStory, type Story } from "./_story.js";

const HOUR_MS = 3_600_000;

async function count(story: Story, query: string): Promise<number> {
  const { rows } = await story.database.pool.query<{ count: number }>(`select count(*)::int as count from ${query}`);
  return rows[0]?.count ?? 0;
}

/** Bruno has won 100 USD and may claim them; Alice may approve. */
async function wonPrize(): Promise<Story> {
  const story = await startStory();
  const now = story.context.clock.now().getTime();
  await appoint(story, story.alice, "owner");
  await story.race({
    startsAt: new Date(now - HOUR_MS).toISOString(),
    endsAt: new Date(now - 30_000).toISOString(),
    graceMinutes: 60,
  });
  await story.link(story.bruno, 1);
  for (const person of [story.alice, story.bruno, story.chidi]) await person.starts();
  await story.alice.sends("/settle");
  await story.alice.taps("⏳ November Race");
  await story.alice.taps(/^✅ Settle/);
  await story.alice.taps("⚖️ Check and make final");
  await story.alice.taps("🔒 Make final");
  return story;
}

describe("known defects of others (domain.md 6.4)", () => {
  it("61: a claim that is pressed three times at once is recorded once, with no error shown", async () => {
    await using story = await wonPrize();
    await story.bruno.sends("/prizes");
    await story.bruno.taps("🎁 $100.00 · November Race");
    await story.bruno.taps("🎁 Claim");
    await story.bruno.sends("my account");
    const turn = await story.bruno.tapsAtOnce("🎁 Claim with this address", 3);
    expect(plain(turn.text)).toMatch(/^✅ Claimed\./);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["This form is over.", "This form is over."]);
    expect(await count(story, "payout_events where event = 'claimed'")).toBe(1);
    // Once more, from an old panel: the answer is calm, and nothing is written.
    await story.bruno.sends("/prizes");
    const panel = await story.bruno.taps("🔎 $100.00 · November Race");
    expect(panel.edits[0]?.buttons.flat()).toEqual(["‹ My prizes"]);
    expect(await count(story, "payout_events where event = 'claimed'")).toBe(1);
  });

  it("57: one press has one handler and one answer, and a decision that was made is not made again", async () => {
    await using story = await wonPrize();
    await story.bruno.sends("/prizes");
    await story.bruno.taps("🎁 $100.00 · November Race");
    await story.bruno.taps("🎁 Claim");
    await story.bruno.sends("my account");
    await story.bruno.taps("🎁 Claim with this address");
    await story.alice.sends("/payouts");
    await story.alice.taps(/^🙋 #1/);
    const turn = await story.alice.tapsAtOnce("👍 Approve", 2);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["This is not possible any more: it has changed meanwhile."]);
    expect(await count(story, "payout_events where event = 'approved'")).toBe(1);
    expect(await count(story, "audit_log where action = 'payout.approve'")).toBe(1);
  });

  it("57: a stranger who gets hold of a panel can read and change nothing", async () => {
    await using story = await wonPrize();
    const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [story.chidi] });
    expect((await story.chidi.sends("/payouts")).text).toBe("This needs a role that you do not have.");
    expect((await story.chidi.in(group).sends("/payouts")).text).toBe("This needs a role that you do not have.");
    expect(plain((await story.chidi.sends("/prizes")).text)).toContain("No prize yet.");
    // The button of a colleague's panel, sent by a client that makes up its own presses, ends at the same check.
    await appoint(story, story.chidi, "moderator");
    await story.chidi.sends("/admin");
    const menu = await story.chidi.taps("🏁 Races");
    expect(menu.edits[0]?.buttons.flat()).not.toContain("🆕 New race");
    await story.chidi.taps(/November Race/);
    expect(story.chidi.newest.buttons.flat()).toEqual(["🔄 Refresh", "📊 Open full board", "‹ Races"]);
  });

  it("62: nobody's message in a group is an answer, and a form does not follow its owner there", async () => {
    await using story = await startStory({ players: 1 });
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [story.bruno] });
    await story.alice.sends("/newrace");
    expect((await story.alice.in(group).sends("Said to the group")).replies).toEqual([]);
    expect((await story.bruno.in(group).sends("/cancel")).text).toBe("There is nothing to cancel.");
    expect(plain((await story.alice.sends("Said to the bot")).text)).toContain("Step 2 of 4");
  });
});
