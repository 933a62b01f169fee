import { vi } from "vitest";
import { sampleRace } from "../../wire/testing/_sample-race.js";

const at = "2026-11-22T10:00:00.000Z";

function row(number: number) {
  return {
    rank: number,
    player: { id: `p${number}`, name: `Player ${number}` },
    wagered: `${1000 - number}.500000`,
    prize: number <= 5 ? `${600 - number * 100}.00` : "0.00",
    gap: "1.000000",
    reachedAt: at,
  };
}

export const RACE = sampleRace({
  id: "Race000001",
  title: "November Sprint",
  startsAt: at,
  endsAt: new Date(Date.now() + 90_061_000).toISOString(),
  prizePool: "1500.00",
  prizes: ["500.00", "400.00", "300.00", "200.00", "100.00"],
  version: 7,
  epoch: "e",
  players: 6,
  totalWagered: "5000.000000",
  asOf: at,
});

const USER = {
  id: "42",
  firstName: "Ann",
  username: null,
  languageCode: "en",
  roles: [],
  player: { id: "p6", name: "Player 6" },
};

export interface AnswerOptions {
  /** Paths that answer with a problem of this status. */
  failing?: Record<string, number>;
}

const STANDING = {
  rank: 6,
  wagered: "994.500000",
  prize: "0.00",
  gapUp: "1.000000",
  gapDown: null,
  nextPaidRank: 5,
  needed: "1.010000",
  projection: null,
  version: 7,
};

/** The API's answers as `fetch`, and the list of what was asked. Sockets of the live feed stay silent. */
export function stubApi({ failing = {} }: AnswerOptions = {}): string[] {
  const asked: string[] = [];
  const rows = [1, 2, 3, 4, 5, 6].map(row);
  const bodies: Record<string, unknown> = {
    "/client-config": {
      communityName: "Goat Lounge",
      botUsername: "goat_bot",
      miniAppName: null,
      sandboxOrigin: null,
      serverNow: new Date().toISOString(),
    },
    "/auth/telegram": { accessToken: "a", expiresIn: 600, refreshToken: "r".repeat(24), user: USER },
    "/races/current": RACE,
    "/races/Race000001": RACE,
    "/races/Race000001/standings": {
      race: RACE.id,
      version: 7,
      epoch: "e",
      asOf: at,
      stale: false,
      total: 6,
      rows,
      nextCursor: null,
    },
    "/me/standing": STANDING,
  };
  vi.stubGlobal("fetch", async (input: string) => {
    const url = new URL(input, "http://localhost");
    const path = url.pathname.replace("/api/v1", "");
    asked.push(path);
    const status = failing[path];
    if (status !== undefined || bodies[path] === undefined) {
      const body = { type: "about:blank", title: "Refused", status: status ?? 404, requestId: "r" };
      return Response.json(body, { status: status ?? 404 });
    }
    return Response.json(bodies[path]);
  });
  vi.stubGlobal(
    "WebSocket",
    class {
      static readonly OPEN = 1;
      readyState = 0;
      addEventListener(): void {}
      send(): void {}
      close(): void {}
    },
  );
  return asked;
}
