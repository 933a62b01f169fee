import { describe, expect, it } from "vitest";
import { scene } from "./_harness.js";

async function plain(url: string, init?: RequestInit): Promise<string> {
  const response = await fetch(url, init);
  const body = (await response.json()) as { description: string };
  return `${response.status} ${body.description}`;
}

describe("the way in", () => {
  it("refuses paths, tokens and methods in Telegram's words", async () => {
    await using s = await scene();
    const { apiRoot, token } = s.sandbox;
    expect(await plain(`${apiRoot}/botX`)).toBe("404 Not Found");
    expect(await plain(`${apiRoot}/bot12345/getMe`)).toBe("401 Unauthorized: invalid token specified");
    expect(await plain(`${apiRoot}/bot0123:abc/getMe`)).toBe("401 Unauthorized: invalid token specified");
    expect(await plain(`${apiRoot}/bot1:${"a".repeat(80)}/getMe`)).toBe("401 Unauthorized: invalid token specified");
    expect(await plain(`${apiRoot}/bot123:abc/getMe`)).toBe("401 Unauthorized");
    expect(await plain(`${apiRoot}/bot${token}/getMyMind`)).toBe("404 Not Found: method not found");
  });

  it("answers 501 for a method that exists and is not built", async () => {
    await using s = await scene();
    expect(await s.refusal("sendDice", { chat_id: 1 })).toBe("501 EMULATOR: sendDice is not implemented");
  });

  it("refuses parameters that the method does not have, or no longer has", async () => {
    await using s = await scene();
    expect(await s.refusal("sendMessage", { chat_id: 1, text: "x", colour: "red" })).toBe(
      '400 EMULATOR: sendMessage has no parameter "colour"',
    );
    expect(await s.refusal("sendMessage", { chat_id: 1, text: "x", reply_to_message_id: 4 })).toBe(
      '400 EMULATOR: sendMessage has no parameter "reply_to_message_id"',
    );
  });

  it("refuses unknown fields inside objects", async () => {
    await using s = await scene();
    const reply_markup = { inline_keyboard: [[{ text: "a", callback_data: "b", colour: "red" }]] };
    expect(await s.refusal("sendMessage", { chat_id: 1, text: "x", reply_markup })).toBe(
      '400 EMULATOR: "reply_markup.inline_keyboard[0][0]" has no field "colour"',
    );
  });

  it("takes method names in any case, and query, form, JSON and multipart alike", async () => {
    await using s = await scene();
    const { apiRoot, token, core } = s.sandbox;
    const alice = core.world.addUser({ firstName: "Alice", hasStarted: true });
    const url = `${apiRoot}/bot${token}/SENDmessage`;
    const form = new FormData();
    form.set("chat_id", String(alice.id));
    form.set("text", "multipart");
    await fetch(`${url}?chat_id=${alice.id}&text=query`);
    await fetch(url, { method: "POST", body: new URLSearchParams({ chat_id: String(alice.id), text: "form" }) });
    await fetch(url, { method: "POST", body: form });
    await s.call("sendMessage", { chat_id: String(alice.id), text: "json" });
    expect(s.stage.sent().map((one) => one.text)).toEqual(["query", "form", "multipart", "json"]);
  });

  it("decodes by the spec and not by the looks of a value", async () => {
    await using s = await scene();
    const alice = s.sandbox.core.world.addUser({ firstName: "Alice", hasStarted: true });
    for (const text of ["123", "true", "[x]", '{"a":1}', "null"]) {
      const query = new URLSearchParams({ chat_id: String(alice.id), text, disable_notification: "true" });
      await fetch(`${s.sandbox.apiRoot}/bot${s.sandbox.token}/sendMessage?${query.toString()}`);
    }
    expect(s.stage.sent().map((one) => one.text)).toEqual(["123", "true", "[x]", '{"a":1}', "null"]);
    expect(s.stage.sent().every((one) => one.message.isSilent)).toBe(true);
  });

  it("says so when JSON in a form cannot be read", async () => {
    await using s = await scene();
    const alice = s.sandbox.core.world.addUser({ firstName: "Alice", hasStarted: true });
    const query = new URLSearchParams({ chat_id: String(alice.id), text: "x", reply_markup: "{" });
    expect(await plain(`${s.sandbox.apiRoot}/bot${s.sandbox.token}/sendMessage?${query.toString()}`)).toBe(
      "400 Bad Request: can't parse reply keyboard markup JSON object",
    );
  });
});
