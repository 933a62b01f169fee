import { session as sessionSchema, type Session as Tokens, type SignedInUser } from "../../../../wire/auth.js";
import { createStore, type Readable } from "../store.js";
import { ProblemError, type Send } from "./send.js";

/**
 * - `none`: no initData (outside Telegram, or opened from a keyboard button): reading only.
 * - `signing-in`: not answered yet.
 * - `signed-in`.
 * - `expired`: initData is too old to be exchanged again; only reopening from Telegram helps.
 * - `unavailable`: the API could not be reached; tried again when a token is next wanted.
 */
export type SessionState =
  | { kind: "none" | "signing-in" | "expired" | "unavailable" }
  | { kind: "signed-in"; user: SignedInUser };

export interface Session {
  state: Readable<SessionState>;
  /** Access token for the next request, renewed when it has less than 30 s to live; `undefined` without a session. */
  token(): Promise<string | undefined>;
  /** A new token although the present one looked good: after a 401 or when the feed says it expires. */
  renew(): Promise<string | undefined>;
  /** Takes over what has just been read of the person: an account linked, or a name changed, since he signed in. */
  learn(user: SignedInUser): void;
}

const EARLY_MS = 30_000;

/**
 * Exchanges initData once and keeps the tokens in memory only. At most one exchange
 * or renewal is under way at a time, because a refresh token is good for one use.
 */
export function createSession(send: Send, rawInitData: string | undefined, now: () => number): Session {
  const state = createStore<SessionState>({ kind: rawInitData === undefined ? "none" : "signing-in" });
  let tokens: (Tokens & { expiresAtMs: number }) | undefined;
  let underWay: Promise<string | undefined> | undefined;
  async function post(path: string, init: { authorization?: string; body?: unknown }): Promise<string | undefined> {
    const answer = await send({ path, schema: sessionSchema, method: "POST", ...init });
    if (answer.kind === "unchanged") return undefined;
    tokens = { ...answer.value, expiresAtMs: now() + answer.value.expiresIn * 1000 };
    state.set({ kind: "signed-in", user: answer.value.user });
    return answer.value.accessToken;
  }

  async function refresh(): Promise<string | undefined> {
    if (tokens === undefined) return undefined;
    try {
      return await post("/auth/refresh", { body: { refreshToken: tokens.refreshToken } });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500 || error.status === 429) throw error;
      // Refused: the token was used or revoked. initData may still be fresh enough for a new session.
      tokens = undefined;
      return undefined;
    }
  }

  async function obtain(): Promise<string | undefined> {
    if (rawInitData === undefined) return undefined;
    try {
      return (await refresh()) ?? (await post("/auth/telegram", { authorization: `tma ${rawInitData}` }));
    } catch (error) {
      const isRefused = error instanceof ProblemError && (error.status === 401 || error.status === 400);
      // A session that merely could not be renewed just now is still shown; the next request tries again.
      if (isRefused || tokens === undefined) state.set({ kind: isRefused ? "expired" : "unavailable" });
      return undefined;
    }
  }

  function renew(): Promise<string | undefined> {
    if (state.get().kind === "expired") return Promise.resolve(undefined);
    underWay ??= obtain().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    state,
    token: () =>
      tokens !== undefined && tokens.expiresAtMs - now() > EARLY_MS ? Promise.resolve(tokens.accessToken) : renew(),
    renew,
    learn: (user) => {
      if (state.get().kind === "signed-in") state.set({ kind: "signed-in", user });
    },
  };
}
