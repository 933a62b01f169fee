import { describe, expect, test } from "vitest";
import { initialState, reconnectDelayMs, step, type Effect, type MachineEvent, type MachineState } from "./machine.js";

/** Random is 1 - a hair: delays are at their upper end. */
const RANDOM = 0.999_999;

function play(events: [event: MachineEvent, atMs?: number][], from: MachineState = initialState) {
  let state = from;
  let effects: Effect[] = [];
  for (const [event, atMs = 0] of events) [state, effects] = step(state, event, atMs, RANDOM);
  return { state, effects };
}

const want: MachineEvent = { type: "want", wanted: true };
const opened: MachineEvent = { type: "opened" };
const closed = (code: number): MachineEvent => ({ type: "closed", code });
const due = (timer: "reconnect" | "silence" | "socketRetry" | "poll" | "stream"): MachineEvent => ({
  type: "due",
  timer,
});

function delayOf(effects: Effect[], timer: string): number | undefined {
  return effects.flatMap((effect) => (effect.do === "timer" && effect.timer === timer ? [effect.delayMs] : []))[0];
}

test("the delay grows from at most 1 s to at most 20.5 s and is never below 500 ms", () => {
  expect([0, 1, 2, 5, 6, 30].map((attempt) => reconnectDelayMs(attempt, 1))).toEqual([
    1000, 1500, 2500, 16_500, 20_500, 20_500,
  ]);
  expect(reconnectDelayMs(30, 0)).toBe(500);
});

test("a lost socket is opened again after the delay, and each failure doubles the room for chance", () => {
  const first = play([[want], [opened], [closed(1006)]]);
  expect(first.state.phase).toBe("waiting");
  expect(delayOf(first.effects, "reconnect")).toBeCloseTo(1000, 0);
  const second = play([[due("reconnect")], [closed(1006)]], first.state);
  expect(delayOf(second.effects, "reconnect")).toBeCloseTo(1500, 0);
});

test("the counter starts anew only after 10 s of stable connection", () => {
  const failedOnce = play([[want], [closed(1006)], [due("reconnect")]]).state;
  const short = play(
    [
      [opened, 0],
      [closed(1006), 9_999],
    ],
    failedOnce,
  );
  expect(delayOf(short.effects, "reconnect")).toBeCloseTo(1500, 0);
  const stable = play(
    [
      [opened, 0],
      [closed(1006), 10_000],
    ],
    failedOnce,
  );
  expect(delayOf(stable.effects, "reconnect")).toBeCloseTo(1000, 0);
});

test("nothing heard for 40 s ends the socket and reconnects", () => {
  const open = play([[want], [opened]]);
  expect(delayOf(open.effects, "silence")).toBe(40_000);
  const silent = play([[due("silence"), 40_000]], open.state);
  expect(silent.effects).toContainEqual({ do: "drop" });
  expect(silent.state.phase).toBe("waiting");
});

test("every frame puts the silence alarm off", () => {
  expect(delayOf(play([[want], [opened], [{ type: "heard" }]]).effects, "silence")).toBe(40_000);
});

test("a handshake that hangs is given up", () => {
  const opening = play([[want]]);
  expect(delayOf(opening.effects, "silence")).toBe(20_000);
  expect(play([[due("silence"), 20_000]], opening.state).state.phase).toBe("waiting");
});

test("becoming visible or online while waiting tries once at once", () => {
  const nudged = play([[want], [closed(1006)], [{ type: "nudge" }]]);
  expect(nudged.effects.at(-1)).toEqual({ do: "connect", renew: false, fresh: false });
  expect(play([[{ type: "nudge" }]], nudged.state).effects).toEqual([]);
});

