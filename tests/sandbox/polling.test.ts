import { describe, expect, it } from "vitest";
import { play, scene } from "./_harness.js";

describe("long polling", () => {
  it("lets a grammY bot answer a person", async () => {
    await using stagePlay = await play((bot) => {
      bot.command("start", (ctx) => ctx.reply(`Welcome, payload ${ctx.match}`));
      bot.on("message:text", (ctx) => ctx.reply(`You said ${ctx.message.text}`));
    });
    const alice = stagePlay.stage.person({ firstName: "Alice" });
    expect((await alice.starts("v1_race_1")).text).toBe("Welcome, payload v1_race_1");
    const turn = await alice.sends("hello");
    expect(turn.replies.map((reply) => reply.text)).toEqual(["You said hello"]);
  });

  it("confirms everything below the offset and repeats the rest", async () => {
    await using s = await scene();
    const alice = s.sandbox.core.world.addUser({ firstName: "Alice", hasStarted: true });
    const { sendText } = await import("../../sandbox/telegram/people/chatting.js");
    for (const text of ["one", "two", "three"]) sendText(s.sandbox.core, alice.id, alice.id, text);
    const first = (await s.call("getUpdates", { limit: 2 })).body.result as { update_id: number }[];
    expect(first).toHaveLength(2);
    const again = (await s.call("getUpdates", {})).body.result as { update_id: number }[];
    expect(again.map((one) => one.update_id)).toEqual([310_000_001, 310_000_002, 310_000_003]);
    const rest = (await s.call("getUpdates", { offset: 310_000_003 })).body.result as { update_id: number }[];
    expect(rest.map((one) => one.update_id)).toEqual([310_000_003]);
    expect(s.sandbox.core.updates.pending()).toHaveLength(1);
  });

  it("counts a negative offset from the end and forgets the rest", async () => {
    await using s = await scene();
    const alice = s.sandbox.core.world.addUser({ firstName: "Alice", hasStarted: true });
    const { sendText } = await import("../../sandbox/telegram/people/chatting.js");
    for (const text of ["one", "two", "three"]) sendText(s.sandbox.core, alice.id, alice.id, text);
    const last = (await s.call("getUpdates", { offset: -1 })).body.result as { update_id: number }[];
    expect(last.map((one) => one.update_id)).toEqual([310_000_003]);
    expect(s.sandbox.core.updates.pending()).toHaveLength(1);
  });

  it("throws the older of two pollers out with a 409", async () => {
    await using s = await scene();
    const older = s.call("getUpdates", { timeout: 30 });
    await s.stage.until("the first poller waits", () => s.sandbox.core.polling.isPolled);
    const newer = s.call("getUpdates", { timeout: 30 });
    expect((await older).body).toEqual({
      ok: false,
      error_code: 409,
      description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    });
    s.sandbox.core.polling.stop();
    expect((await newer).body.result).toEqual([]);
  });

  it("does not count a poller whose socket is gone", async () => {
    await using s = await scene();
    const leaving = new AbortController();
    const gone = fetch(`${s.sandbox.apiRoot}/bot${s.sandbox.token}/getUpdates?timeout=30`, { signal: leaving.signal });
    const ended = gone.catch((error: unknown) => (error instanceof Error ? error.name : "unknown"));
    await s.stage.until("the first poller waits", () => s.sandbox.core.polling.isPolled);
    leaving.abort();
    expect(await ended).toBe("AbortError");
    await s.stage.until("its socket is gone", () => !s.sandbox.core.polling.isPolled, 2_000);
    expect(await s.refusal("getUpdates", {})).toBe("ok");
    expect(s.sandbox.core.journal.since().filter((entry) => entry.kind === "call")).toEqual([]);
  });

  it("sends no membership or reaction updates unless they were asked for, and remembers the list", async () => {
    await using s = await scene();
    const { stage } = s;
    const alice = stage.person({ firstName: "Alice" });
    const bruno = stage.person({ firstName: "Bruno" });
    const group = stage.group({ title: "Lounge", owner: alice });
    const { joinGroup } = await import("../../sandbox/telegram/people/groups.js");
    joinGroup(s.sandbox.core, group.chat, bruno.id);
    const kinds = () => stage.updates().map((update) => Object.keys(update)[1]);
    expect(kinds()).toEqual(["message"]);
    await s.call("getUpdates", { allowed_updates: ["chat_member"] });
    await s.call("getUpdates", {});
    const chidi = stage.person({ firstName: "Chidi" });
    joinGroup(s.sandbox.core, group.chat, chidi.id);
    expect(kinds()).toEqual(["message", "chat_member"]);
  });

  it("never repeats numbers of an earlier run on real time, as the bot keeps its database", async () => {
    const { startSandboxTelegram } = await import("../../sandbox/telegram/sandbox.js");
    const { startBot } = await import("../../sandbox/telegram/people/starting.js");
    const numbers = async () => {
      await using sandbox = await startSandboxTelegram({ seedDemo: true });
      const message = startBot(sandbox.core, 200_001);
      return [sandbox.core.updates.pending()[0]?.update.update_id ?? 0, message.id];
    };
    const sixYearsOfSeconds = 190_000_000;
    const [update = 0, message = 0] = await numbers();
    expect(update).toBeGreaterThan(4 * sixYearsOfSeconds);
    expect(update).toBeLessThan(2 ** 31);
    expect(message).toBeGreaterThan(sixYearsOfSeconds);
  });

  it("drops updates that are too old without a word", async () => {
    await using s = await scene();
    const alice = s.sandbox.core.world.addUser({ firstName: "Alice", hasStarted: true });
    const { sendText } = await import("../../sandbox/telegram/people/chatting.js");
    sendText(s.sandbox.core, alice.id, alice.id, "hello");
    s.clock.advance(24 * 3_600_000);
    expect((await s.call("getUpdates", {})).body.result).toEqual([]);
  });
});
