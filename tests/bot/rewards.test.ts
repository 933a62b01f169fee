import { describe, expect, it } from "vitest";
import { judgeRewards } from "../../core/rewards/judge-rewards.js";
import { addMilestones } from "../../core/rewards/milestones.js";
import { TYPICAL_MILESTONES } from "../../core/rewards/milestone-steps.js";
import { fencePasses } from "../_fence.js";
import { outboxIsQuiet, saidIn, textOf } from "./_outbox.js";
import { appoint } from "./_staff.js";
import { normal, plain, startStory, type Story } from "./_story.js";

async function judged(story: Story): Promise<void> {
  await fencePasses(story.database.pool);
  await judgeRewards(story.context);
}

/** What the bot has said to Bruno in private, oldest first, once it has said all it has to say. */
async function saidToBruno(story: Story): Promise<string[]> {
  await outboxIsQuiet(story);
  return saidIn(story, story.sandbox.core.world.botChat(story.bruno.id)).map((message) => normal(textOf(message)));
}

describe("/rewards", () => {
  it("asks for a link, then shows level and steps, and the way on only to who wants it", async () => {
    await using story = await startStory();
    await addMilestones(story.context, TYPICAL_MILESTONES, "test");
    await story.bruno.starts();
    expect(plain((await story.bruno.sends("/rewards")).text)).toContain("Link your casino account first (/link)");
    await story.link(story.bruno, 1);
    await story.wager(1, 10_000);
    const text = normal((await story.bruno.taps("🔄 Refresh")).text);
    expect(text).toContain("🏅 Your level: Bronze\nSilver begins at $40,000.00");
    expect(text).toContain(
      "🚩 Milestones\n• $11,203.00 counted this month, 1 step reached; the step at $25,000.00 brings $15.00",
    );
    await story.database.pool.query(`update telegram_users set settings = '{"hideWagerPrompts": true}' where id = $1`, [
      story.bruno.id,
    ]);
    const calm = normal((await story.bruno.taps("🔄 Refresh")).text);
    expect(calm).toContain("$11,203.00 counted this month, 1 step reached");
    expect(calm).not.toContain("begins at");
    expect(calm).not.toContain("brings");
  });

  it("tells of a step at once, of a level only those who asked, and neither in quiet hours", async () => {
    await using story = await startStory();
    await addMilestones(story.context, TYPICAL_MILESTONES, "test");
    await story.bruno.starts();
    await story.link(story.bruno, 1);
    await judged(story);
    await story.wager(1, 10_000);
    await judged(story);
    const told = await saidToBruno(story);
    expect(told.at(-1)).toMatch(/^🎁 You have won \$10\.00\n\nMilestone of \$10,000\.00 in the month from /);
    expect(told.join()).not.toContain("Your level is now");
    await story.bruno.sends("/prizes");
    expect(plain((await story.bruno.taps(/🎁 \$10\.00 · Milestone/)).text)).toContain("Milestone of $10,000.00");
    await story.database.pool.query(
      `update telegram_users set settings = '{"notifications": {"rewards": true}}' where id = $1`,
      [story.bruno.id],
    );
    await story.wager(1, 30_000);
    await judged(story);
    expect((await saidToBruno(story)).some((text) => text.startsWith("🏅 Your level is now Silver"))).toBe(true);
  });

  it("points from a group to the private chat", async () => {
    await using story = await startStory({ players: 1 });
    const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [story.bruno] });
    expect((await story.bruno.in(group).sends("/rewards")).text).toBe(
      "This is between you and me, so let us go on in the private chat.",
    );
  });
});

describe("raffles", () => {
  it("are made in four lines, show one's tickets with the hash of the seed, and are called off with a reason", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "admin");
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.link(story.bruno, 1);
    await story.alice.sends("/admin");
    await story.alice.taps("⭐ Rewards");
    await story.alice.taps("🎟 Raffles");
    await story.alice.taps("➕ New raffle");
    await story.alice.sends("Only a name");
    expect(plain((await story.alice.taps("🎟 New raffle")).text)).toMatch(/^⚠️ I need four lines/);
    await story.alice.taps("➕ New raffle");
    await story.alice.sends("Winter\n$1,000\n100 50\n7d");
    expect(plain((await story.alice.taps("🎟 New raffle")).text)).toContain("• Winter: open");
    await story.wager(1, 2_500);
    const text = normal((await story.bruno.sends("/rewards")).text);
    expect(text).toMatch(
      /🎟 Winter, one ticket for each \$1,000\.00\nPrizes: \$100\.00, \$50\.00\nUntil <date>\nYou have 2 tickets\.\nHash of the seed: [0-9a-f]{64}/,
    );
    await story.alice.taps("✖️ Call off Winter");
    expect(plain((await story.alice.sends("The casino closed")).text)).toContain("• Winter: called off");
  });
});

describe("the administrators' rewards", () => {
  it("are set up by a button and by words, ended by a button, and refused to everybody else", async () => {
    await using story = await startStory({ players: 1 });
    await appoint(story, story.alice, "admin");
    await story.alice.starts();
    await story.alice.sends("/admin");
    await story.alice.taps("⭐ Rewards");
    expect(plain((await story.alice.taps("🚩 Milestones")).text)).toContain("No steps are set up.");
    expect(plain((await story.alice.taps("🪜 Set up the usual ladder")).text)).toContain(
      "✅ Done.\n\n🚩 Milestones\n\n• Month $10,000.00: $10.00\n• Month $25,000.00: $15.00",
    );
    await story.alice.taps("➕ Add a step");
    expect(plain((await story.alice.sends("10000 dollars please")).text)).toMatch(/^⚠️ I cannot read that\./);
    await story.alice.taps("➕ Add a step");
    expect(plain((await story.alice.sends("month 10000 12")).text)).toMatch(/^⚠️ There is a step at this amount/);
    await story.alice.taps("➕ Add a step");
    expect(plain((await story.alice.sends("week 5,000 $7.50")).text)).toContain("• Week $5,000.00: $7.50");
    expect(plain((await story.alice.taps(/✖️ End Week/)).text)).not.toContain("Week");
    await story.alice.taps("‹ Rewards");
    expect(plain((await story.alice.taps("🏅 Levels")).text)).toContain("• Diamond: $20,000,000.00");
    await story.alice.taps("✏️ Change the levels");
    expect(plain((await story.alice.sends("One 0\nTwo 500")).text)).toContain(
      "🏅 Levels\n\n• One: $0.00\n• Two: $500.00",
    );
    const { rows } = await story.database.pool.query("select action from audit_log where action ~ 'milestone|tiers'");
    expect(rows.map(({ action }) => action)).toEqual([
      ...Array(6).fill("milestone.add"),
      "milestone.retire",
      "tiers.replace",
    ]);
  });
});
