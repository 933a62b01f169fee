import { useEffect, useMemo } from "react";
import { useServices, type Services } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import type { BoardView, ReadyBoard } from "./board-view.js";
import { createRaceBoard, type RaceBoard } from "./race-board.js";

/** Boards as they were when their page was left: going back shows them at once. */
const kept = new WeakMap<Services, Map<string, ReadyBoard>>();

function keptBy(services: Services): Map<string, ReadyBoard> {
  const known = kept.get(services) ?? new Map<string, ReadyBoard>();
  kept.set(services, known);
  return known;
}

/** @param id a race's id, or `current` */
export function useRaceBoard(id: string): [view: BoardView, board: RaceBoard] {
  const services = useServices();
  const board = useMemo(() => createRaceBoard(services, id, keptBy(services).get(id)), [services, id]);
  useEffect(() => {
    board.start();
    return () => {
      const last = board.view.get();
      if (last.phase === "ready") keptBy(services).set(id, last);
      board.stop();
    };
  }, [board, id, services]);
  return [useValue(board.view), board];
}
