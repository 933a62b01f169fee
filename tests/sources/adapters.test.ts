import { describe, expect, it } from "vitest";
import { SourceError } from "../../core/sources/reading.js";
import { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import { formatAtto } from "../../sandbox/casino/polled/view.js";
import { createGoatedAdapter } from "../../sources/adapters/goated.js";
import { createRainbetAdapter } from "../../sources/adapters/rainbet.js";
import { createRoobetAdapter } from "../../sources/adapters/roobet.js";
import { readUpload } from "../../core/sources/upload-csv.js";
import { answering, CREDENTIAL, describeAdapter } from "./_adapter-contract.js";
import { getFrom, movableClock, wait } from "./_casino.js";

const settings = {
  baseUrl: "https://casino.example",
  account: "CODE",
  credential: CREDENTIAL,
  countedFrom: new Date("2028-02-10T00:00:00Z"),
};

/** Wager in a window, of those who have any. */
function windowTruth(casino: PolledCasino, start: Date, end: Date): Map<string, string> {
  const sums = casino.house.accounts.map(({ uid }) => [uid, casino.house.between(uid, start, end)] as const);
  return new Map(sums.filter(([, atto]) => atto > 0n).map(([uid, atto]) => [uid, formatAtto(atto)]));
}

describeAdapter("goated", {
  create: createGoatedAdapter,
  settings,
  truth: ({ house }) => new Map(house.accounts.map(({ uid, allTime }) => [uid, formatAtto(allTime)])),
});
describeAdapter("rainbet", { create: createRainbetAdapter, settings, truth: windowTruth });
describeAdapter("roobet", { create: createRoobetAdapter, settings, truth: windowTruth });

const clock = movableClock("2028-02-10T12:00:00Z");
const goated = (body: string) => createGoatedAdapter(settings, answering(body)).fetch();
const row = (uid: string, name: string, allTime: string) =>
  `{"uid":"${uid}","name":"${name}","wagered":{"today":0,"this_week":0,"this_month":0,"all_time":${allTime}}}`;

describe("goated", () => {
  it("keeps 18 decimals, exponents and numbers that no float can hold", async () => {
    const rows = [
      row("A", "one", "0.250012345678901234"),
      row("B", "two", "1.5e-7"),
      row("C", "three", "9007199254.740993123"),
    ];
    const reading = await goated(`{"success":true,"data":[${rows.join(",")}],"unknown":1}`);
    expect(reading.rows.map(({ amount }) => amount)).toEqual([
      "0.250012345678901234",
      "0.00000015",
      "9007199254.740993123",
    ]);
  });

  it.each([
    ["a player twice", `${row("A", "one", "1")},${row("A", "two", "2")}`],
    ["a negative total", row("A", "one", "-1")],
    ["a total as a text", row("A", "one", '"1"')],
    ["an empty name", row("A", " ", "1")],
    ["no uid", row("", "one", "1")],
    ["a total beyond everything", row("A", "one", "1e30")],
  ])("refuses the whole answer for %s", async (_what, data) => {
    await expect(goated(`{"success":true,"data":[${row("Z", "fine", "1")},${data}]}`)).rejects.toMatchObject({
      kind: "bad-shape",
    });
  });

  it("is not asked without a referral code", () => {
    for (const account of [null, "", " "]) {
      expect(() => createGoatedAdapter({ ...settings, account }, answering("{}"))).toThrow(SourceError);
    }
  });

  it("a code cannot lead to another path", async () => {
    const asked: string[] = [];
    const get: Parameters<typeof createGoatedAdapter>[1] = (url, headers) => {
      asked.push(url.href);
      return answering('{"success":true,"data":[]}')(url, headers);
    };
    await createGoatedAdapter({ ...settings, account: "../../admin?x=" }, get).fetch();
    expect(asked).toEqual(["https://casino.example/user/affiliate/referral-leaderboard/..%2F..%2Fadmin%3Fx%3D"]);
  });

  it("notices when the stated sums are not those of the rows, and takes answers without sums", async () => {
    const house = movableClock("2028-02-10T12:00:00Z");
    const casino = new PolledCasino({ players: 20, seed: 3, clock: house, betsPerHour: 20, activeShare: 1 });
    const adapter = createGoatedAdapter(settings, getFrom(casino, house));
    await wait(house, 3_600_000);
    expect((await adapter.fetch()).wrongSums).toBeUndefined();
    casino.faults.switch("no-sums", true);
    expect((await adapter.fetch()).wrongSums).toBeUndefined();
    casino.faults.clear();
    casino.faults.switch("wrong-sums", true);
    expect(Object.keys((await adapter.fetch()).wrongSums ?? {})).toEqual([
      "todayStated",
      "todayOfRows",
      "this_weekStated",
      "this_weekOfRows",
    ]);
  });

  it("takes 304 for the answer before, at a new time", async () => {
    const house = movableClock("2028-02-10T12:00:00Z");
    const casino = new PolledCasino({ players: 20, seed: 3, clock: house, betsPerHour: 0.001, activeShare: 1 });
    const statuses: number[] = [];
    const get = getFrom(casino, house);
    const adapter = createGoatedAdapter(settings, async (url, headers) => {
      const answer = await get(url, headers);
      statuses.push(answer.status);
      return answer;
    });
    const first = await adapter.fetch();
    const second = await adapter.fetch();
    expect(statuses).toEqual([200, 304]);
    expect(second.rows).toEqual(first.rows);
    expect(second.receivedAt > first.receivedAt).toBe(true);
  });
});

describe("rainbet", () => {
  const list = (...affiliates: object[]) =>
    createRainbetAdapter(settings, answering(JSON.stringify({ affiliates })), clock).fetch();

  it("takes the name for the key where there is no id, and never one of each", async () => {
    const named = await list({ username: "one", wagered_amount: "1.50" });
    expect(named.rows).toMatchObject([{ externalId: "one", amount: "1.50" }]);
    await expect(
      list({ username: "one", wagered_amount: "1" }, { id: 7, username: "two", wagered_amount: "2" }),
    ).rejects.toMatchObject({ kind: "bad-shape" });
  });

  it.each([{ wagered_amount: 1.5 }, { wagered_amount: "1,5" }, { wagered_amount: "-1" }, {}])(
    "refuses the amount of %j",
    async (amount) => {
      await expect(list({ username: "one", ...amount })).rejects.toMatchObject({ kind: "bad-shape" });
    },
  );
});

describe("roobet", () => {
  it("finds the affiliate's id in his token, and tells weighted wager beside the raw one", async () => {
    const token = `x.${Buffer.from('{"id":"aff-7"}').toString("base64url")}.x`;
    const asked: URL[] = [];
    const body =
      '[{"uid":"a","username":"one","wagered":10.5,"weightedWagered":5.25},{"uid":"b","username":"two","wagered":0,"weightedWagered":0}]';
    const adapter = createRoobetAdapter(
      { ...settings, account: null, credential: token },
      (url, headers) => {
        asked.push(url);
        return answering(body)(url, headers);
      },
      clock,
    );
    expect((await adapter.fetch()).rows).toMatchObject([{ externalId: "a", amount: "10.5", weighted: "5.25" }]);
    expect(asked[0]?.searchParams.get("userId")).toBe("aff-7");
    expect(() => createRoobetAdapter({ ...settings, account: null }, answering("[]"), clock)).toThrow(SourceError);
  });
});

describe("a list of Stake", () => {
  const read = (csv: string) => readUpload(csv, { now: clock.now(), asOf: undefined });

  it("is read whatever a spreadsheet made of it", () => {
    const reading = read(
      '\uFEFFRank;Username;Wager\r\n1;"semi;colon";"$1,234.50"\r\n\r\n2;"quo""te";0.000000000000000001\r\n',
    );
    expect(reading.rows).toMatchObject([
      { externalId: "semi;colon", amount: "1234.50" },
      { externalId: 'quo"te', amount: "0.000000000000000001" },
    ]);
  });

  it("holds what the casino's books hold", async () => {
    const house = movableClock("2028-02-10T12:00:00Z");
    const casino = new PolledCasino({ players: 20, seed: 3, clock: house, betsPerHour: 20, activeShare: 1 });
    await wait(house, 3_600_000);
    const reading = read(casino.csv());
    const books = casino.house.accounts.map(({ name, allTime }) => [name, formatAtto(allTime)] as const);
    expect(new Map(reading.rows.map(({ externalId, amount }) => [externalId, amount]))).toEqual(new Map(books));
  });

  it.each([
    ["no titles", "alice,1\nbob,2", "csv.1"],
    ["no amount", "username,wager\nalice,\n", "csv.2"],
    ["a negative amount", "username,wager\nalice,-1", "csv.2"],
    ["a name twice", "username,wager\nalice,1\nalice,2", "csv.3"],
    ["nothing", "", "csv.1"],
  ])("with %s is refused with the line", (_what, csv, path) => {
    expect(() => read(csv)).toThrow(
      expect.objectContaining({ issues: expect.arrayContaining([expect.objectContaining({ path })]) }),
    );
  });
});
