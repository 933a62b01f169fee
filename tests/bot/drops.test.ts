import { describe, expect, it } from "vitest";
import type { Group } from "../../sandbox/telegram/actors/group.js";
import { until } from "../_until.js";
import { knownGroup, outboxIsQuiet, saidIn, textOf } from "./_outbox.js";
import { appoint } from "./_staff.js";
import { normal, plain, startStory, type Story } from "./_story.js";

const ALL = "⚡ Take one";

async function storyWithGroup(): Promise<{ story: Story; group: Group } & AsyncDisposable> {
  const story = await startStory();
  await appoint(story, story.alice, "admin");
  await story.alice.starts();
  await story.bruno.starts();
  const group = await knownGroup(story, "Lounge");
  return { story, group, [Symbol.asyncDispose]: () => story[Symbol.asyncDispose]() };
}

/** Fills in the form and posts the drop. */
async function posts(story: Story, answers: readonly string[]): Promise<string> {
  await story.alice.sends("/drop");
  let asked = "";
  for (const answer of answers) asked = plain((await story.alice.sends(answer)).text);
  await story.alice.taps("⚡ Post it in the groups");
  expect(privately(story, story.alice).at(-1)).toMatch(/^✅ The drop is out\./);
  await outboxIsQuiet(story);
  return asked;
}

function privately(story: Story, person: { id: number }): string[] {
  return saidIn(story, story.sandbox.core.world.botChat(person.id)).map((message) => normal(textOf(message)));
}

describe("/drop", () => {
  it("asks, shows a preview with its cost, posts in groups, and gives money to who presses first", async () => {
    await using stage = await storyWithGroup();
    const { story, group } = stage;
    await story.link(story.bruno, 1);
    const preview = await posts(story, ["Friday drop", "$5", "1", "0", "2 h"]);
    expect(preview).toContain("⚡ Friday drop\n$5.00 for the first 1");
    expect(preview).toContain("💸 It can cost $5.00.");
    expect(saidIn(story, group.chat).map((message) => normal(textOf(message)))).toMatchInlineSnapshot(`
      [
        "⚡ Friday drop
      $5.00 for the first 1

      1 of 1 left · Until <date>
      For linked accounts (/link), once each. What you get comes in the private chat.",
      ]
    `);
    expect((await story.chidi.in(group).taps(ALL)).toasts[0]?.text).toBe(
      "Link your casino account first: open our private chat and send /link.",
    );
    expect((await story.bruno.in(group).taps(ALL)).toasts[0]?.text).toBe(
      "$5.00 is yours: /prizes in our private chat.",
    );
    await outboxIsQuiet(story);
    const [post, ...others] = saidIn(story, group.chat);
    expect(others).toEqual([]);
    expect(normal(textOf(post!))).toBe("⚡ Friday drop\n$5.00 for the first 1\n\n🏁 All of it is taken.");
    expect(privately(story, story.bruno).at(-1)).toMatch(/^🎁 You have won \$5\.00\n\nDrop: Friday drop\n/);
    expect(plain((await story.bruno.sends("/prizes")).text)).toContain("$5.00 · to be claimed\nDrop: Friday drop");
  });

  it("tells a code in private alone, once, and never in the group", async () => {
    await using stage = await storyWithGroup();
    const { story, group } = stage;
    await story.link(story.bruno, 1);
    await posts(story, ["Codes", "BONUS-AAA\nBONUS-BBB", "0", "30 min"]);
    expect((await story.bruno.in(group).taps(ALL)).toasts[0]?.text).toBe(
      "One is yours: the code comes in our private chat.",
    );
    expect((await story.bruno.in(group).taps(ALL)).toasts[0]?.text).toBe("You have had yours.");
    await outboxIsQuiet(story);
    const told = privately(story, story.bruno).filter((text) => text.includes("BONUS"));
    expect(told).toEqual(["⚡ Your code of Codes\nBONUS-AAA\n\nI show it this once only. It belongs to you alone."]);
    const inGroup = () =>
      saidIn(story, group.chat)
        .map((message) => textOf(message))
        .join();
    await until("the post tells what is left", () => inGroup().includes("1 of 2 left"));
    expect(inGroup()).not.toContain("BONUS");
  });

  it("understands what it is told or says what is wrong, and is not for everybody", async () => {
    await using stage = await storyWithGroup();
    const { story } = stage;
    expect(plain((await story.bruno.sends("/drop")).text)).toBe("This needs a role that you do not have.");
    await story.alice.sends("/drop");
    await story.alice.sends("Odd");
    expect(plain((await story.alice.sends("0")).text)).toMatch(/^⚠️ That is neither an amount nor codes\./);
    await story.alice.sends("5");
    expect(plain((await story.alice.sends("many")).text)).toMatch(/^⚠️ Write a number/);
    await story.alice.sends("3");
    await story.alice.sends("100");
    expect(plain((await story.alice.sends("some day")).text)).toMatch(/^⚠️ I cannot read that/);
    expect(plain((await story.alice.sends("/cancel")).text)).toBe("Stopped. Nothing was saved.");
    const { rowCount } = await story.database.pool.query("select from drops");
    expect(rowCount).toBe(0);
  });

  it("is ended by a button, and its post says so", async () => {
    await using stage = await storyWithGroup();
    const { story, group } = stage;
    await posts(story, ["Short", "5", "3", "0", "1d"]);
    await story.alice.sends("/admin");
    await story.alice.taps("⭐ Rewards");
    await story.alice.taps("⚡ Drops");
    expect(plain((await story.alice.taps("⏹ End Short")).text)).toContain("• Short: $5.00, 3 of 3 left, over");
    await outboxIsQuiet(story);
    expect(normal(textOf(saidIn(story, group.chat)[0]!))).toContain("🏁 It is over.");
  });
});

describe("a code that people type", () => {
  it("is redeemed from /rewards, once, in any case", async () => {
    await using stage = await storyWithGroup();
    const { story } = stage;
    await story.link(story.bruno, 1);
    await story.database.pool.query(
      `insert into drops (title, amount, word, claims_total, claims_left, min_wager, min_wager_days, opens_at, expires_at, created_by, created_at)
       values ('Stream', 250, 'stream-1', 2, 2, 0, 30, now() - interval '1 minute', now() + interval '1 hour', 'test', now())`,
    );
    await story.bruno.sends("/rewards");
    await story.bruno.taps("⌨️ Enter a code");
    expect(plain((await story.bruno.sends("stream-2")).text)).toMatch(/^⚠️ There is no such code\./);
    await story.bruno.taps("⌨️ Enter a code");
    expect(plain((await story.bruno.sends("STREAM-1")).text)).toMatch(/^✅ It is yours\./);
    await story.bruno.taps("⌨️ Enter a code");
    expect(plain((await story.bruno.sends("stream-1")).text)).toMatch(/^⚠️ You have had yours\./);
  });
});
