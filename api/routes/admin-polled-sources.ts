import * as z from "zod/mini";
import {
  changePolledSource as changeInCore,
  createPolledSource as createInCore,
  orderPoll,
} from "../../core/sources/change-polled-source.js";
import { acceptHeldSnapshot, dropHeldSnapshot } from "../../core/sources/held-snapshots.js";
import { readPolledSource } from "../../core/sources/polled-source-health.js";
import { uploadTotals as uploadInCore } from "../../core/sources/upload-totals.js";
import {
  MAX_UPLOAD_CHARACTERS,
  changePolledSource,
  decidedSnapshot,
  newPolledSource,
  orderedPoll,
  polledSource,
  uploadDifference,
  uploadTotals,
} from "../../wire/polled-sources.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";

const GROUP = "Polled sources";
const MANAGERS = admin("owner", "admin");
const sourceParams = z.object({ slug: z.string().check(z.maxLength(40)) });
const heldParams = z.object({ slug: z.string().check(z.maxLength(40)), id: z.string().check(z.maxLength(15)) });

export const addPolledSource = route({
  method: "post",
  path: "/admin/sources/polled",
  access: MANAGERS,
  group: GROUP,
  summary:
    "Makes a source that is asked for its totals, or one whose lists are uploaded. The credential is never shown.",
  audit: "source.create",
  input: { body: newPolledSource },
  answer: { status: 201, schema: polledSource },
  async handler({ context }, { body, principal, requestId }) {
    await createInCore(context, body, { actor: actorOf(principal), requestId });
    return { body: await readPolledSource(context, body.slug), audited: { isWritten: true } };
  },
});

export const showPolledSource = route({
  method: "get",
  path: "/admin/sources/:slug/polling",
  access: admin("owner", "admin", "moderator"),
  group: GROUP,
  summary: "How a source is asked and how that goes: state, findings, the snapshot kept aside, the newest polls.",
  input: { params: sourceParams },
  answer: { status: 200, schema: polledSource },
  async handler({ context }, { params }) {
    return { body: await readPolledSource(context, params.slug) };
  },
});

export const editPolledSource = route({
  method: "patch",
  path: "/admin/sources/:slug/polling",
  access: MANAGERS,
  group: GROUP,
  summary: "Changes address, account, credential, interval or pause; used with the next question, which comes at once.",
  audit: "source.polling",
  input: { params: sourceParams, body: changePolledSource },
  answer: { status: 200, schema: polledSource },
  async handler({ context }, { params, body, principal, requestId }) {
    await changeInCore(context, params.slug, body, { actor: actorOf(principal), requestId });
    return { body: await readPolledSource(context, params.slug), audited: { isWritten: true } };
  },
});

export const testPolledSource = route({
  method: "post",
  path: "/admin/sources/:slug/polling/test",
  access: MANAGERS,
  group: GROUP,
  summary: "Has a worker ask the source once without recording totals; the newest of its polls says how it went.",
  audit: "source.test",
  input: { params: sourceParams },
  answer: { status: 200, schema: orderedPoll },
  async handler({ context }, { params }) {
    const dueAt = await orderPoll(context, params.slug, "test");
    return { body: { dueAt: dueAt.toISOString() }, audited: { subject: `source:${params.slug}` } };
  },
});

export const pollSourceNow = route({
  method: "post",
  path: "/admin/sources/:slug/polling/now",
  access: MANAGERS,
  group: GROUP,
  summary: "Has a worker ask the source as soon as its least interval allows, even when it is paused.",
  audit: "source.poll",
  input: { params: sourceParams },
  answer: { status: 200, schema: orderedPoll },
  async handler({ context }, { params }) {
    const dueAt = await orderPoll(context, params.slug, "poll");
    return { body: { dueAt: dueAt.toISOString() }, audited: { subject: `source:${params.slug}` } };
  },
});

export const acceptSnapshot = route({
  method: "post",
  path: "/admin/sources/:slug/held/:id/accept",
  access: MANAGERS,
  group: GROUP,
  summary: "Takes a snapshot that was kept aside: its totals count for the moment at which it came.",
  audit: "source.accept",
  input: { params: heldParams },
  answer: { status: 200, schema: decidedSnapshot },
  async handler({ context }, { params: { slug, id }, principal }) {
    const changed = await acceptHeldSnapshot(context, slug, id, actorOf(principal));
    return {
      body: { id, state: "accepted" as const, changed },
      audited: { subject: `source:${slug}`, detail: { held: id, changed } },
    };
  },
});

export const dropSnapshot = route({
  method: "post",
  path: "/admin/sources/:slug/held/:id/drop",
  access: MANAGERS,
  group: GROUP,
  summary: "Puts a snapshot that was kept aside away for good; nothing of it counts.",
  audit: "source.drop",
  input: { params: heldParams },
  answer: { status: 200, schema: decidedSnapshot },
  async handler({ context }, { params: { slug, id }, principal }) {
    await dropHeldSnapshot(context, slug, id, actorOf(principal));
    return {
      body: { id, state: "dropped" as const, changed: 0 },
      audited: { subject: `source:${slug}`, detail: { held: id } },
    };
  },
});

export const uploadSourceTotals = route({
  method: "post",
  path: "/admin/sources/:slug/upload",
  access: MANAGERS,
  group: GROUP,
  summary: "Totals from a list that a person exported: with `dryRun` what would change, without it they are recorded.",
  audit: "source.upload",
  // Letters take up to four bytes, and JSON escapes quotes.
  bodyLimit: 4 * MAX_UPLOAD_CHARACTERS,
  input: { params: sourceParams, body: uploadTotals },
  answer: { status: 200, schema: uploadDifference },
  async handler({ context }, { params, body: { csv, dryRun: isDryRun, asOf } }) {
    const upload = { csv, isDryRun, asOf: asOf === undefined ? undefined : new Date(asOf) };
    const difference = await uploadInCore(context, params.slug, upload);
    const { applied, rows, added, changed } = difference;
    return {
      body: difference,
      audited: { subject: `source:${params.slug}`, detail: { applied, rows, added, changed } },
    };
  },
});
