import { describe, expect, it } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { createSource } from "../../core/sources/create-source.js";
import { outboxIsQuiet, textOf } from "./_outbox.js";
import { appoint, dismiss } from "./_staff.js";
import { plain, startStory, type Story } from "./_story.js";

const HOUR_MS = 3_600_000;

/** A race that ended a minute ago and waits for its result. */
async function endedRace(story: Story) {
  const now = story.context.clock.now().getTime();
  return story.race({
    startsAt: new Date(now - HOUR_MS).toISOString(),
    endsAt: new Date(now - 30_000).toISOString(),
    graceMinutes: 60,
  });
}

async function value(story: Story, query: string): Promise<unknown> {
  const { rows } = await story.database.pool.query<Record<string, unknown>>(query);
  return Object.values(rows[0] ?? {})[0];
}

describe("/admin", () => {
  it("shows each role its own entries and lists its commands", async () => {
    await using story = await startStory({ players: 1 });
    await appoint(story, story.alice, "owner");
    await appoint(story, story.bruno, "finance");
    await story.alice.starts();
    await story.bruno.starts();
    const owner = await story.alice.sends("/admin");
    expect(plain(owner.text)).toBe("🛠 Administration\nOwner\n\n✅ Nothing waits for you.");
    expect(owner.replies[0]?.buttons).toEqual([
      ["🏁 Races", "🆕 New race"],
      ["⚖️ Settle", "💸 Payouts"],
      ["🔗 Links", "📣 Cases"],
      ["⭐ Rewards", "📡 Sources"],
    ]);
    const finance = await story.bruno.sends("/admin");
    expect(finance.replies[0]?.buttons).toEqual([["🏁 Races", "💸 Payouts"], ["⭐ Rewards"]]);
    const lists = story.calls("setMyCommands").map((call) => JSON.stringify(call.params));
    const ofBruno = lists.find((list) => list.includes(`"chat_id":${story.bruno.id}`)) ?? "";
    expect(ofBruno).toContain('"payouts"');
    expect(ofBruno).not.toContain('"newrace"');
    expect(ofBruno).toContain('"race"');
  });

  it("is refused to everybody else, also on a button that somebody still has", async () => {
    await using story = await startStory({ players: 1 });
    await appoint(story, story.alice, "admin");
    await story.alice.starts();
    await story.bruno.starts();
    expect((await story.bruno.sends("/admin")).text).toBe("This needs a role that you do not have.");
    await story.alice.sends("/admin");
    await dismiss(story, story.alice);
    const turn = await story.alice.taps("🏁 Races");
    expect(turn.edits.map(({ text }) => text)).not.toContain("🏁 Races");
    expect(turn.toasts).toHaveLength(1);
  });

  it("gives no rights to a user name: they go by the number", async () => {
    await using story = await startStory({ players: 1 });
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await story.bruno.starts();
    const name = story.alice.user.username;
    story.alice.user.username = "somebody_else";
    story.bruno.user.username = name ?? "alice_before";
    expect((await story.bruno.sends("/admin")).text).toBe("This needs a role that you do not have.");
    expect((await story.alice.sends("/admin")).text).toContain("Administration");
  });
});

