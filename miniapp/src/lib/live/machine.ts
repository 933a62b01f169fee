import { CLOSE } from "../../../../wire/live.js";

/**
 * The connection's state machine, without sockets and timers: events go in, the next
 * state and what to do come out. WebSocket first; after three short sessions server-sent events; after two failed
 * streams polling; the WebSocket is tried again every minute.
 */
export type Phase = "idle" | "opening" | "open" | "waiting" | "stream" | "poll";
export type TimerName = "reconnect" | "silence" | "socketRetry" | "stream" | "poll";

export interface MachineState {
  phase: Phase;
  /** Somebody subscribes, and the app is in front. */
  wanted: boolean;
  paused: boolean;
  attempt: number;
  shortSessions: number;
  streamFailures: number;
  /** False after a close code that forbids coming back. */
  socketAllowed: boolean;
  openedAtMs: number | undefined;
  spreadMs: number | undefined;
  /** The next hello must not resume: the server has refused to go on from where we were. */
  fresh: boolean;
  /** The next connection needs a new token. */
  renew: boolean;
}

export type MachineEvent =
  | { type: "want"; wanted: boolean }
  | { type: "pause"; paused: boolean }
  /** The page became visible or the network came back. */
  | { type: "nudge" }
  | { type: "opened" }
  | { type: "heard" }
  | { type: "bye"; spreadMs: number }
  | { type: "closed"; code: number }
  | { type: "streamFailed" }
  | { type: "polled"; ok: boolean }
  | { type: "due"; timer: TimerName };

export type Effect =
  | { do: "connect"; renew: boolean; fresh: boolean }
  | { do: "stream" }
  | { do: "poll" }
  | { do: "drop" }
  | { do: "timer"; timer: TimerName; delayMs: number }
  | { do: "clear"; timer: TimerName };

export type Step = [state: MachineState, effects: Effect[]];

const STABLE_MS = 10_000;
const SILENCE_MS = 40_000;
/** Token and handshake together; browsers themselves give up only after a minute or more. */
const OPENING_MS = 20_000;
const SOCKET_RETRY_MS = 60_000;
/** 5 s ±20 %. */
const POLL_MS = { least: 4_000, spread: 2_000 };
const STREAM_RETRY_MS = 3_000;
const SHORT_SESSIONS_BEFORE_STREAM = 3;
const FAILURES_BEFORE_POLL = 2;
/** Where 1013 and 4429 set the counter: the delay is then drawn from 0.5 to 16.5 s at least. */
const BACK_OFF_ATTEMPT = 5;
const NEVER_AGAIN: ReadonlySet<number> = new Set([CLOSE.normal, CLOSE.policy, 1009, CLOSE.forbidden]);
const BACK_OFF: ReadonlySet<number> = new Set([1013, CLOSE.tooMany]);
const DEPLOY: ReadonlySet<number> = new Set([CLOSE.goingAway, CLOSE.restart]);
const TIMERS: readonly TimerName[] = ["reconnect", "silence", "socketRetry", "stream", "poll"];

export const initialState: MachineState = {
  phase: "idle",
  wanted: false,
  paused: false,
  attempt: 0,
  shortSessions: 0,
  streamFailures: 0,
  socketAllowed: true,
  openedAtMs: undefined,
  spreadMs: undefined,
  fresh: false,
  renew: false,
};

/** 500 ms + random(0, min(20 s, 500 ms · 2ⁿ)): 0.5-1 s at first, 0.5-20.5 s from the sixth failure on. */
export function reconnectDelayMs(attempt: number, random: number): number {
  return 500 + random * Math.min(20_000, 500 * 2 ** attempt);
}

function connect(state: MachineState): Step {
  const { renew, fresh } = state;
  return [
    { ...state, phase: "opening", openedAtMs: undefined, spreadMs: undefined, renew: false, fresh: false },
    [
      ...TIMERS.map((timer) => ({ do: "clear", timer }) as const),
      { do: "drop" },
      { do: "timer", timer: "silence", delayMs: OPENING_MS },
      { do: "connect", renew, fresh },
    ],
  ];
}

function stop(state: MachineState): Step {
  return [
    { ...state, phase: "idle", openedAtMs: undefined },
    [...TIMERS.map((timer) => ({ do: "clear", timer }) as const), { do: "drop" }],
  ];
}

function fallBack(state: MachineState): Step {
  const isStream = state.streamFailures < FAILURES_BEFORE_POLL;
  const effects: Effect[] = [{ do: "clear", timer: "silence" }, { do: "drop" }, { do: isStream ? "stream" : "poll" }];
  if (state.socketAllowed) effects.push({ do: "timer", timer: "socketRetry", delayMs: SOCKET_RETRY_MS });
  return [{ ...state, phase: isStream ? "stream" : "poll", openedAtMs: undefined }, effects];
}

