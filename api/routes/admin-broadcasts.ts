import * as z from "zod/mini";
import {
  countRecipients,
  draftBroadcast,
  moveBroadcast,
  startBroadcast as startInCore,
  type BroadcastMove,
} from "../../core/announcements/broadcasts.js";
import { listBroadcasts } from "../../core/announcements/list-broadcasts.js";
import { InvalidInputError, NotFoundError } from "../../core/errors.js";
import {
  broadcastList,
  createBroadcast,
  createdBroadcast,
  recipientCount,
  recipientsQuery,
  startBroadcast,
} from "../../wire/broadcasts.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { Principal } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { isoOrNull } from "../show/instant.js";
import { raceIdOf } from "./params.js";

const MANAGERS = admin("owner", "admin");
const GROUP = "Broadcasts";
const LISTED = 20;
const broadcastParams = z.object({ id: z.string() });

/** @throws NotFoundError for a text that is no broadcast's number */
function broadcastNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new NotFoundError("There is no such broadcast.");
  return Number(text);
}

/** Copies that nobody can be asked about are not sent. @throws InvalidInputError for API keys */
function writerOf(principal: Principal): TelegramUserId {
  if (principal.kind === "user") return principal.userId;
  throw new InvalidInputError("A broadcast has a person who wrote it: sign in instead of using an API key.");
}

export const allBroadcasts = route({
  method: "get",
  path: "/admin/broadcasts",
  access: MANAGERS,
  group: GROUP,
  summary: "The newest broadcasts with how many copies were sent, wait, or could not be sent.",
  input: {},
  answer: { status: 200, schema: broadcastList },
  async handler({ context }) {
    const found = await listBroadcasts(context, LISTED);
    return {
      body: {
        broadcasts: found.map((one) => ({
          ...one,
          id: String(one.id),
          createdAt: one.createdAt.toISOString(),
          startedAt: isoOrNull(one.startedAt),
        })),
      },
    };
  },
});

export const broadcastRecipients = route({
  method: "get",
  path: "/admin/broadcasts/recipients",
  access: MANAGERS,
  group: GROUP,
  summary: "A trial: to how many people and groups a segment would go now.",
  input: { query: recipientsQuery },
  answer: { status: 200, schema: recipientCount },
  async handler({ context }, { query: { segment, race } }) {
    return { body: await countRecipients(context.pool, segment, race === undefined ? null : raceIdOf(race)) };
  },
});

export const addBroadcast = route({
  method: "post",
  path: "/admin/broadcasts",
  access: MANAGERS,
  group: GROUP,
  summary: "Writes a broadcast as a draft; nothing is sent yet.",
  audit: "broadcast.create",
  input: { body: createBroadcast },
  answer: { status: 201, schema: createdBroadcast },
  async handler({ context }, { body, principal }) {
    const id = String(await draftBroadcast(context, writerOf(principal), body.text));
    return { body: { id }, audited: { subject: `broadcast:${id}` } };
  },
});

export const startOneBroadcast = route({
  method: "post",
  path: "/admin/broadcasts/:id/start",
  access: MANAGERS,
  group: GROUP,
  summary: "Sends a draft to a segment, behind everything else and at Telegram's pace; a second time is refused.",
  audit: "broadcast.start",
  input: { params: broadcastParams, body: startBroadcast },
  answer: { status: 200, schema: z.object({ recipients: z.int() }) },
  async handler({ context }, { params, body: { segment, race } }) {
    const id = broadcastNumber(params.id);
    const recipients = await startInCore(context, id, segment, race === undefined ? null : raceIdOf(race));
    return {
      body: { recipients },
      audited: { subject: `broadcast:${id}`, detail: { segment, race: race ?? null, recipients } },
    };
  },
});

function moveRoute(move: BroadcastMove, summary: string) {
  return route({
    method: "post",
    path: `/admin/broadcasts/:id/${move}`,
    access: MANAGERS,
    group: GROUP,
    summary,
    audit: `broadcast.${move}`,
    input: { params: broadcastParams },
    answer: { status: 204 },
    async handler({ context }, { params }) {
      const id = broadcastNumber(params.id);
      await moveBroadcast(context, id, move);
      return { body: undefined, audited: { subject: `broadcast:${id}` } };
    },
  });
}

export const pauseOneBroadcast = moveRoute("pause", "Holds the copies that wait.");
export const resumeOneBroadcast = moveRoute("resume", "Lets a broadcast that is held go on.");
export const cancelOneBroadcast = moveRoute("cancel", "Ends a broadcast: what was not sent stays unsent.");
