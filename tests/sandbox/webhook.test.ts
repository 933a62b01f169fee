import { createServer } from "node:http";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { sendText } from "../../sandbox/telegram/people/chatting.js";
import { repeatPauseS } from "../../sandbox/telegram/updates/webhook.js";
import { scene } from "./_harness.js";
import type { Scene } from "./_harness.js";

type Delivery = {
  update: { update_id: number; message?: { text?: string } };
  headers: IncomingHttpHeaders;
  response: ServerResponse;
};

/** A bot's web server that leaves each delivery to the test. */
async function receiver(handle: (delivery: Delivery) => void) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      const delivery = { update: JSON.parse(body) as Delivery["update"], headers: request.headers, response };
      deliveries.push(delivery);
      handle(delivery);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    deliveries,
    urlMap: [{ publicPrefix: "https://bot.example/", localPrefix: `http://127.0.0.1:${port}/` }],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const ok = ({ response }: Delivery) => void response.end();

function writes(s: Scene, firstName: string, ...texts: string[]): number {
  const user = s.sandbox.core.world.addUser({ firstName, hasStarted: true });
  for (const text of texts) sendText(s.sandbox.core, user.id, user.id, text);
  return user.id;
}

const texts = (deliveries: Delivery[]) => deliveries.map((one) => one.update.message?.text);

