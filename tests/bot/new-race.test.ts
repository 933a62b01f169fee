import { describe, expect, it } from "vitest";
import { forwardClock, appoint, dismiss } from "./_staff.js";
import { plain, startStory, type Story } from "./_story.js";

const MINUTE_MS = 60_000;

async function races(story: Story) {
  const { rows } = await story.database.pool.query<{
    title: string;
    status: string;
    tie_rule: string;
    require_link: boolean;
    min_wager: string;
    prizes: string[];
    hours: number;
  }>(
    `select title, status, tie_rule, require_link, min_wager::text,
            array(select prize::text from race_prizes p where p.race_id = r.id order by rank) as prizes,
            round(extract(epoch from ends_at - starts_at) / 3600)::int as hours from races r order by created_at`,
  );
  return rows;
}

/** Through the four questions by buttons. */
async function upToThePreview(story: Story) {
  const { alice } = story;
  await alice.sends("/newrace");
  await alice.taps("Weekly race");
  await alice.taps("Now");
  await alice.taps("After 7 days");
  await alice.taps("Top 3");
  return alice.taps("$1,000.00");
}

describe("/newrace", () => {
  it("asks four questions, shows the race as players will see it, and creates it", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    const first = await story.alice.sends("/newrace");
    expect(plain(first.text)).toBe(
      "🆕 New race · Step 1 of 4\n\nWhat is the race called? Players read this name everywhere.",
    );
    const second = await story.alice.sends("Winter <Race> & Co");
    expect(plain(second.text)).toContain("Step 2 of 4");
    expect(second.replies).toHaveLength(1);
    // The answered question has lost its buttons, and lost them only.
    expect(second.edits.map(({ buttons }) => buttons)).toEqual([[]]);
    const third = await story.alice.taps("Now");
    expect(plain(third.text)).toContain("When does it end?");
    expect(third.replies).toEqual([]);
    expect(plain((await story.alice.sends("today 0:00")).text)).toContain("The end must be after the start.");
    await story.alice.sends("7d");
    const preview = await story.alice.sends("500, 250 2x100");
    const text = plain(preview.text);
    expect(text).toMatch(/This is what players will see:\n🏁 Winter <Race> & Co\nLive · Ends in [67] days/);
    expect(text).toContain("Prize pool: $950.00");
    expect(text).toContain("🏆 4 prizes, $950.00 in all\nRank 1: $500.00\nRank 2: $250.00\nRanks 3–4: $100.00");
    expect(text).toContain(
      "🔮 What if: the last 7 days by these rules\n1. player_1 · $1,203.00 → $500.00\n2. player_2",
    );
    expect(text).toContain("12 players ranked, cost $950.00 of $950.00");
    const done = await story.alice.taps("✅ Create the race");
    expect(plain(done.text)).toContain("✅ The race is created.\n\n🏁 Winter <Race> & Co");
    expect(done.replies).toEqual([]);
    expect(await races(story)).toEqual([
      {
        title: "Winter <Race> & Co",
        status: "live",
        tie_rule: "split",
        require_link: false,
        min_wager: "0",
        prizes: ["50000", "25000", "10000", "10000"],
        hours: 168,
      },
    ]);
    const { rows } = await story.database.pool.query("select actor, action from audit_log");
    expect(rows).toEqual([{ actor: `user:${story.alice.id}`, action: "race.create" }]);
    expect((await story.database.pool.query("select from telegram_conversations")).rowCount).toBe(0);
  });

  it("lets everything be changed in the preview, until it is right", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "admin");
    await story.alice.starts();
    await upToThePreview(story);
    await story.alice.taps("Equal scores: share the prizes");
    await story.alice.taps("Linked account: only needed for the prize");
    await story.alice.taps("Least wager for a prize: none");
    await story.alice.sends("$1,000.50");
    await story.alice.taps("✏️ Name");
    await story.alice.sends("Renamed");
    await story.alice.taps("🏆 Prizes");
    await story.alice.taps("Winner takes all");
    await story.alice.sends("77.01");
    const preview = await story.alice.taps("⏹ End");
    expect(plain(preview.text)).toContain("When does it end?");
    const changed = await story.alice.taps("After 1 day");
    expect(changed.edits[0]?.buttons.flat()).toEqual(
      expect.arrayContaining([
        "Least wager for a prize: $1,000.50",
        "Equal scores: first to reach it wins",
        "Linked account: needed to be ranked",
        "Repeats: no",
      ]),
    );
    await story.alice.taps("✅ Create the race");
    expect(await races(story)).toMatchObject([
      { title: "Renamed", tie_rule: "first", require_link: true, min_wager: "1000500000", prizes: ["7701"], hours: 24 },
    ]);
  });

  it("lets the pool grow and adds lanes, reckons both, and creates them", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await upToThePreview(story);
    await story.alice.taps("Pool: does not grow");
    for (const [words, problem] of [
      ["a lot", "I cannot read this."],
      ["150% 5000", "I cannot read this."],
      ["0.5% 1000", "The limit must be more than the prizes add up to: $1,000.00."],
    ] as const) {
      expect(plain((await story.alice.sends(words)).text)).toContain(problem);
    }
    await story.alice.sends("0.5% up to $1,200");
    await story.alice.taps("Lanes: none");
    for (const [words, problem] of [
      ["below 1000", "has no title"],
      ["Small: under 1000, prizes 5", "none of from, below, cap, improvement, squads, prizes"],
      ["Small: below 1000, prizes 5 50", "rank 2 is paid more than rank 1"],
    ] as const) {
      expect(plain((await story.alice.sends(words)).text)).toContain(problem);
    }
    const preview = await story.alice.sends("Small: below 1,000, prizes 50 25\nMost improved: improvement, prizes 30");
    expect(plain(preview.text)).toContain("🎽 Lanes: Small ($50) · Most improved ($30)");
    expect(plain(preview.text)).toMatch(/🎽 Small: player_\d+ · \$[\d,.]+ → \$50\.00/);
    expect(preview.replies.flatMap(({ buttons }) => buttons.flat())).toEqual(
      expect.arrayContaining(["Pool: grows by 0.5 % of the wager, up to $1,200.00", "Lanes: 2"]),
    );
    await story.alice.taps("✅ Create the race");
    const { rows } = await story.database.pool.query(
      "select growth_share, growth_limit::int, jsonb_array_length(lanes) as lanes from races",
    );
    expect(rows).toEqual([{ growth_share: 5_000, growth_limit: 120_000, lanes: 2 }]);
  });

  it("makes a series of a race that comes again", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await upToThePreview(story);
    await story.alice.taps("Repeats: no");
    const done = await story.alice.taps("✅ Create the race");
    expect(plain(done.text)).toContain("✅ The series is created. Its first race:");
    const { rows } = await story.database.pool.query(
      "select rule->>'every' as every, rule->>'unit' as unit from race_series",
    );
    expect(rows).toEqual([{ every: "7", unit: "day" }]);
    expect(await races(story)).toHaveLength(1);
  });

  it("names what it cannot understand and goes on waiting", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await story.alice.sends("/newrace");
    expect(plain((await story.alice.sends("x".repeat(101))).text)).toMatch(
      /^⚠️ At most 100 characters, please\.\n\n🆕 New race/,
    );
    expect((await story.alice.sendsPhoto(Buffer.from("not a title"))).text).toBe(
      "Please answer with a text or one of the buttons. /cancel stops.",
    );
    await story.alice.sends("Race");
    expect(plain((await story.alice.sends("whenever")).text)).toContain("I cannot read this as a date");
    expect(plain((await story.alice.sends("2020-01-01")).text)).toContain("The start may be at most 31 days back.");
    await story.alice.taps("Next Monday, 00:00");
    expect(plain((await story.alice.sends("2020-01-01")).text)).toContain("The end must be after the start.");
    await story.alice.sends("2 weeks");
    for (const [words, problem] of [
      ["a lot", "“a” is not an amount"],
      ["100 50 75", "Rank 3 would get more than rank 2."],
      ["0", "The first prize must be more than 0."],
    ] as const) {
      expect(plain((await story.alice.sends(words)).text)).toContain(problem);
    }
    await story.alice.taps("Top 10");
    expect(plain((await story.alice.sends("0.05")).text)).toContain("some ranks would get nothing");
    await story.alice.sends("250");
    await story.alice.taps("✅ Create the race");
    expect(await races(story)).toMatchObject([{ title: "Race", status: "scheduled" }]);
  });

  it("is stopped by its button, by /cancel and by any other command, and saves nothing then", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    expect((await story.alice.sends("/cancel")).text).toBe("There is nothing to cancel.");
    await upToThePreview(story);
    expect((await story.alice.taps("✖️ Cancel")).text).toBe("Stopped. Nothing was saved.");
    await upToThePreview(story);
    const left = await story.alice.sends("/cancel");
    expect(left.text).toBe("Stopped. Nothing was saved.");
    // No button is left that could only say that the form is over.
    expect(left.edits.map(({ buttons }) => buttons)).toEqual([[]]);
    await story.alice.sends("/newrace");
    const other = await story.alice.sends("/race");
    expect(other.text).toContain("There is no race at the moment.");
    expect(other.edits.map(({ buttons }) => buttons)).toEqual([[]]);
    expect((await story.alice.sends("Title?")).text).toContain("I understand commands");
    expect(await races(story)).toEqual([]);
  });

  it("goes on after a restart in the middle, and counts a double press once", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await upToThePreview(story);
    await story.stopBots();
    await story.startBot();
    await story.alice.taps("Equal scores: share the prizes");
    const turn = await story.alice.tapsAtOnce("✅ Create the race", 3);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["This form is over.", "This form is over."]);
    expect(await races(story)).toMatchObject([{ title: "Weekly race", tie_rule: "first" }]);
  });

  it("expires after a quarter of an hour without an answer", async () => {
    const clock = forwardClock();
    await using story = await startStory({ context: { clock } });
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await story.alice.sends("/newrace");
    clock.forward(14 * MINUTE_MS);
    expect(plain((await story.alice.sends("Race")).text)).toContain("Step 2 of 4");
    clock.forward(15 * MINUTE_MS);
    const late = await story.alice.taps("Now");
    expect(late.toasts[0]?.text).toMatch(/^This form waited too long/);
    expect(late.edits.map(({ buttons }) => buttons)).toEqual([[]]);
    expect((await story.alice.sends("hello")).text).toContain("I understand commands");
  });

  it("does not play on a form that other code has begun", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await story.alice.sends("/newrace");
    await story.database.pool.query("update telegram_conversations set version = '0'");
    expect((await story.alice.sends("Race")).text).toMatch(/^This form waited too long or was replaced/);
  });

  it("ends when the role is taken away in the middle", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await upToThePreview(story);
    await dismiss(story, story.alice);
    expect((await story.alice.taps("✅ Create the race")).text).toBe("This needs a role that you do not have.");
    expect(await races(story)).toEqual([]);
  });

  it("is for people with the role, in their private chat", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "admin");
    const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [story.bruno] });
    await story.bruno.starts();
    expect((await story.bruno.sends("/newrace")).text).toBe("This needs a role that you do not have.");
    expect((await story.alice.in(group).sends("/newrace")).text).toBe(
      "Others would read along here: let us do this in the private chat.",
    );
  });

  it("begins from the administrators' menu too, in the message of the menu", async () => {
    await using story = await startStory({ players: 1 });
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await story.alice.sends("/admin");
    const turn = await story.alice.taps("🆕 New race");
    expect(turn.replies).toEqual([]);
    expect(plain(turn.text)).toContain("Step 1 of 4");
    expect(plain((await story.alice.sends("Race")).text)).toContain("Step 2 of 4");
    // A menu further up still works while the form waits, and leaves it.
    await story.alice.sends("/admin");
    expect(plain((await story.alice.taps("🏁 Races")).text)).toContain("There is no race yet.");
    expect((await story.alice.sends("Race")).text).toContain("I understand commands");
  });

  it("keeps two people's forms apart, and takes no answer from a group", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await appoint(story, story.bruno, "admin");
    const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [story.bruno] });
    await story.alice.starts();
    await story.bruno.starts();
    await story.alice.sends("/newrace");
    await story.bruno.sends("/newrace");
    expect((await story.bruno.in(group).sends("Not a title")).replies).toEqual([]);
    expect(plain((await story.bruno.sends("Bruno's race")).text)).toContain("Step 2 of 4");
    expect(plain((await story.alice.sends("Alice's race")).text)).toContain("Step 2 of 4");
    await story.alice.taps("Tomorrow, 00:00");
    await story.alice.taps("After 1 day");
    expect(plain((await story.alice.sends("10")).text)).toContain("🏁 Alice's race");
  });
});
