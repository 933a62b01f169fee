import { describe, expect, it, vi } from "vitest";
import { addEntries } from "../core/_world.js";
import { normal, plain, startStory, targets } from "./_story.js";

describe("/start", () => {
  it("welcomes a person, with a button that opens the Mini App inside Telegram", async () => {
    await using story = await startStory();
    const turn = await story.alice.starts();
    expect(turn.replies).toHaveLength(1);
    expect(plain(turn.text)).toMatchInlineSnapshot(`
      "👋 Welcome to Goat Lounge, Alice

      Here you can follow the wager races: live standings, your own place and the prizes, and results that anyone can check.

      /race – The current race
      /leaderboard – Top players of the day, week, month
      /me – My place, prize and gap
      /link – Link my casino account
      /help – What this bot can do

      18+. Only play with what you can afford to lose."
    `);
    expect(targets(turn.replies[0])).toMatchObject({ "📱 Open the app": "app https://goat.test/" });
    expect(targets(turn.replies[0])).toMatchObject({ "🔗 Link an account": "callback" });
    const { rows } = await story.database.pool.query("select id, can_be_messaged from telegram_users");
    expect(rows).toEqual([{ id: String(story.alice.id), can_be_messaged: true }]);
  });

  it("does not ask a linked player to link", async () => {
    await using story = await startStory();
    await story.link(story.alice, 3);
    expect(targets((await story.alice.starts()).replies[0])).not.toHaveProperty("🔗 Link an account");
  });

  it("opens the Mini App from its button and from the menu", async () => {
    await using story = await startStory();
    await story.alice.starts();
    const turn = await story.alice.taps("📱 Open the app");
    expect(turn.launch?.publicUrl).toBe("https://goat.test/");
    expect(turn.launch?.initData).toContain("hash=");
    // The bot answers before its profile is up to date.
    await vi.waitFor(() => expect(story.alice.opensMenuApp().publicUrl).toBe("https://goat.test/"), 10_000);
  });

  it("shows the race that a link names", async () => {
    await using story = await startStory();
    await story.race();
    const other = await story.race({ title: "Other Race" });
    expect(plain((await story.alice.starts(`v1_race_${other}`)).text)).toContain("🏁 Other Race");
  });

  it("shows the player that a link names among his neighbours, as everybody may see him", async () => {
    await using story = await startStory();
    await story.race();
    const text = normal((await story.alice.starts(`v1_player_p${story.players[7]}`)).text);
    expect(text).toContain(" 8 $501.25 pl***");
    expect(text).not.toContain("player_8");
    expect(text).not.toContain(" 3 ");
  });

  it("explains how a result is checked", async () => {
    await using story = await startStory();
    const race = await story.race();
    const turn = await story.alice.starts(`v1_verify_${race}`);
    expect(turn.text).toContain("Check a result");
    expect(targets(turn.replies[0])).toEqual({ "Check the result": `app https://goat.test/races/${race}/verify` });
  });

  it.each(["hello", "v1_race_x", "v1_unknown_1", "v2_race_RaceAbc123", "v1_player_0", "v1_setup_abc"])(
    "takes the link %s for a plain start",
    async (payload) => {
      await using story = await startStory({ players: 1 });
      const turn = await story.alice.starts(payload);
      expect(plain(turn.text)).toContain("Welcome to Goat Lounge, Alice");
      expect(turn.replies).toHaveLength(1);
    },
  );

  it("says so when the race of a link does not exist", async () => {
    await using story = await startStory();
    expect((await story.alice.starts("v1_race_RaceAbc123")).text).toBe("This race does not exist, or not any more.");
  });
});