describe("close codes", () => {
  test.each([1000, 1008, 1009, 4403])("%i: the socket is never opened again, the board is polled", (code) => {
    const { state, effects } = play([[want], [opened], [closed(code)]]);
    expect(state.phase).toBe("poll");
    expect(effects).toEqual([{ do: "clear", timer: "silence" }, { do: "drop" }, { do: "poll" }]);
  });

  test.each([1001, 1012])("%i: comes back somewhere inside the announced spread", (code) => {
    const { state, effects } = play([[want], [opened], [{ type: "bye", spreadMs: 15_000 }], [closed(code), 20_000]]);
    expect(state.phase).toBe("waiting");
    expect(delayOf(effects, "reconnect")).toBeCloseTo(15_000, 0);
  });

  test.each([1013, 4429])("%i: backs off", (code) => {
    expect(delayOf(play([[want], [opened], [closed(code)]]).effects, "reconnect")).toBeCloseTo(16_500, 0);
  });

  test("4401: the token is renewed before the next connection", () => {
    const { effects } = play([[want], [opened], [closed(4401)], [due("reconnect")]]);
    expect(effects.at(-1)).toEqual({ do: "connect", renew: true, fresh: false });
  });

  test.each([4408, 4409])("%i: the next connection takes a whole snapshot", (code) => {
    const { effects } = play([[want], [opened], [closed(code)], [due("reconnect")]]);
    expect(effects.at(-1)).toEqual({ do: "connect", renew: false, fresh: true });
  });
});

describe("fallbacks", () => {
  const threeShort: [MachineEvent, number?][] = [
    [want],
    [closed(1006)],
    [due("reconnect")],
    [closed(1006)],
    [due("reconnect")],
    [closed(1006)],
  ];

  test("three short sessions lead to the stream, with the socket tried again after a minute", () => {
    const { state, effects } = play(threeShort);
    expect(state.phase).toBe("stream");
    expect(effects).toContainEqual({ do: "stream" });
    expect(delayOf(effects, "socketRetry")).toBe(60_000);
    expect(play([[due("socketRetry")]], state).state.phase).toBe("opening");
  });

  test("two failed streams lead to polling", () => {
    const { state } = play([...threeShort, [{ type: "streamFailed" }], [due("stream")], [{ type: "streamFailed" }]]);
    expect(state.phase).toBe("poll");
  });

  test("a stream that had worked for 10 s may fail twice again", () => {
    const { state } = play([
      ...threeShort,
      [{ type: "streamFailed" }],
      [opened, 0],
      [{ type: "streamFailed" }, 10_000],
    ]);
    expect(state.phase).toBe("stream");
  });

  test("polls are 5 s apart, give or take 20 %, and slower while they fail", () => {
    const polling = play([[want], [opened], [closed(1008)]]).state;
    expect(delayOf(step(polling, { type: "polled", ok: true }, 0, 0)[1], "poll")).toBe(4000);
    expect(delayOf(step(polling, { type: "polled", ok: true }, 0, 1)[1], "poll")).toBe(6000);
    const failing = play(
      Array.from({ length: 8 }, () => [{ type: "polled", ok: false }] as [MachineEvent]),
      polling,
    );
    expect(delayOf(failing.effects, "poll")).toBeCloseTo(20_500, 0);
  });

  test("after a retry that fails at once the fallback goes on", () => {
    expect(play([...threeShort, [due("socketRetry")], [closed(1006)]]).state.phase).toBe("stream");
  });

  test("a socket that holds for 10 s ends the fallback", () => {
    const { state } = play([...threeShort, [due("socketRetry")], [opened, 0], [closed(1006), 10_000]]);
    expect(state.phase).toBe("waiting");
  });
});

test("pausing drops the connection and every timer; going on connects at once", () => {
  const paused = play([[want], [opened], [{ type: "pause", paused: true }]]);
  expect(paused.state.phase).toBe("idle");
  expect(paused.effects.map((effect) => effect.do)).toEqual(["clear", "clear", "clear", "clear", "clear", "drop"]);
  expect(play([[{ type: "pause", paused: false }]], paused.state).state.phase).toBe("opening");
});

test("nobody subscribing means no connection", () => {
  expect(play([[want], [opened], [{ type: "want", wanted: false }]]).state.phase).toBe("idle");
  expect(play([[{ type: "pause", paused: false }]]).state.phase).toBe("idle");
});
