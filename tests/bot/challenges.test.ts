import { describe, expect, it } from "vitest";
import { knownGroup, outboxIsQuiet, saidIn, textOf } from "./_outbox.js";
import { appoint } from "./_staff.js";
import { normal, plain, startStory } from "./_story.js";

describe("/challenge", () => {
  it("is set up, posted, entered with the link of a bet, judged in the queue, and paid as a prize", async () => {
    await using story = await startStory();
    const { alice, bruno, chidi } = story;
    await appoint(story, alice, "admin");
    for (const person of [alice, bruno, chidi]) await person.starts();
    await story.link(bruno, 1);
    await story.link(chidi, 2);
    const group = await knownGroup(story, "Lounge");
    const privately = (person: { id: number }) =>
      saidIn(story, story.sandbox.core.world.botChat(person.id)).map((message) => normal(textOf(message)));

    await alice.sends("/admin");
    await alice.taps("⭐ Rewards");
    await alice.taps("🎯 Challenges");
    await alice.taps("🌐 Allowed casinos");
    expect(plain((await alice.sends("https://goated.com/")).text)).toMatch(/^⚠️ Write names of hosts/);
    await alice.taps("🌐 Allowed casinos");
    await alice.sends("goated.com");

    await alice.sends("/challenge");
    await alice.sends("Plinko");
    expect(plain((await alice.sends("a lot")).text)).toMatch(/^⚠️ Write a number above 1/);
    for (const answer of ["100x", "0.50", "$25", "1"]) await alice.sends(answer);
    expect(normal((await alice.sends("7d")).text)).toContain(
      "🎯 100x on Plinko\nwith a bet of $0.50 or more\n$25.00 each for the first 1 that are checked\n1 left · Until <date>",
    );
    await alice.taps("🎯 Post it in the groups");
    expect(privately(alice).at(-1)).toMatch(/^✅ The challenge is out\./);
    await outboxIsQuiet(story);
    const posted = saidIn(story, group.chat).map((message) => normal(textOf(message)));
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatch(/^🎯 New challenge\n\n🎯 100x on Plinko\n/);

    for (const [person, bet] of [
      [bruno, "https://goated.com/bet/1"],
      [chidi, "https://goated.com/bet/2"],
    ] as const) {
      await person.sends("/rewards");
      await person.taps("🎯 Enter: 100x on \u2068Plinko\u2069");
      expect(plain((await person.sends("https://evil.example/bet/1")).text)).toMatch(
        /^⚠️ That is not the link of a bet/,
      );
      await person.taps("🎯 Enter: 100x on \u2068Plinko\u2069");
      expect(plain((await person.sends(bet)).text)).toMatch(/^✅ Your entry is in\./);
    }
    await bruno.taps("🎯 Enter: 100x on \u2068Plinko\u2069");
    expect(plain((await bruno.sends("https://goated.com/bet/3")).text)).toMatch(/^⚠️ You have had yours\./);

    await alice.sends("/admin");
    await alice.taps("⭐ Rewards");
    await alice.taps("🎯 Challenges");
    await alice.taps("🔎 To check (2)");
    expect(plain((await alice.taps(/player_1/)).text)).toContain("player_1 (casino: U1)\n\nhttps://goated.com/bet/1");
    await alice.taps("✅ Accept");
    await outboxIsQuiet(story);
    expect(privately(bruno).at(-1)).toMatch(/^🎁 You have won \$25\.00\n\nChallenge: Plinko 100x\n/);
    expect(privately(chidi).at(-1)).toBe(
      "🎯 Your entry was not accepted: 100x on Plinko\nReason: Every place of the challenge is taken.",
    );
  });

  it("lets nobody judge his own entry, and tells a rejection with its reason", async () => {
    await using story = await startStory();
    const { alice, bruno } = story;
    await appoint(story, alice, "moderator");
    for (const person of [alice, bruno]) await person.starts();
    await story.link(bruno, 1);
    await story.database.pool.query("insert into bet_hosts values ('goated.com')");
    await story.database.pool.query(
      `insert into challenges (game, multiplier, min_bet, prize, winners_total, winners_left, opens_at, deadline, created_by, created_at)
       values ('Dice', 1000, 1000000, 500, 2, 2, now() - interval '1 minute', now() + interval '1 day', 'test', now())`,
    );
    await bruno.sends("/rewards");
    await bruno.taps(/🎯 Enter/);
    await bruno.sends("https://goated.com/bet/9");
    expect(plain((await alice.sends("/challenge")).text)).toBe("This needs a role that you do not have.");
    await alice.sends("/admin");
    await alice.taps("⭐ Rewards");
    await alice.taps("🎯 Challenges");
    await alice.taps("🔎 To check (1)");
    await alice.taps(/player_1/);
    await alice.taps("✖️ Reject");
    expect(plain((await alice.sends("It shows 3x")).text)).toMatch(/not accepted/);
    await outboxIsQuiet(story);
    const told = saidIn(story, story.sandbox.core.world.botChat(bruno.id)).map((message) => normal(textOf(message)));
    expect(told.at(-1)).toBe("🎯 Your entry was not accepted: 10x on Dice\nReason: It shows 3x");
  });
});
