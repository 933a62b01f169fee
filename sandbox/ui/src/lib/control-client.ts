import * as z from "zod/mini";
import type { Act, ActRequest, ActResponse, PersonState, SandboxEvent, WorldView } from "../../../telegram/control.js";

// The page and the control API are built and served from one commit, so the shapes are control.ts's. What these checks
// catch is talking to something else: another program on the port, or a proxy's error page.
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Whether this can be what `/sandbox/api/state` answers. */
export function isPersonState(value: unknown): value is PersonState {
  return isRecord(value) && typeof value["version"] === "number" && Array.isArray(value["chats"]);
}

const worldView = z.custom<WorldView>(
  (value) => isRecord(value) && isRecord(value["bot"]) && Array.isArray(value["people"]),
);
const personState = z.custom<PersonState>(isPersonState);
const actResponse = z.custom<ActResponse>((value) => isRecord(value) && typeof value["ok"] === "boolean");
const sandboxEvent = z.custom<SandboxEvent>(
  (value) => isRecord(value) && (value["type"] === "changed" || value["type"] === "callbackAnswered"),
);

async function readJson(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${new URL(response.url).pathname}`);
  return response.json();
}

/** Who exists at all; asked once, before the page knows as whom to look. */
export async function fetchWorld(): Promise<WorldView> {
  return worldView.parse(await readJson(await fetch("/sandbox/api/world")));
}

/** Everything one person sees. */
export async function fetchState(userId: number): Promise<PersonState> {
  return personState.parse(await readJson(await fetch(`/sandbox/api/state?as=${userId}`)));
}

/** Does something as a person. Refusals come back as `ok: false`; only an unreachable sandbox throws. */
export async function postAct(userId: number, act: Act): Promise<ActResponse> {
  const request: ActRequest = { as: userId, act };
  const response = await fetch("/sandbox/api/act", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return actResponse.parse(await readJson(response));
}

/** Where a person's events come from. */
export function eventsUrl(userId: number): string {
  return `/sandbox/api/events?as=${userId}`;
}

/** One `data:` line of the event stream, or null when it is none of ours (a heartbeat). */
export function parseEvent(data: string): SandboxEvent | null {
  try {
    return sandboxEvent.parse(JSON.parse(data));
  } catch {
    // A line we do not know is not worth breaking the page for; the next `changed` brings the truth.
    return null;
  }
}