describe("/race", () => {
  it("shows the board of the moment", async () => {
    await using story = await startStory();
    await story.race();
    await story.bruno.starts();
    const turn = await story.bruno.sends("/race");
    expect(normal(turn.text)).toMatchInlineSnapshot(`
      "🏁 November Race
      Live · Ends <distance> (<date>)
      Prize pool: $175.00 · 12 players

       1 $1,203.00 🥇 pl*** · $100
       2 $1,102.75 🥈 pl*** · $50
       3 $1,002.50 🥉 pl*** · $25
       4   $902.25 pl***
       5   $802.00 pl***
       6   $701.75 pl***
       7   $601.50 pl***
       8   $501.25 pl***
       9   $401.00 pl***
      10   $300.75 pl***
      and 2 more players

      As of <time> · v<n>"
    `);
    expect(turn.replies[0]?.buttons).toEqual([
      ["🏆 Leaderboard", "👤 My place"],
      ["🔄 Refresh", "📊 Open full board"],
      ["📤 Share"],
    ]);
  });

  it("is calm when there is no race", async () => {
    await using story = await startStory();
    await story.alice.starts();
    expect((await story.alice.sends("/race")).text).toBe(
      "There is no race at the moment.\nThe leaderboards keep counting. /leaderboard",
    );
  });

  it("moves when a button asks it to, in the message that was pressed", async () => {
    await using story = await startStory();
    await story.race();
    await story.alice.starts();
    await story.alice.sends("/race");
    await story.wager(5, 5_000);
    const turn = await story.alice.taps("🔄 Refresh");
    expect(turn.replies).toEqual([]);
    expect(turn.edits).toHaveLength(1);
    expect(normal(turn.text)).toContain("1 $5,802.00 🥇 pl*** · $100");
  });

  it("goes to the leaderboard and back in one message", async () => {
    await using story = await startStory();
    await story.race();
    await story.alice.starts();
    await story.alice.sends("/race");
    expect(plain((await story.alice.taps("🏆 Leaderboard")).text)).toContain("🏆 November Race 1/2");
    const week = await story.alice.taps("Week");
    expect(plain(week.text)).toContain("🏆 This week 1/2");
    expect(week.edits[0]?.buttons.flat()).toContain("• Week");
    const race = await story.alice.taps("Race");
    expect(plain(race.text)).toContain("🏆 November Race 1/2");
    expect(story.calls("sendMessage")).toHaveLength(2);
  });
});

describe("/leaderboard", () => {
  it("shows the month and turns its pages in place", async () => {
    await using story = await startStory({ players: 25 });
    await story.alice.starts();
    const first = await story.alice.sends("/leaderboard");
    expect(plain(first.text)).toContain("🏆 This month 1/3");
    expect(first.replies[0]?.buttons.flat()).not.toContain("‹");
    const second = await story.alice.taps("›");
    expect(normal(second.text)).toContain("🏆 This month 2/3\n\n11 $1,503.75 pl***");
    const third = await story.alice.taps("›");
    expect(plain(third.text)).toContain("🏆 This month 3/3");
    expect(third.edits[0]?.buttons.flat()).not.toContain("›");
    expect(plain((await story.alice.taps("‹")).text)).toContain("2/3");
  });

  it.each([
    ["/leaderboard day", "Today"],
    ["/leaderboard WEEK", "This week"],
    ["/leaderboard all", "All time"],
    ["/leaderboard whatever else", "This month"],
  ])("reads %s", async (text, title) => {
    await using story = await startStory({ players: 2 });
    await story.alice.starts();
    expect(plain((await story.alice.sends(text)).text)).toContain(`🏆 ${title}`);
  });

  it("leads to the same board in the app", async () => {
    await using story = await startStory({ players: 2 });
    await story.alice.starts();
    const turn = await story.alice.sends("/leaderboard week");
    expect(targets(turn.replies[0])["📊 Open full board"]).toBe("app https://goat.test/leaderboards/week");
  });
});

