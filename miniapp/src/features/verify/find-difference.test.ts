import { expect, test } from "vitest";
import { findDifference, markDifference } from "./find-difference.js";

const published = { documentHash: "aa", players: [{ score: "10.000000" }, { score: "9.000000" }], pool: "5.00" };

test("files that say the same do not differ, whatever the order of their members", () => {
  const { pool, players, documentHash } = published;
  expect(findDifference(published, { pool, players, documentHash })).toBeUndefined();
});

test("a changed digit is found where it stands, before the fingerprint that changed with it", () => {
  const given = { ...published, documentHash: "bb", players: [{ score: "10.000000" }, { score: "9.000001" }] };
  expect(findDifference(published, given)).toEqual({
    path: "players › 2 › score",
    published: '"9.000000"',
    given: '"9.000001"',
  });
});

test("a fingerprint alone that differs is told", () => {
  expect(findDifference(published, { ...published, documentHash: "bb" })?.path).toBe("documentHash");
});

test("a player who was left out or added is told", () => {
  expect(findDifference(published, { ...published, players: published.players.slice(0, 1) })).toMatchObject({
    path: "players › 2",
    given: "(nothing)",
  });
  expect(findDifference({ list: [] }, { list: [1] })).toMatchObject({ path: "list › 1", published: "(nothing)" });
});

test("only what differs is marked", () => {
  expect(markDifference('"9.000000"', '"9.000100"')).toEqual({ start: '"9.000', left: "0", right: "1", end: '00"' });
  expect(markDifference("aa", "aaa")).toEqual({ start: "aa", left: "", right: "a", end: "" });
});
