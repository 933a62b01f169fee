import { expect, it } from "vitest";
import { banPerson } from "../../core/access/ban.js";
import { telegramUserId } from "../../wire/ids.js";
import { startStory } from "./_story.js";

const BANNED = "This account has been banned here. Ask an administrator.";

it("somebody who is banned is told so in private, and gets nothing anywhere until he is let in again", async () => {
  await using story = await startStory();
  const { bruno } = story;
  await story.race();
  await bruno.starts();
  await bruno.sends("/race");
  const group = story.stage.group({ title: "Lounge", owner: story.alice, members: [bruno] });
  await banPerson(story.context, telegramUserId(bruno.id), { reason: "several accounts" }, "test");

  expect((await bruno.taps("🔄 Refresh")).toasts.map(({ text }) => text)).toEqual([BANNED]);
  expect((await bruno.sends("/link")).text).toBe(BANNED);
  expect((await bruno.starts()).text).toBe(BANNED);
  expect((await bruno.in(group).sends("/race")).replies, "a group is not told who is banned").toEqual([]);
  expect((await story.alice.in(group).sends("/race")).text).toContain("November Race");

  await story.database.pool.query("update telegram_users set banned_at = null where id = $1", [bruno.id]);
  expect((await bruno.sends("/race")).text).toContain("November Race");
});
