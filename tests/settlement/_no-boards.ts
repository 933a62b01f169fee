import type { RefreshableBoards } from "../../core/views/create-views.js";

/** Boards of a process that has none. */
export const NO_BOARDS: RefreshableBoards = {
  keys: () => [],
  version: () => undefined,
  page: () => undefined,
  around: () => undefined,
  place: () => undefined,
  atRank: () => undefined,
  onChange: () => () => undefined,
  caughtUp: () => Promise.resolve(),
  refresh: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
