import { describe, expect, it } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { until } from "../_until.js";
import { addEntries } from "../core/_world.js";
import { appoint } from "./_staff.js";
import { plain, startStory, type Story } from "./_story.js";

/** The sandbox takes any bytes for a picture. */
const SCREENSHOT = Buffer.from("a screenshot");

/** The two amounts that a challenge asks for, in micro-USD. */
async function challenge(story: Story): Promise<bigint[]> {
  const { rows } = await story.database.pool.query<{ first: string; second: string }>(
    "select first_amount::text as first, second_amount::text as second from links where state = 'pending'",
  );
  return [BigInt(rows[0]!.first), BigInt(rows[0]!.second)];
}

describe("/link", () => {
  it("asks for the account, gives a challenge to copy, and links once both wagers are seen", async () => {
    await using story = await startStory();
    await story.bruno.starts();
    expect(plain((await story.bruno.sends("/link")).text)).toContain("No casino account is linked to you.");
    expect(plain((await story.bruno.taps("➕ Link an account")).text)).toContain("What is your account at casino?");
    expect(plain((await story.bruno.sends("nobody")).text)).toMatch(/^⚠️ No account of that id or name/);
    const asked = await story.bruno.sends("PLAYER_3");
    const [first, second] = await challenge(story);
    const usd = (micro: bigint) => (Number(micro) / 1e6).toFixed(2);
    expect(plain(asked.text)).toContain(
      `amounts (USD), in any order and on any game: ${usd(first!)} + ${usd(second!)}`,
    );
    const keys = asked.replies[0]?.message.keyboard?.flat() ?? [];
    expect(keys.filter((key) => "copy_text" in key)).toHaveLength(3);
    expect(plain((await story.bruno.taps("🔄 Look again")).text)).toContain("Nothing has come yet.");
    const wager = (delta: bigint) => ({
      source: story.source,
      player: story.players[2]!,
      delta,
      at: new Date(),
    });
    await addEntries(story.database.pool, [wager(first!), wager(second!)]);
    expect(plain((await story.bruno.taps("🔄 Look again")).text)).toContain("✅ player_3 · casino\nlinked");
    expect(plain((await story.bruno.sends("/me")).text)).toContain("player_3");
    await story.bruno.sends("/link");
    await story.bruno.taps(/✅ .*player_3/);
    expect(plain((await story.bruno.taps("✖️ Unlink")).text)).toContain("You lose sight of your place");
    await story.bruno.taps("Yes, unlink");
    expect(plain((await story.bruno.sends("/me")).text)).toContain("No casino account is linked");
  });

  it("lets an administrator judge what cannot be proven otherwise", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "moderator");
    await story.alice.starts();
    await story.bruno.starts("v1_link_app");
    await story.bruno.taps("➕ Link an account");
    await story.bruno.sends("U5");
    await story.bruno.taps("✍️ I can do neither");
    expect(plain((await story.bruno.sends("I joined on 1 May, last wager 12.50 on <Plinko>")).text)).toMatch(
      /^✅ Sent\./,
    );
    await story.alice.sends("/links");
    const panel = await story.alice.taps("casino: \u2068player_5\u2069");
    expect(plain(panel.text)).toContain("I joined on 1 May, last wager 12.50 on <Plinko>");
    expect(plain(panel.text)).toContain("Account: U5");
    expect(plain((await story.alice.taps("✅ Approve")).text)).toMatch(/^✅ Done\./);
    expect(plain((await story.bruno.sends("/link")).text)).toContain("✅ player_5 · casino\nlinked");
  });

  it("takes a picture as evidence, with or without words, and shows it to administrators alone", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "moderator");
    await story.alice.starts();
    await story.bruno.starts("v1_link_app");
    await story.bruno.taps("➕ Link an account");
    // An account's name is no picture.
    expect((await story.bruno.sendsPhoto(SCREENSHOT)).text).toContain(
      "Please answer with a text or one of the buttons.",
    );
    await story.bruno.sends("U5");
    await story.bruno.taps("✍️ I can do neither");
    expect(plain((await story.bruno.sendsPhoto(SCREENSHOT, "My account page")).text)).toMatch(/^✅ Sent\./);
    await story.alice.sends("/links");
    expect(plain((await story.alice.taps("casino: \u2068player_5\u2069")).text)).toContain("My account page");
    const shown = (await story.alice.taps("🖼 See the picture")).replies.map(({ message }) => message);
    expect(shown.map(({ content, isProtected }) => [content.kind, isProtected])).toEqual([["photo", true]]);
    expect(plain((await story.alice.taps("✅ Approve")).text)).toMatch(/^✅ Done\./);
  });

  it("asks for the casino when there are several, tells a rejection with its reason, and forgets what is stopped", async () => {
    await using story = await startStory();
    await createSource(story.context, { slug: "other", name: "Other Casino", mode: "events" });
    await appoint(story, story.alice, "admin");
    await story.alice.starts();
    await story.bruno.starts();
    await story.bruno.sends("/link");
    await story.bruno.taps("➕ Link an account");
    await story.bruno.taps("casino");
    expect((await story.bruno.sends("/cancel")).text).toBe("Stopped. Nothing was saved.");
    await story.bruno.sends("/link");
    await story.bruno.taps("➕ Link an account");
    await story.bruno.taps("casino");
    await story.bruno.sends("U6");
    await story.bruno.taps("✍️ I can do neither");
    await story.bruno.sends("Trust me");
    await story.alice.sends("/links");
    await story.alice.taps("casino: \u2068player_6\u2069");
    await story.alice.taps("✖️ Reject");
    await story.alice.sends("Nothing shows that it is yours");
    await story.bruno.sends("/link");
    const { rows } = await story.database.pool.query("select state, reason from links");
    expect(rows).toEqual([{ state: "rejected", reason: "Nothing shows that it is yours" }]);
  });

  it("lets the owner object to a takeover from the message that tells of it, and shows it in /link", async () => {
    await using story = await startStory();
    await story.bruno.starts();
    await story.chidi.starts();
    await story.link(story.bruno, 3);
    await story.chidi.sends("/link");
    await story.chidi.taps("➕ Link an account");
    await story.chidi.sends("player_3");
    const [first, second] = await challenge(story);
    const told = story.bruno.newest.message.id;
    const wager = (delta: bigint) => ({ source: story.source, player: story.players[2]!, delta, at: new Date() });
    await addEntries(story.database.pool, [wager(first!), wager(second!)]);
    expect(plain((await story.chidi.taps("🔄 Look again")).text)).toContain("proven, yours after the cooling-off time");
    await until("the owner is told", () => story.bruno.newest.message.id !== told);
    expect(plain(story.bruno.newest.text)).toContain("Somebody else has proven control of player_3");
    await story.bruno.sends("/link");
    const panel = await story.bruno.taps(/✅ .*player_3/);
    expect(plain(panel.text)).toContain("⚠️ Somebody else has proven control of this account. It goes over to him");
    expect(plain((await story.bruno.taps("✋ This is not me")).text)).toContain("What happened");
    expect(plain((await story.bruno.sends("I never gave it away")).text)).toMatch(/^✅ Noted\./);
    const { rows } = await story.database.pool.query("select state, evidence from links where user_id = $1", [
      story.chidi.id,
    ]);
    expect(rows).toEqual([{ state: "under_review", evidence: "The present owner objects: I never gave it away" }]);
    // A second press of the message's button finds nothing to object to.
    await story.bruno.sends("/link");
    const after = await story.bruno.taps(/✅ .*player_3/);
    expect(after.edits[0]?.buttons.flat()).not.toContain("✋ This is not me");
  });

  it("points from a group to the private chat", async () => {
    await using story = await startStory({ players: 1 });
    const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [story.bruno] });
    for (const command of ["/link", "/prizes"]) {
      expect((await story.bruno.in(group).sends(command)).text).toBe(
        "This is between you and me, so let us go on in the private chat.",
      );
    }
  });
});

describe("/prizes", () => {
  it("shows no one else's prize, whatever a button says", async () => {
    await using story = await startStory({ players: 1 });
    await story.bruno.starts();
    expect(plain((await story.bruno.sends("/prizes")).text)).toContain("No prize yet.");
  });
});
