import { describe, expect, it } from "vitest";
import { erasePerson } from "../../core/people/erase-person.js";
import { telegramUserId } from "../../wire/ids.js";
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

describe("known defects of others", () => {
  it("61: a claim that is pressed three times at once is recorded once, with no error shown", async () => {
    await using story = await wonPrize();
    await story.bruno.sends("/prizes");
    await story.bruno.taps(/^🎁 \$100\.00 · .*November Race/);
    await story.bruno.taps("🎁 Claim");
    await story.bruno.sends("my account");
    const turn = await story.bruno.tapsAtOnce("🎁 Claim with this address", 3);
    expect(plain(turn.text)).toMatch(/^✅ Claimed\./);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["This form is over.", "This form is over."]);
    expect(await count(story, "payout_events where event = 'claimed'")).toBe(1);
    // Once more, from an old panel: the answer is calm, and nothing is written.
    await story.bruno.sends("/prizes");
    const panel = await story.bruno.taps(/^🔎 \$100\.00 · .*November Race/);
    expect(panel.edits[0]?.buttons.flat()).toEqual(["‹ My prizes"]);
    expect(await count(story, "payout_events where event = 'claimed'")).toBe(1);
  });

  it("57: one press has one handler and one answer, and a decision that was made is not made again", async () => {
    await using story = await wonPrize();
    await story.bruno.sends("/prizes");
    await story.bruno.taps(/^🎁 \$100\.00 · .*November Race/);
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

  it("68: a hundred requests that wait are one message with real names, in as many calls as one request", async () => {
    await using story = await startStory({ players: 100 });
    await appoint(story, story.alice, "moderator");
    await story.alice.starts();
    await story.database.pool.query(
      `insert into telegram_users (id, first_name) select 5000 + n, 'Person ' || n from generate_series(1, 100) n`,
    );
    await story.database.pool.query(
      `insert into links (user_id, source_id, player_id, state, proof, evidence)
       select 5000 + n, $1, p.id, 'under_review', 'evidence', 'It is mine'
       from (select id, row_number() over (order by id) as n from players) p`,
      [story.source],
    );
    const before = story.sandbox.core.journal.since().filter(({ kind }) => kind === "call").length;
    const turn = await story.alice.sends("/links");
    const calls = story.sandbox.core.journal
      .since()
      .filter((entry) => entry.kind === "call" && entry.method !== "getUpdates")
      .slice(before);
    expect(calls.length).toBeLessThanOrEqual(1);
    const [labels] = turn.replies.map(({ buttons }) => buttons.flat());
    expect(labels!.filter((label) => /^casino: \u2068player_\d+\u2069$/.test(label))).toHaveLength(8);
  });

  it("70, 73: whoever asked for an account first and proved nothing gets neither its place nor its prize", async () => {
    await using story = await wonPrize();
    await story.chidi.sends("/link");
    await story.chidi.taps("➕ Link an account");
    await story.chidi.sends("player_1");
    expect(plain((await story.chidi.sends("/me")).text)).toContain("No casino account is linked");
    expect(plain((await story.chidi.sends("/prizes")).text)).toContain("No prize yet.");
    expect(await count(story, `links where user_id = ${story.chidi.id} and state = 'pending'`)).toBe(1);
    expect(await count(story, "links where state = 'approved'")).toBe(1);
  });

  it("a person who has himself erased leaves no half-filled form behind", async () => {
    await using story = await startStory();
    await story.bruno.starts();
    await story.bruno.sends("/link");
    await story.bruno.taps("➕ Link an account");
    expect(await count(story, "telegram_conversations")).toBe(1);
    await erasePerson(story.context, telegramUserId(story.bruno.id));
    expect(await count(story, "telegram_conversations")).toBe(0);
  });
});