describe("/races", () => {
  it("lists races, opens one, and goes back to the menu in the same message", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.race();
    await story.alice.starts();
    const list = await story.alice.sends("/races");
    expect(plain(list.text)).toMatch(/^🏁 Races\n\n🟢 November Race · \$175\.00\nLive · Ends /);
    const race = await story.alice.taps("🟢 November Race");
    expect(race.replies).toEqual([]);
    expect(race.edits[0]?.buttons.flat()).toEqual([
      "⏹ End now",
      "⏩ Extend",
      "🔮 Prediction game",
      "🚫 Cancel the race",
      "🔄 Refresh",
      "📊 Open full board",
      "‹ Races",
    ]);
    await story.alice.taps("‹ Races");
    const menu = await story.alice.taps("☰ Menu");
    expect(plain(menu.text)).toContain("🛠 Administration");
    expect(plain((await story.alice.taps("⚖️ Settle")).text)).toContain("No race waits for its result.");
  });

  it("cancels a race after a reason and a second look", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    const race = await story.race();
    await story.alice.starts();
    await story.alice.sends("/races");
    await story.alice.taps("🟢 November Race");
    expect(plain((await story.alice.taps("🚫 Cancel the race")).text)).toContain("Why is the race cancelled?");
    expect(plain((await story.alice.sends("no")).text)).toMatch(/^⚠️ At least 3 characters, please\./);
    const sure = await story.alice.sends("The source was wrong <all> week");
    expect(plain(sure.text)).toContain("The source was wrong <all> week");
    expect(await value(story, "select status from races")).toBe("live");
    const done = await story.alice.taps("🚫 Cancel it for good");
    expect(plain(done.text)).toMatch(/^✅ Done\.\n\n🏁 November Race\nCancelled/);
    expect(await value(story, "select void_reason from races")).toBe("The source was wrong <all> week");
    expect(await value(story, "select action || ' ' || subject from audit_log")).toBe(`race.void race:${race}`);
    expect(await value(story, "select request_id from audit_log"), "found in the log by it").toMatch(/^update-\d+$/);
  });

  it("shows a draft to nobody else, publishes it once it does not end in the past, and discards another unseen", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    const now = story.context.clock.now().getTime();
    const window = { startsAt: new Date(now - HOUR_MS).toISOString(), endsAt: new Date(now - 1_000).toISOString() };
    const input = { title: "Secret Race", prizes: ["10.00"], ...window };
    await createRace(story.context, input, "test", { isDraft: true });
    await story.alice.starts();
    await story.bruno.starts();
    expect((await story.bruno.sends("/race")).text).not.toContain("Secret");
    expect(plain((await story.alice.sends("/races")).text)).toContain("✏️ Secret Race");
    const draft = await story.alice.taps("✏️ Secret Race");
    expect(draft.edits[0]?.buttons.flat()).toEqual(["📢 Publish", "🚫 Discard the draft", "🔄 Refresh", "‹ Races"]);
    expect(plain((await story.alice.taps("📢 Publish")).text)).toMatch(/^ℹ️ Its end is past/);
    await story.database.pool.query("update races set ends_at = ends_at + interval '1 day'");
    expect(plain((await story.alice.taps("📢 Publish")).text)).toMatch(/^✅ Done\.\n\n🏁 Secret Race\nLive/);
    expect((await story.bruno.sends("/race")).text).toContain("Secret Race");

    await createRace(story.context, { ...input, title: "Never Run" }, "test", { isDraft: true });
    await story.alice.sends("/races");
    await story.alice.taps("✏️ Never Run");
    expect(plain((await story.alice.taps("🚫 Discard the draft")).text)).toContain(
      "Only administrators read the reason.",
    );
    await story.alice.sends("Not this month");
    expect(plain((await story.alice.taps("🚫 Discard it for good")).text)).toContain("Never Run\nCancelled");
    const { rows } = await story.database.pool.query("select action from audit_log order by id");
    expect(rows).toEqual([{ action: "race.publish" }, { action: "race.void" }]);
  });

  it("extends and ends a race, each with a public reason", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "admin");
    await story.race();
    await story.alice.starts();
    await story.alice.sends("/races");
    await story.alice.taps("🟢 November Race");
    await story.alice.taps("⏩ Extend");
    await story.alice.taps("After 1 day");
    await story.alice.sends("The casino was down");
    expect(await value(story, "select round(extract(epoch from ends_at - starts_at) / 3600)::int from races")).toBe(26);
    await story.alice.taps("⏹ End now");
    await story.alice.sends("Enough for today");
    const done = await story.alice.taps("⏹ End it now");
    expect(plain(done.text)).toContain("Ended, being counted");
    expect(done.edits[0]?.buttons.flat()).toContain("⚖️ Check and settle");
  });

  it("tells politely that somebody else was quicker", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.race();
    await story.alice.starts();
    await story.alice.sends("/races");
    await story.alice.taps("🟢 November Race");
    await story.alice.taps("⏩ Extend");
    await story.alice.taps("After 1 day");
    await story.database.pool.query("update races set status = 'void', void_reason = 'by another'");
    const turn = await story.alice.sends("The casino was down");
    expect(plain(turn.text)).toMatch(/^⚠️ This is not possible any more: it has changed meanwhile\./);
    expect(turn.replies).toHaveLength(1);
  });
});