function wait(state: MachineState, delayMs: number): Step {
  return [
    { ...state, phase: "waiting", openedAtMs: undefined },
    [{ do: "clear", timer: "silence" }, { do: "drop" }, { do: "timer", timer: "reconnect", delayMs }],
  ];
}

function closed(before: MachineState, code: number, nowMs: number, random: number): Step {
  if (before.phase !== "opening" && before.phase !== "open") return [before, []];
  const isStable = before.openedAtMs !== undefined && nowMs - before.openedAtMs >= STABLE_MS;
  const state = isStable ? { ...before, attempt: 0, shortSessions: 0, streamFailures: 0 } : before;
  // The data is public: without a socket people still get the board, only later.
  if (NEVER_AGAIN.has(code)) return fallBack({ ...state, socketAllowed: false, streamFailures: FAILURES_BEFORE_POLL });
  if (DEPLOY.has(code)) {
    const spreadMs = state.spreadMs ?? reconnectDelayMs(state.attempt, 1);
    return wait({ ...state, attempt: state.attempt + 1 }, random * spreadMs);
  }
  const attempt = BACK_OFF.has(code) ? Math.max(state.attempt, BACK_OFF_ATTEMPT) : state.attempt;
  const failed = {
    ...state,
    attempt: attempt + 1,
    shortSessions: state.shortSessions + (isStable ? 0 : 1),
    renew: code === CLOSE.tokenExpired,
    fresh: code === CLOSE.slowReader || code === CLOSE.helloTimeout,
  };
  if (failed.shortSessions >= SHORT_SESSIONS_BEFORE_STREAM) return fallBack(failed);
  return wait(failed, reconnectDelayMs(attempt, random));
}

function streamFailed(state: MachineState, nowMs: number): Step {
  if (state.phase !== "stream") return [state, []];
  // Proxies cut long answers every few minutes: a stream that had worked starts counting anew.
  const isStable = state.openedAtMs !== undefined && nowMs - state.openedAtMs >= STABLE_MS;
  const failed = { ...state, openedAtMs: undefined, streamFailures: isStable ? 1 : state.streamFailures + 1 };
  if (failed.streamFailures < FAILURES_BEFORE_POLL) {
    return [failed, [{ do: "drop" }, { do: "timer", timer: "stream", delayMs: STREAM_RETRY_MS }]];
  }
  return [{ ...failed, phase: "poll" }, [{ do: "drop" }, { do: "poll" }]];
}

function polled(state: MachineState, ok: boolean, random: number): Step {
  if (state.phase !== "poll") return [state, []];
  const attempt = ok ? 0 : state.attempt + 1;
  const regularMs = POLL_MS.least + POLL_MS.spread * random;
  // Slower while the API does not answer.
  const delayMs = ok ? regularMs : Math.max(regularMs, reconnectDelayMs(attempt, random));
  return [{ ...state, attempt }, [{ do: "timer", timer: "poll", delayMs }]];
}

function due(state: MachineState, timer: TimerName, nowMs: number, random: number): Step {
  switch (timer) {
    case "reconnect":
      return state.phase === "waiting" ? connect(state) : [state, []];
    case "silence": {
      if (state.phase !== "open" && state.phase !== "opening") return [state, []];
      return closed(state, 1006, nowMs, random);
    }
    case "socketRetry":
      return state.phase === "stream" || state.phase === "poll" ? connect(state) : [state, []];
    default:
      return [state, state.phase === timer ? [{ do: timer }] : []];
  }
}

function setActive(state: MachineState): Step {
  const isActive = state.wanted && !state.paused;
  if (!isActive) return state.phase === "idle" ? [state, []] : stop(state);
  if (state.phase !== "idle") return [state, []];
  return state.socketAllowed ? connect(state) : fallBack(state);
}

/** @param random a number from 0 up to 1, used for jitter */
export function step(state: MachineState, event: MachineEvent, nowMs: number, random: number): Step {
  switch (event.type) {
    case "want":
      return setActive({ ...state, wanted: event.wanted });
    case "pause":
      return setActive({ ...state, paused: event.paused });
    case "nudge":
      if (state.phase === "waiting") return connect(state);
      return [state, state.phase === "poll" ? [{ do: "clear", timer: "poll" }, { do: "poll" }] : []];
    case "opened":
      if (state.phase === "stream") return [{ ...state, openedAtMs: nowMs }, []];
      if (state.phase !== "opening") return [state, []];
      return [{ ...state, phase: "open", openedAtMs: nowMs }, [{ do: "timer", timer: "silence", delayMs: SILENCE_MS }]];
    case "heard":
      return [state, state.phase === "open" ? [{ do: "timer", timer: "silence", delayMs: SILENCE_MS }] : []];
    case "bye":
      return [{ ...state, spreadMs: event.spreadMs }, []];
    case "closed":
      return closed(state, event.code, nowMs, random);
    case "streamFailed":
      return streamFailed(state, nowMs);
    case "polled":
      return polled(state, event.ok, random);
    default:
      return due(state, event.timer, nowMs, random);
  }
}
