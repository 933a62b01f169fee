import type { Core } from "../core.js";
import type { Call } from "../http/call.js";
import type { PollSocket } from "../updates/polling.js";

/** Carries out one method and returns what stands in `result`. @throws ApiError */
export type MethodHandler = (core: Core, call: Call, socket: PollSocket) => unknown;

export type MethodTable = Readonly<Record<string, MethodHandler>>;