describe("/settle and /payouts", () => {
  it("settles with flags in view, makes final, and moves a prize from its claim to its reference", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await endedRace(story);
    await story.link(story.bruno, 1);
    await story.alice.starts();
    await story.bruno.starts();
    await story.alice.sends("/settle");
    const panel = await story.alice.taps("⏳ November Race");
    expect(plain(panel.text)).toContain("12 players · Wagered $7,819.50");
    expect(plain(panel.text)).toContain("🚩 Worth a look");
    const settled = await story.alice.taps(/^✅ Settle/);
    expect(plain(settled.text)).toMatch(/^ℹ️ Settled: result version 1 with 12 players\. It is provisional now\./);
    await story.alice.taps("⚖️ Check and make final");
    const final = await story.alice.taps("🔒 Make final");
    expect(plain(final.text)).toMatch(/^ℹ️ The result is final\. 3 prizes are owed\./);

    expect(plain((await story.bruno.sends("/prizes")).text)).toContain(
      "🎁 $100.00 · to be claimed\nRank 1, November Race",
    );
    await story.bruno.taps(/^🎁 \$100\.00 · .*November Race/);
    await story.bruno.taps("🎁 Claim");
    await story.bruno.sends("my <wallet> 0xAB");
    const claimed = await story.bruno.taps("🎁 Claim with this address");
    expect(plain(claimed.text)).toMatch(/^✅ Claimed\. I tell you as soon as it is paid\./);
    expect(plain(claimed.text)).toContain("To: my <wallet> 0xAB");

    await story.alice.sends("/payouts");
    await story.alice.taps(/^🙋 #1 .*\$100\.00/);
    expect(plain((await story.alice.taps("👍 Approve")).text)).toMatch(/^✅ Done\./);
    await story.alice.taps("💸 I have paid it");
    expect(plain((await story.alice.sends("tx-4711")).text)).toContain("Reference: tx-4711");
    await story.bruno.sends("/prizes");
    await story.bruno.taps(/^💸 \$100\.00 · .*November Race/);
    const received = await story.bruno.taps("✅ It has arrived");
    expect(plain(received.text)).toContain("$100.00 · received");
    expect(await value(story, "select string_agg(action, ' ' order by id) from audit_log")).toBe(
      "race.settle race.finalize payout.approve payout.pay",
    );
  });

  it("explains the two-person rule to the one who made the prize payable, and lets the second person approve", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await appoint(story, story.chidi, "finance");
    await endedRace(story);
    await story.link(story.bruno, 1);
    await story.alice.starts();
    await story.bruno.starts();
    await story.chidi.starts();
    await story.alice.sends("/settle");
    await story.alice.taps("⏳ November Race");
    await story.alice.taps(/^✅ Settle/);
    await story.alice.taps("⚖️ Check and make final");
    await story.alice.taps("🔒 Make final");
    await story.bruno.starts("v1_prizes_chat");
    await story.bruno.taps(/^🎁 \$100\.00 · .*November Race/);
    await story.bruno.taps("🎁 Claim");
    await story.bruno.sends("casino account");
    await story.bruno.taps("🎁 Claim with this address");
    await story.alice.sends("/payouts");
    await story.alice.taps(/^🙋 #1/);
    expect(plain((await story.alice.taps("👍 Approve")).text)).toContain("so a second person has to approve it");
    expect(await value(story, "select state from payouts order by rank limit 1")).toBe("claimed");
    await story.chidi.sends("/payouts");
    await story.chidi.taps(/^🙋 #1/);
    await story.chidi.taps("👍 Approve");
    await story.chidi.taps("❗ Turn down or failed");
    const failed = await story.chidi.sends("The wallet does not exist");
    expect(plain(failed.text)).toContain("$100.00 · failed");
    expect(await value(story, "select state from payouts order by rank limit 1")).toBe("failed");
  });

  it("takes a player's doubts, keeps the race from closing by itself, and answers him", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "moderator");
    await appoint(story, story.chidi, "owner");
    await endedRace(story);
    await story.link(story.bruno, 2);
    for (const person of [story.alice, story.bruno, story.chidi]) await person.starts();
    await story.chidi.sends("/settle");
    await story.chidi.taps("⏳ November Race");
    await story.chidi.taps(/^✅ Settle/);
    await outboxIsQuiet(story);
    await story.bruno.sends("/race");
    await story.bruno.taps("📣 Something is wrong");
    const opened = await story.bruno.sends("My last <wager> is missing");
    expect(plain(opened.text)).toMatch(/^✅ Your case is open\./);
    await story.bruno.taps("📣 Something is wrong");
    expect(plain((await story.bruno.sends("Once more")).text)).toMatch(
      /^⚠️ You have an open case about this race already\./,
    );
    await story.chidi.sends("/race");
    await story.chidi.taps("📣 Something is wrong");
    expect(plain((await story.chidi.sends("Me too")).text)).toMatch(/^⚠️ Link your casino account first/);

    await story.chidi.sends("/settle");
    const blocked = await story.chidi.taps("⚖️ November Race");
    expect(plain(blocked.text)).toMatch(/1 open case[^]*Decide it first/);
    expect(plain(blocked.text)).not.toContain("Nothing stands against it");
    expect(blocked.edits.at(-1)?.buttons.flat()).toContain("📣 Open cases");
    expect(blocked.edits.at(-1)?.buttons.flat()).not.toContain("🔒 Make final");

    expect(plain((await story.alice.sends("/admin")).text)).toContain("📣 1 case to answer");
    await story.alice.taps("📣 Cases");
    const panel = await story.alice.taps(/My last <wager> is missing/);
    expect(plain(panel.text)).toContain("In the result: #2 · $1,102.75 · 1 entry");
    await story.alice.taps("✖️ Reject");
    expect(plain((await story.alice.sends("It came after the end of the race")).text)).toContain("rejected");
    expect(await value(story, "select answer from disputes")).toBe("It came after the end of the race");
    await outboxIsQuiet(story);
    expect(plain(textOf(story.bruno.newest.message))).toBe(
      "✖️ Your case about November Race was looked at and not accepted.\nIt came after the end of the race",
    );
  });
});

