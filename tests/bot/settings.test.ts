import { describe, expect, it } from "vitest";
import type { Group } from "../../sandbox/telegram/actors/group.js";
import { plain, startStory, type Story, targets } from "./_story.js";

function lounge(story: Story, bot: "member" | "administrator" = "administrator"): Group {
  return story.stage.group({ title: "Test Lounge", owner: story.alice, members: [story.bruno, story.chidi], bot });
}

async function settingsOf(story: Story, group: Group): Promise<unknown> {
  const { rows } = await story.database.pool.query(
    `select s.live_board, c.language from telegram_chats c
     left join telegram_group_settings s on s.chat_id = c.id where c.id = $1`,
    [group.id],
  );
  return rows[0];
}

describe("/settings in private", () => {
  it("changes the language of the person, in the message and from then on", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    const shown = await story.alice.sends("/settings");
    expect(shown.text).toContain("In which language shall I speak to you?");
    expect(shown.replies[0]?.buttons).toEqual([
      ["• As in Telegram"],
      ["English", "Deutsch"],
      ["🔔 Messages from me"],
      ["🌙 Quiet hours"],
      ["🕶 Privacy"],
      ["🛡 Limits and breaks"],
      ["🗑 Delete my data"],
    ]);
    const german = await story.alice.taps("Deutsch");
    expect(german.text).toContain("In welcher Sprache soll ich antworten?");
    expect(german.edits[0]?.buttons.slice(0, 2)).toEqual([["Wie in Telegram"], ["English", "• Deutsch"]]);
    expect((await story.alice.sends("/cancel")).text).toBe("Es gibt nichts abzubrechen.");
    await story.alice.taps("Wie in Telegram");
    expect((await story.alice.sends("/cancel")).text).toBe("There is nothing to cancel.");
  });

  it("says so when the choice is made already", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    await story.alice.sends("/settings");
    const turn = await story.alice.taps("• As in Telegram");
    expect(turn.edits).toEqual([]);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["Up to date"]);
  });

  it("survives a restart of the bot between showing and pressing", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    await story.alice.sends("/settings");
    await story.stopBots();
    await story.startBot();
    expect((await story.alice.taps("Deutsch")).text).toContain("Einstellungen");
  });
});

describe("the pages of /settings", () => {
  async function stored(story: Story): Promise<Record<string, unknown>> {
    const { rows } = await story.database.pool.query<{ settings: Record<string, unknown> }>(
      "select settings from telegram_users where id = $1",
      [story.alice.id],
    );
    return rows[0]?.settings ?? {};
  }

  it("switch messages, quiet hours and the public name, and lead back", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    await story.alice.sends("/settings");
    await story.alice.taps("🔔 Messages from me");
    const turn = await story.alice.taps("⬜ News of the community");
    expect(turn.edits[0]?.buttons.flat()).toContain("✅ News of the community");
    await story.alice.taps("‹ Back");
    await story.alice.taps("🌙 Quiet hours");
    await story.alice.taps("22:00 – 07:00");
    await story.alice.taps("‹ Back");
    await story.alice.taps("🕶 Privacy");
    expect((await story.alice.taps("Hidden")).edits[0]?.buttons.flat()).toContain("• Hidden");
    const back = await story.alice.taps("‹ Back");
    expect(back.edits[0]?.buttons.flat()).toContain("🔔 Messages from me");
    expect(await stored(story)).toEqual({
      notifications: { news: true },
      quietHours: { from: "22:00", to: "07:00" },
      nameDisplay: "hidden",
    });
  });

  it("begin a break only after a second press", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    await story.alice.sends("/settings");
    await story.alice.taps("🛡 Limits and breaks");
    const asked = await story.alice.taps("Break of 7 days");
    expect(asked.text).toContain("You cannot shorten it yourself. Begin it now?");
    const { rows: none } = await story.database.pool.query("select 1 from race_exclusions");
    expect(none).toEqual([]);
    const begun = await story.alice.taps("Yes, begin: Break of 7 days");
    expect(begun.text).toContain("You are on a break until");
    const { rows } = await story.database.pool.query<{ days: number }>(
      "select round(extract(epoch from until - created_at) / 86400)::int as days from race_exclusions",
    );
    expect(rows).toEqual([{ days: 7 }]);
  });

  it("forget a person who presses twice", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    await story.alice.sends("/settings");
    expect((await story.alice.taps("🗑 Delete my data")).text).toContain("This cannot be undone.");
    const turn = await story.alice.taps("🗑 Yes, delete everything");
    expect(turn.text).toBe("Your data is deleted. /start begins anew.");
    expect(turn.edits[0]?.buttons).toEqual([]);
    const { rows } = await story.database.pool.query<{ erased: boolean }>(
      "select erased_at is not null as erased from telegram_users where id = $1",
      [story.alice.id],
    );
    expect(rows).toEqual([{ erased: true }]);
  });
});

