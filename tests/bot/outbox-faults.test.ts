import { expect, it } from "vitest";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { knownGroup, outboxIsQuiet, outboxStates, saidIn, textOf } from "./_outbox.js";
import { startStory } from "./_story.js";
import { until } from "../_until.js";

const said = (chatId: number, key: string, text: string) => ({
  dedupeKey: key,
  chatId,
  kind: "group_announcement",
  payload: { text },
});

it("a pause that Telegram asks for in one group keeps that group waiting and no other", async () => {
  await using story = await startStory();
  const slow = await knownGroup(story, "Slow");
  const others = [await knownGroup(story, "One"), await knownGroup(story, "Two"), await knownGroup(story, "Three")];
  story.sandbox.fails({
    method: "sendMessage",
    chatId: slow.id,
    fault: { kind: "error", code: 429, description: "Too Many Requests: retry after 3", retryAfterS: 3 },
  });
  const startMs = performance.now();
  await enqueueMessages(
    story.database.pool,
    story.context.clock.now(),
    [slow, ...others].map(({ id }) => said(id, `say:${id}`, "hello")),
  );
  await until("the others have theirs", () => others.every((group) => saidIn(story, group.chat).length === 1), 2_900);
  expect(saidIn(story, slow.chat)).toEqual([]);
  await until("the slow one has its own", () => saidIn(story, slow.chat).length === 1);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(3_000);
  await outboxIsQuiet(story);
  expect(Object.values(await outboxStates(story, "say:"))).toEqual(["sent", "sent", "sent", "sent"]);
});

it("fifty lost answers lose nothing, repeat nothing, and are listed for an operator", async () => {
  await using story = await startStory();
  const group = await knownGroup(story, "Lounge");
  const chats = Array.from({ length: 50 }, (_, index) => {
    const each = story.stage.group({ title: `Group ${index}`, owner: story.alice });
    return each;
  });
  story.sandbox.fails({ method: "sendMessage", times: 50, fault: { kind: "lost" } });
  await enqueueMessages(
    story.database.pool,
    story.context.clock.now(),
    chats.map(({ id }) => said(id, `say:${id}`, "hello")),
  );
  await until(
    "all were tried",
    async () => Object.values(await outboxStates(story, "say:")).every((s) => s === "ambiguous"),
    30_000,
  );
  expect(chats.map(({ chat }) => saidIn(story, chat).length)).toEqual(chats.map(() => 1));
  // A restart sends none of them again, and what comes afterwards is not held up.
  await story.stopBots();
  await story.startBot();
  await enqueueMessages(story.database.pool, story.context.clock.now(), [said(group.id, "say:after", "after")]);
  await outboxIsQuiet(story);
  expect(saidIn(story, group.chat).map(textOf)).toEqual(["📣 after"]);
  expect(chats.every(({ chat }) => saidIn(story, chat).length === 1)).toBe(true);
});
