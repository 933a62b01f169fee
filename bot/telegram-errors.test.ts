import { Bot, BotError, GrammyError, HttpError } from "grammy";
import { describe, expect, it } from "vitest";
import { errorSummary, isNotModified, safeError, telegramFault } from "./telegram-errors.js";

const TOKEN = "7000000001:AAF-test_token_for_vectors_only_000000000";

function refusal(code: number, description: string, parameters = {}): GrammyError {
  const answer = { ok: false as const, error_code: code, description, parameters };
  return new GrammyError("Call to 'sendMessage' failed!", answer, "sendMessage", { text: "secret text", chat_id: 1 });
}

/** What a real failed call throws: node-fetch puts the URL, and with it the token, into the message. */
async function networkError(): Promise<unknown> {
  const bot = new Bot(TOKEN, { client: { apiRoot: "http://127.0.0.1:1" } });
  return bot.api.getMe().then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("safeError", () => {
  it("keeps the token out, wherever grammY puts it", async () => {
    const thrown = await networkError();
    expect(thrown).toBeInstanceOf(HttpError);
    // The control: the raw error does carry it.
    expect(thrown instanceof HttpError && String(thrown.error)).toContain(TOKEN);
    expect(JSON.stringify(safeError(thrown))).not.toContain(TOKEN.split(":")[1]);
  });

  it("unwraps the handler's error and leaves context and payload behind", () => {
    const bot = new Bot(TOKEN);
    const wrapped = new BotError(refusal(400, "Bad Request: chat not found"), { api: bot.api } as never);
    const text = JSON.stringify(safeError(wrapped));
    expect(text).toContain("chat not found");
    expect(text).toContain("sendMessage");
    expect(text).not.toContain("secret text");
    expect(text).not.toContain(TOKEN);
  });

  it("follows causes two levels deep", () => {
    const deep = new Error("0", { cause: new Error("1", { cause: new Error("2", { cause: new Error("3") }) }) });
    const safe = safeError(deep);
    expect(safe.cause?.cause?.message).toBe("2");
    expect(safe.cause?.cause?.cause).toBeUndefined();
  });

  it("describes what is not even an error", () => {
    expect(safeError(`boom ${TOKEN}`).message).toBe("boom <bot token>");
  });
});

describe("errorSummary", () => {
  it("fits a column and tells method, code and description", () => {
    expect(errorSummary(refusal(400, "Bad Request: message is too long"))).toBe(
      "GrammyError sendMessage 400 Bad Request: message is too long",
    );
    expect(errorSummary(new Error("x".repeat(9000))).length).toBeLessThanOrEqual(500);
  });
});

describe("telegramFault", () => {
  it.each([
    [429, { retry_after: 7 }, "tooFast"],
    [403, {}, "gone"],
    [400, { migrate_to_chat_id: -1001 }, "migrated"],
    [400, {}, "refused"],
    [502, {}, "unknown"],
  ])("takes %i with %j for %s", (code, parameters, kind) => {
    expect(telegramFault(refusal(code, "text", parameters))?.kind).toBe(kind);
  });

  it.each(["Bad Request: not enough rights to send text messages to the chat", "Bad Request: TOPIC_CLOSED"])(
    "knows a chat that takes no message now: %s",
    (description) => {
      expect(telegramFault(refusal(400, description))?.kind).toBe("forbidden");
    },
  );

  it("knows a request that never left from one whose outcome nobody knows", async () => {
    expect(telegramFault(await networkError())?.kind).toBe("notSent");
    const reset = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    expect(telegramFault(new HttpError("Network request failed", reset))?.kind).toBe("unknown");
  });

  it("says nothing about errors of our own", () => {
    expect(telegramFault(new TypeError("x"))).toBeUndefined();
  });
});

describe("isNotModified", () => {
  it("reads Telegram's words", () => {
    expect(isNotModified(refusal(400, "Bad Request: message is not modified: specified new message content"))).toBe(
      true,
    );
    expect(isNotModified(refusal(400, "Bad Request: message to edit not found"))).toBe(false);
  });
});