describe("/setup", () => {
  it("leads administrators of a group to its settings in private", async () => {
    await using story = await startStory({ players: 1 });
    const group = lounge(story);
    const turn = await story.alice.in(group).sends("/setup");
    const link = targets(turn.replies[0])["⚙️ Set up"]!;
    expect(link).toBe(`https://t.me/${story.sandbox.botUsername}?start=v1_setup_${group.id}`);
    await story.alice.starts(`v1_setup_${group.id}`);
    const menu = story.alice.newest;
    expect(plain(menu.text)).toContain("⚙️ Test Lounge");
    expect(menu.buttons).toEqual([
      ["⬜ Pinned live board"],
      ["✅ Starts, last hours and results"],
      ["✅ Digest of the paid places"],
      ["⬜ At night (22–8) without a sound"],
      ["⬜ Personal answers seen by one person only"],
      ["Language: of each person"],
    ]);
  });

  it("is refused to members, in the group and through a link they made up", async () => {
    await using story = await startStory({ players: 1 });
    const group = lounge(story);
    expect((await story.bruno.in(group).sends("/setup")).text).toBe("Only administrators of the group can do this.");
    await story.bruno.in(group).sends("/race");
    const turn = await story.bruno.starts(`v1_setup_${group.id}`);
    expect(turn.text).toBe("I know no such group in which you are an administrator and I am a member.");
  });

  it("is refused for groups the bot is not in", async () => {
    await using story = await startStory({ players: 1 });
    story.sandbox.expectRefusal({ method: "getChatMember", description: "chat not found" });
    const turn = await story.alice.starts("v1_setup_-1001234567890");
    expect(turn.text).toContain("I know no such group");
  });

  it("is open to anonymous administrators", async () => {
    await using story = await startStory({ players: 1 });
    const group = lounge(story);
    story.alice.becomesAnonymous(group);
    const turn = await story.alice.in(group).sends("/setup");
    expect(targets(turn.replies[0])["⚙️ Set up"]).toContain("v1_setup_");
  });

  it("sets what a button says, and shows it", async () => {
    await using story = await startStory({ players: 1 });
    const group = lounge(story);
    await story.alice.in(group).sends("/setup");
    await story.alice.starts(`v1_setup_${group.id}`);
    const turn = await story.alice.taps("⬜ Pinned live board");
    expect(turn.edits[0]?.buttons[0]).toEqual(["✅ Pinned live board"]);
    await story.alice.taps("Language: of each person");
    await story.alice.taps("Language: English");
    expect(await settingsOf(story, group)).toEqual({ live_board: true, language: "de" });
    const { rows } = await story.database.pool.query(
      "select actor, subject, detail from audit_log order by id limit 1",
    );
    expect(rows).toEqual([
      { actor: `user:${story.alice.id}`, subject: `chat:${group.id}`, detail: { liveBoard: true } },
    ]);
    expect((await story.bruno.in(group).sends("/race")).text).toContain("Zurzeit läuft kein Rennen.");
    const last = await story.alice.taps("Language: Deutsch");
    expect(last.edits[0]?.buttons.at(-1)).toEqual(["Language: of each person"]);
  });

  it("refuses a press of somebody who is no administrator any more", async () => {
    await using story = await startStory({ players: 1 });
    const group = lounge(story);
    await story.alice.promotes(story.bruno, group);
    await story.bruno.in(group).sends("/setup");
    await story.bruno.starts(`v1_setup_${group.id}`);
    await story.alice.demotes(story.bruno, group);
    const turn = await story.bruno.taps("⬜ Pinned live board");
    expect(turn.edits).toEqual([]);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["Only administrators of the group can do this."]);
    expect(await settingsOf(story, group)).toMatchObject({ live_board: null });
  });

  it("shows how things are when another administrator was quicker", async () => {
    await using story = await startStory({ players: 1 });
    const group = lounge(story);
    await story.alice.in(group).sends("/setup");
    await story.alice.starts(`v1_setup_${group.id}`);
    await story.database.pool.query("insert into telegram_group_settings (chat_id, live_board) values ($1, true)", [
      group.id,
    ]);
    const turn = await story.alice.taps("⬜ Pinned live board");
    expect(turn.toasts[0]?.text).toBe("The settings have changed meanwhile; this is how they are now.");
    expect(turn.edits[0]?.buttons[0]).toEqual(["✅ Pinned live board"]);
    expect(await settingsOf(story, group)).toMatchObject({ live_board: true });
  });

  it("explains itself in a private chat", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    expect((await story.alice.sends("/setup")).text).toBe("Add me to a group, then send /setup there.");
  });
});
