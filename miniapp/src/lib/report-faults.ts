import * as z from "zod/mini";
import type { ClientError } from "../../../wire/client-error.js";
import { UnreachableError, type Send } from "./api/send.js";

/** What goes wrong once tends to go wrong again: more would only be noise. */
const MOST = 5;

/**
 * Tells the server of faults that nobody caught, so that the operator learns of them without a player's help. Each is told
 * once, and a lost network is no fault.
 * @param page path that is shown
 */
export function createFaultReporter(send: Send, page: () => string): (fault: unknown) => void {
  const told = new Set<string>();
  return (fault) => {
    if (fault instanceof UnreachableError) return;
    const { message, stack } = describe(fault);
    if (told.size >= MOST || told.has(message)) return;
    told.add(message);
    const body: ClientError = { message, stack, page: page().slice(0, 200) };
    // Nobody is left to tell when this fails too.
    send({ method: "POST", path: "/client-errors", schema: z.undefined(), body }).catch(() => undefined);
  };
}

function describe(fault: unknown): Pick<ClientError, "message" | "stack"> {
  if (!(fault instanceof Error)) return { message: String(fault).slice(0, 500) };
  return { message: `${fault.name}: ${fault.message}`.slice(0, 500), stack: fault.stack?.slice(0, 4_000) };
}

/** Faults outside React: in listeners, timers and promises. */
export function watchFaults(report: (fault: unknown) => void): void {
  window.addEventListener("error", ({ error }) => report(error));
  window.addEventListener("unhandledrejection", ({ reason }) => report(reason));
}
