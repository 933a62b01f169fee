import { createContext, useContext } from "react";
import type { AdminQueues } from "../../../../../wire/admin-overview.js";
import type { Desk } from "./use-desk.js";

export const QueuesContext = createContext<Desk<AdminQueues> | undefined>(undefined);

/** What waits for a decision; read once for the menu and the overview. */
export function useQueues(): Desk<AdminQueues> {
  const queues = useContext(QueuesContext);
  if (queues === undefined) throw new Error("useQueues needs a QueuesContext above it: see admin-app.tsx");
  return queues;
}
