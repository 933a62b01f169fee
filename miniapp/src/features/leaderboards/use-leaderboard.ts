import { useEffect, useMemo } from "react";
import type { Period } from "../../../../wire/race.js";
import { createRefresher } from "../../lib/refresher.js";
import { useServices, type Services } from "../../lib/services.js";
import { createLiveStandings, type LiveStandings, type StandingsView } from "../../lib/standings/live-standings.js";
import { createStore, useValue, type Readable } from "../../lib/store.js";

export type LeaderboardView =
  | { phase: "loading" | "failed" }
  | ({ phase: "ready"; asOf: string | null } & StandingsView);

interface Leaderboard extends Pick<LiveStandings, "loadMore" | "see"> {
  view: Readable<LeaderboardView>;
  load: () => void;
  /** @returns the end of it */
  start: () => () => void;
}

const REFRESH_GAP_MS = 20_000;

function createLeaderboard(services: Services, period: Period): Leaderboard {
  const view = createStore<LeaderboardView>({ phase: "loading" });
  let asOf: string | null = null;
  let isStopped = false;
  const refresh = createRefresher(services.timers, REFRESH_GAP_MS, () => void load());
  const list = createLiveStandings(services, {
    path: `/leaderboards/${period}`,
    channel: `board:${period}`,
    onChange: (board) => {
      if (board !== undefined) {
        asOf = board.at;
        // The number of players rides on no frame.
        refresh.request(REFRESH_GAP_MS * services.random());
      }
      show();
    },
  });

  function show(): void {
    if (!isStopped && list.top() !== undefined) view.set({ phase: "ready", asOf, ...list.view() });
  }

  async function load(): Promise<void> {
    try {
      const answer = await list.read();
      if (isStopped) return;
      asOf = answer.asOf;
      list.take(answer);
      list.follow();
      show();
    } catch {
      if (isStopped || view.get().phase === "ready") return;
      view.set({ phase: "failed" });
    }
  }

  return {
    view,
    loadMore: list.loadMore,
    see: list.see,
    load: () => {
      view.set({ phase: "loading" });
      void load();
    },
    start: () => {
      isStopped = false;
      const leaveFront = services.onFront(() => {
        if (view.get().phase === "ready") refresh.request();
        else void load();
      });
      void load();
      return () => {
        isStopped = true;
        leaveFront();
        list.leave();
        refresh.cancel();
      };
    },
  };
}

export function useLeaderboard(period: Period): [LeaderboardView, Leaderboard] {
  const services = useServices();
  const board = useMemo(() => createLeaderboard(services, period), [services, period]);
  useEffect(() => board.start(), [board]);
  return [useValue(board.view), board];
}
