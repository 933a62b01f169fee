import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../core/clock.js";
import { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import { servePolledCasino } from "../../sandbox/casino/polled/serve.js";
import { createGoatedAdapter } from "../../sources/adapters/goated.js";
import { createHttpGet } from "../../sources/http-get.js";
import { createLookup, isPublicAddress } from "../../sources/public-address.js";

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;
const settings = { account: "CODE", credential: null, countedFrom: null };

describe("asking over the network", () => {
  it("reads a whole answer, switches faults while the casino runs, and takes no broken one", async () => {
    const casino = new PolledCasino({ players: 300, seed: 1, clock: systemClock, betsPerHour: 10 });
    const baseUrl = await listen(
      createServer((request, response) => {
        void servePolledCasino(casino, request, response, new URL(request.url ?? "/", "http://x.invalid"));
      }),
    );
    const adapter = createGoatedAdapter(
      { ...settings, baseUrl },
      createHttpGet({ clock: systemClock, allowsLocal: true }, never),
    );
    expect((await adapter.fetch()).rows).toHaveLength(300);
    const order = (body: object) => fetch(`${baseUrl}/control`, { method: "POST", body: JSON.stringify(body) });
    expect(await (await order({ do: "switch", fault: "truncated", on: true })).json()).toMatchObject({
      on: ["truncated"],
    });
    await expect(adapter.fetch()).rejects.toMatchObject({ kind: "unavailable" });
    expect((await order({ do: "switch", fault: "no such fault", on: true })).status).toBe(400);
    await order({ do: "clear" });
    expect((await adapter.fetch()).rows).toHaveLength(300);
  });

  it("gives up what takes too long, is too large, or leads elsewhere", async () => {
    const baseUrl = await listen(
      createServer((request, response) => {
        if (request.url === "/moved") response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
        else if (request.url !== "/slow") response.end("x".repeat(10_000));
      }),
    );
    const get = createHttpGet({ clock: systemClock, allowsLocal: true, timeoutMs: 200, maxBytes: 5_000 }, never);
    await expect(get(new URL(`${baseUrl}/slow`), {})).rejects.toMatchObject({
      kind: "unavailable",
      message: "no answer within 0.2 s",
    });
    await expect(get(new URL(`${baseUrl}/large`), {})).rejects.toMatchObject({ kind: "bad-shape" });
    expect(await get(new URL(`${baseUrl}/moved`), {})).toMatchObject({ status: 302 });
    await expect(get(new URL("http://127.0.0.1:1/?key=secret"), {})).rejects.toThrow("no answer (ECONNREFUSED)");
  });

  it("in production goes nowhere but to public addresses over TLS, also when a name leads inside", async () => {
    const get = createHttpGet({ clock: systemClock, allowsLocal: false }, never);
    for (const url of [
      "http://casino.example/",
      "https://127.0.0.1/",
      "https://[::1]/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://169.254.169.254/latest/meta-data",
      "https://[::ffff:10.0.0.1]/",
      "https://user:pass@casino.example/",
      "https://localhost/",
    ]) {
      await expect(get(new URL(url), {}), url).rejects.toMatchObject({
        kind: expect.stringMatching(/bad-request|unavailable/),
      });
    }
    const lookedUp = await new Promise((resolve) => {
      createLookup(false)("localhost", { all: true }, (error, address) => resolve(error?.message ?? address));
    });
    expect(lookedUp).toContain("private network");
  });
});

it("knows public addresses from all others", () => {
  const isInside = [
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "2001:db8::1",
    "2002:a00:1::",
    "localhost",
    "",
  ];
  expect(isInside.filter(isPublicAddress)).toEqual([]);
  const isOutside = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"];
  expect(isOutside.filter((address) => !isPublicAddress(address))).toEqual([]);
});