describe("/me", () => {
  it("finds a player outside the first ten and tells the right figures in every window", async () => {
    await using story = await startStory();
    await story.race();
    await story.link(story.alice, 11);
    await story.alice.starts();
    expect(normal((await story.alice.sends("/me")).text)).toMatchInlineSnapshot(`
      "👤 My place: November Race

      player_11: Rank 11 of 12
      Wagered: $200.50
      Prize at this rank: $0.00
      Gap to the place above: $100.25
      Distance to the next prize step, rank 3: $802.01
      Ahead of the place below by: $100.25
      At the pace so far, by the end: <projection>

       9 $401.00 pl***
      10 $300.75 pl***
      11 $200.50 pl***
      12 $100.25 pl***

      As of <time> · v<n>"
    `);
    for (const [tab, title] of [
      ["Day", "Today"],
      ["Week", "This week"],
      ["Month", "This month"],
      ["All time", "All time"],
    ] as const) {
      const text = plain((await story.alice.taps(tab)).text);
      expect(text).toContain(`My place: ${title}`);
      expect(text).toContain("Rank 11 of 12\nWagered: $200.50");
      expect(text).not.toContain("Prize");
    }
  });

  it("/why tells what the own score is made of, in private to the last entry and in groups without the name", async () => {
    await using story = await startStory();
    const { alice, stage } = story;
    await story.race({ cap: "900" });
    await story.link(alice, 4);
    await alice.starts();
    const [source, player, at] = [
      story.source,
      story.players[3]!,
      new Date(story.context.clock.now().getTime() - 30_000),
    ];
    await addEntries(story.database.pool, [
      { source, player, delta: 40_000_000n, at },
      { source, player, delta: -2_250_000n, amount: 0n, at },
    ]);
    await story.wager(4, 10);
    expect(normal((await alice.sends("/me")).text)).toContain("player_4: Rank 1 of 12\nWagered: $900.00");
    expect(normal((await alice.taps("❓ Why this place?")).text)).toMatchInlineSnapshot(`
      "❓ Why this place: November Race

      player_4: Rank 1 of 12
      • 3 wagers: +$952.25
      • 1 correction by the casino: -$2.25
      ✂️ More than $900.00 does not count here
      = Counted: $900.00
      Prize at this rank: $43.75
      Ahead of the place below by: $98.00
      First and last wager: <date> – <date>

      As counted so far. After the end the result is counted from the same wagers.

      As of <time> · v<n>"
    `);
    expect((await alice.taps("🔄 Refresh")).toasts.map(({ text }) => text)).toEqual(["Up to date"]);
    const lounge = stage.group({ title: "Lounge", owner: alice, members: [story.chidi] });
    expect(normal((await alice.in(lounge).sends("/why")).text)).toContain(
      "pl***: Rank 1 of 12\n• 3 wagers: +$952.25\n",
    );
    expect((await story.chidi.in(lounge).sends("/why")).text).toContain("No casino account is linked");
  });

  it("tells a person without a link what is missing", async () => {
    await using story = await startStory();
    await story.chidi.starts();
    const { text } = await story.chidi.sends("/me");
    expect(text).toContain("No casino account is linked to your Telegram account yet");
  });

  it("tells a linked player without wagers that nothing was counted", async () => {
    await using story = await startStory();
    const now = Date.now();
    await story.race({
      startsAt: new Date(now - 1000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
    });
    await story.link(story.alice, 1);
    await story.alice.starts();
    expect((await story.alice.sends("/me")).text).toContain("No counted wager in this window yet.");
  });
});

describe("other commands", () => {
  it("/help lists what stands in the command menu", async () => {
    await using story = await startStory();
    await story.alice.starts();
    const { text } = await story.alice.sends("/help");
    for (const command of ["/race", "/leaderboard", "/me", "/app", "/start", "/help", "/cancel"]) {
      expect(text).toContain(`${command} – `);
    }
  });

  it("/app opens the app and /cancel has nothing to cancel", async () => {
    await using story = await startStory();
    await story.alice.starts();
    const app = await story.alice.sends("/app");
    expect(targets(app.replies[0])).toEqual({ "📱 Open the app": "app https://goat.test/" });
    expect((await story.alice.sends("/cancel")).text).toBe("There is nothing to cancel.");
  });

  it.each([
    ["/RACE", "There is no race at the moment."],
    ["/verify_user", "I do not know this command."],
    ["/racetrack", "I do not know this command."],
    ["hello", "I understand commands"],
    ["https://x.test/race", "I understand commands"],
    ["look at /race", "I understand commands"],
    ["/race@other_bot", "I understand commands"],
  ])("answers %j once: %s", async (text, start) => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    const turn = await story.alice.sends(text);
    expect(turn.text.slice(0, start.length)).toBe(start);
    expect(turn.replies).toHaveLength(1);
  });
});

describe("languages", () => {
  it("follow the person's Telegram, and the menu button with it", async () => {
    await using story = await startStory();
    story.alice.user.languageCode = "de-AT";
    await story.race();
    expect(plain((await story.alice.starts()).text)).toContain("Willkommen bei Goat Lounge, Alice");
    expect(plain((await story.alice.sends("/race")).text)).toContain("Preistopf: 175,00 $ · 12 Spieler");
    expect(story.calls("setChatMenuButton").at(-1)?.params).toMatchObject({
      chat_id: story.alice.id,
      menu_button: { type: "web_app", text: "Rennen" },
    });
  });

  it("follow the person's own choice before that of his Telegram", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    await story.database.pool.query(`update telegram_users set settings = '{"language":"de"}'`);
    expect((await story.alice.sends("/cancel")).text).toBe("Es gibt nichts abzubrechen.");
  });

  it("fall back to English", async () => {
    await using story = await startStory({ players: 1 });
    expect(plain((await story.bruno.starts()).text)).toContain("Welcome to Goat Lounge, Bruno");
  });
});