describe("setting a webhook", () => {
  it.each([
    [{ url: "http://bot.example/hook" }, "bad webhook: An HTTPS URL must be provided for webhook"],
    [{ url: "https://bot.example:3001/hook" }, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"],
    [{ url: "https://bot.example/hook", secret_token: "x".repeat(257) }, "secret token is too long"],
    [{ url: "https://bot.example/hook", secret_token: "a b" }, "secret token contains unallowed characters"],
  ])("refuses %j", async (params, expected) => {
    await using s = await scene();
    expect(await s.refusal("setWebhook", params)).toBe(`400 Bad Request: ${expected}`);
  });

  it("takes one call a second", async () => {
    await using s = await scene();
    const set = () => s.call("setWebhook", { url: "https://bot.example/hook" });
    expect((await set()).body.ok).toBe(true);
    expect((await set()).body).toEqual({
      ok: false,
      error_code: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    s.clock.advance(1_000);
    expect((await set()).body.ok).toBe(true);
  });

  it("ends polling, and polling is refused until it is removed", async () => {
    await using s = await scene();
    const polling = s.call("getUpdates", { timeout: 30 });
    await s.stage.until("the poller waits", () => s.sandbox.core.polling.isPolled);
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    expect((await polling).body.description).toBe("Conflict: terminated by setWebhook request");
    expect(await s.refusal("getUpdates")).toBe(
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    await s.result("deleteWebhook");
    expect(await s.refusal("getUpdates")).toBe("ok");
  });
});

describe("delivery", () => {
  it("carries the secret and confirms with a 2xx", async () => {
    await using web = await receiver(ok);
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook", secret_token: "s3cret" });
    writes(s, "Alice", "hello");
    await s.stage.settle();
    expect(texts(web.deliveries)).toEqual(["hello"]);
    expect(web.deliveries[0]?.headers["x-telegram-bot-api-secret-token"]).toBe("s3cret");
    expect(await s.result("getWebhookInfo")).toMatchObject({
      url: "https://bot.example/hook",
      pending_update_count: 0,
      max_connections: 40,
    });
  });

  it("keeps one request in flight per lane, and lanes apart", async () => {
    await using web = await receiver(() => undefined);
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    writes(s, "Alice", "a1", "a2");
    writes(s, "Bruno", "b1", "b2");
    await s.stage.until("two deliveries are under way", () => s.sandbox.core.webhook.inFlight === 2);
    await expect.poll(() => texts(web.deliveries)).toEqual(["a1", "b1"]);
    web.deliveries[1]?.response.end();
    await expect.poll(() => texts(web.deliveries)).toEqual(["a1", "b1", "b2"]);
  });

  it("respects max_connections", async () => {
    await using web = await receiver(() => undefined);
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook", max_connections: 1 });
    writes(s, "Alice", "a1");
    writes(s, "Bruno", "b1");
    await expect.poll(() => texts(web.deliveries)).toEqual(["a1"]);
    expect(s.sandbox.core.webhook.inFlight).toBe(1);
  });

  it("repeats a failed delivery at once, then after 2, 4, 8 s, and holds its lane", async () => {
    let status = 500;
    await using web = await receiver(({ response }) => {
      response.statusCode = status;
      response.end();
    });
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    writes(s, "Alice", "first", "second");
    await expect.poll(() => texts(web.deliveries)).toEqual(["first", "first"]);
    await s.stage.until("the lane pauses", () => s.sandbox.core.webhook.inFlight === 0);
    s.clock.advance(1_999);
    expect(web.deliveries).toHaveLength(2);
    expect(await s.result("getWebhookInfo")).toMatchObject({
      pending_update_count: 2,
      last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
    });
    status = 200;
    s.clock.advance(1);
    await s.stage.settle();
    expect(texts(web.deliveries)).toEqual(["first", "first", "first", "second"]);
    expect([1, 2, 3, 4, 7, 8, 20].map(repeatPauseS)).toEqual([0, 2, 4, 8, 64, 64, 64]);
  });

  it("honours Retry-After", async () => {
    let status = 503;
    await using web = await receiver(({ response }) => {
      response.writeHead(status, { "retry-after": "30" });
      response.end();
    });
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    writes(s, "Alice", "hello");
    await expect.poll(() => web.deliveries.length).toBe(1);
    await s.stage.until("the lane pauses", () => s.sandbox.core.webhook.inFlight === 0);
    status = 200;
    s.clock.advance(29_000);
    expect(web.deliveries).toHaveLength(1);
    s.clock.advance(1_000);
    await s.stage.settle();
    expect(web.deliveries).toHaveLength(2);
  });

  it("gives up a webhook that says 410 for 23 hours", async () => {
    await using web = await receiver(({ response }) => {
      response.writeHead(410);
      response.end();
    });
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    writes(s, "Alice", "hello");
    await s.stage.until("the lane pauses", () => web.deliveries.length === 2 && s.sandbox.core.webhook.inFlight === 0);
    s.clock.advance(23 * 3_600_000);
    await s.stage.until("the webhook is gone", () => s.sandbox.core.webhook.settings === undefined);
    expect(await s.result("getWebhookInfo")).toMatchObject({ url: "", pending_update_count: 1 });
  });

  it("carries out a method in the answer, but none whose result is needed", async () => {
    const methods = ["sendMessage", "getMe"];
    await using web = await receiver(({ response, update }) => {
      const chat_id = (update.message as unknown as { chat: { id: number } }).chat.id;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ method: methods.shift(), chat_id, text: "from the answer" }));
    });
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    writes(s, "Alice", "one", "two");
    await s.stage.settle();
    expect(s.stage.sent().map((one) => one.text)).toEqual(["from the answer"]);
  });

  it("can be made to bring lanes out of order", async () => {
    await using web = await receiver(ok);
    await using s = await scene({ urlMap: web.urlMap });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    s.stage.holds("my_chat_member");
    const alice = s.stage.person({ firstName: "Alice" });
    const group = s.stage.group({ title: "Lounge", owner: alice, bot: "absent" });
    const { addToGroup } = await import("../../sandbox/telegram/people/groups.js");
    addToGroup(s.sandbox.core, alice.id, group.chat, s.stage.bot.id);
    await expect.poll(() => web.deliveries.length).toBe(1);
    await s.stage.releases("my_chat_member");
    expect(web.deliveries.map((one) => Object.keys(one.update)[1])).toEqual(["message", "my_chat_member"]);
  });

  it("says why nobody could be reached", async () => {
    await using s = await scene({
      urlMap: [{ publicPrefix: "https://bot.example/", localPrefix: "http://127.0.0.1:1/" }],
    });
    await s.result("setWebhook", { url: "https://bot.example/hook" });
    writes(s, "Alice", "hello");
    await s.stage.until("the error is noted", () => s.sandbox.core.webhook.lastError !== undefined);
    expect(await s.result("getWebhookInfo")).toMatchObject({ last_error_message: "Connection refused" });
  });
});
