import * as z from "zod/mini";
import { archiveSource, changeSource as changeInCore, readDialectOf } from "../../core/sources/change-source.js";
import { isSilent, listSourceHealth } from "../../core/sources/source-health.js";
import { tryDialectOf } from "../../core/sources/try-dialect.js";
import { changeSource, dialectTrial, sourceOverviews, sourceSettings, tryDialect } from "../../wire/admin-sources.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { isoOrNull } from "../show/instant.js";

const GROUP = "Sources";
const MANAGERS = admin("owner", "admin");
const sourceParams = z.object({ slug: z.string().check(z.maxLength(40)) });

export const allSources = route({
  method: "get",
  path: "/admin/sources",
  access: admin("owner", "admin", "moderator"),
  group: GROUP,
  summary: "Every source in service with its health, oldest first.",
  input: {},
  answer: { status: 200, schema: sourceOverviews },
  async handler({ context }) {
    const now = context.clock.now();
    const found = await listSourceHealth(context);
    return {
      body: {
        sources: found.map((one) => ({
          slug: one.slug,
          name: one.name,
          mode: one.mode,
          lastAcceptedAt: isoOrNull(one.lastAcceptedAt),
          stale: isSilent(one, now),
          staleAfterSeconds: one.staleAfterSeconds,
          openDeadLetters: one.openDeadLetters,
        })),
      },
    };
  },
});

export const readSourceSettings = route({
  method: "get",
  path: "/admin/sources/:slug/dialect",
  access: MANAGERS,
  group: GROUP,
  summary: "How the source's sender signs and names things; null is our own contract.",
  input: { params: sourceParams },
  answer: { status: 200, schema: sourceSettings },
  async handler({ context }, { params }) {
    return { body: { slug: params.slug, dialect: await readDialectOf(context, params.slug) } };
  },
});

export const editSource = route({
  method: "patch",
  path: "/admin/sources/:slug",
  access: MANAGERS,
  group: GROUP,
  summary: "Changes a source's name, its allowed silence or its dialect; receivers follow within 5 s.",
  audit: "source.change",
  input: { params: sourceParams, body: changeSource },
  answer: { status: 204 },
  async handler({ context }, { params, body, principal, requestId }) {
    await changeInCore(context, params.slug, body, { actor: actorOf(principal), requestId });
    return { body: undefined, audited: { isWritten: true } };
  },
});

export const trySourceDialect = route({
  method: "post",
  path: "/admin/sources/:slug/try",
  access: MANAGERS,
  group: GROUP,
  summary: "Tries a dialect on a sample before it goes live: the signature's verdict and the wager it would make.",
  audit: "source.try",
  input: { params: sourceParams, body: tryDialect },
  answer: { status: 200, schema: dialectTrial },
  async handler({ context }, { params, body }) {
    const trial = await tryDialectOf(context, params.slug, body);
    return { body: trial, audited: { subject: `source:${params.slug}`, detail: { signature: trial.signature } } };
  },
});

export const removeSource = route({
  method: "delete",
  path: "/admin/sources/:slug",
  access: MANAGERS,
  group: GROUP,
  summary: "Takes a source out of service: its posts get 410, new races no longer count it; what it sent stays.",
  audit: "source.archive",
  input: { params: sourceParams },
  answer: { status: 204 },
  async handler({ context }, { params, principal, requestId }) {
    await archiveSource(context, params.slug, { actor: actorOf(principal), requestId });
    return { body: undefined, audited: { isWritten: true } };
  },
});