describe("/sources", () => {
  it("shows the age of the data and the use of secrets, and replays a dead letter", async () => {
    await using story = await startStory();
    await createSource(story.context, { slug: "quiet", name: "Quiet Casino", mode: "events" });
    await story.database.pool.query(
      `insert into dead_letters (source_id, delivery_id, endpoint, headers, body, reason)
       values ($1, 'd1', 'event', '{}', convert_to($2, 'UTF8'), 'invalid_event')`,
      [
        story.source,
        JSON.stringify({
          type: "wager.settled",
          timestamp: new Date().toISOString(),
          data: {
            wager_id: "w1",
            player_id: "U1",
            amount: "1.00",
            occurred_at: new Date(Date.now() - 60_000).toISOString(),
          },
        }),
      ],
    );
    await appoint(story, story.alice, "admin");
    await story.alice.starts();
    const panel = plain((await story.alice.sends("/sources")).text);
    expect(panel).toContain("🔴 casino · single wagers\nNothing has come yet.\n✉️ 1 dead letter");
    expect(panel).toContain("🔴 Quiet Casino");
    expect(plain((await story.alice.taps("🔴 Quiet Casino")).text)).toContain("🔑 Secret: never used");
    await story.alice.taps("‹ Sources");
    await story.alice.taps("✉️ Dead letters");
    expect(plain((await story.alice.taps("casino: A field is missing or wrong")).text)).toContain('"wager_id":"w1"');
    expect(plain((await story.alice.taps("🔁 Replay")).text)).toMatch(/^ℹ️ Replayed: it is applied now\./);
    expect(await value(story, "select state from dead_letters")).toBe("replayed");
  });
});
