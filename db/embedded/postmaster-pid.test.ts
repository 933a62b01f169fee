import { expect, test } from "vitest";
import { parsePostmasterPid } from "./postmaster-pid.js";

test("a complete file names process, data directory, port and status", () => {
  const text = "4711\n/srv/db/cluster\n1795364330\n20171\n\n127.0.0.1\n   123456    789012\nready   \n";
  expect(parsePostmasterPid(text)).toEqual({ pid: 4711, dataDir: "/srv/db/cluster", port: 20171, status: "ready" });
});

test("a file that is still being written has no port and no status yet", () => {
  expect(parsePostmasterPid("4711\n/srv/db/cluster\n")).toEqual({
    pid: 4711,
    dataDir: "/srv/db/cluster",
    port: 0,
    status: "",
  });
});

test("the negative number of a single-user server names the same process", () => {
  expect(parsePostmasterPid("-4711\n/srv/db/cluster\n")?.pid).toBe(4711);
});

test.each(["", "\n", "nonsense\n"])("a file without a process number is nothing: %j", (text) => {
  expect(parsePostmasterPid(text)).toBeUndefined();
});
