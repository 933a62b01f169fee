import * as z from "zod/mini";
import type { Link } from "../../core/links/link-record.js";
import { approveLink as approveInCore, listLinks, rejectLink } from "../../core/links/review-links.js";
import { namesOfPeople, type NamedPerson } from "../../core/people/names-of-people.js";
import { approveLink, linkQueue, linkState, reviewedLink } from "../../wire/links.js";
import { withReason } from "../../wire/admin-races.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import type { ApiServices } from "../services.js";
import { showLink } from "../show/link.js";
import { idCursor, nextIdCursor, pageQuery } from "./params.js";

const REVIEWERS = admin("owner", "admin", "moderator");
const GROUP = "Links";
const linkParams = z.object({ id: z.string() });

function showReviewed(link: Link, people: ReadonlyMap<number, NamedPerson>): z.output<typeof reviewedLink> {
  const person = people.get(link.user);
  return {
    ...showLink(link),
    user: { id: String(link.user), firstName: person?.firstName ?? "", username: person?.username ?? null },
    evidence: link.evidence,
    hasPicture: link.evidencePicture !== null,
    proofDetail: link.proofDetail,
    decidedBy: link.decidedBy,
  };
}

async function decided({ context }: ApiServices, link: Link) {
  return { body: showReviewed(link, await namesOfPeople(context, [link.user])), audited: { isWritten: true } as const };
}

export const linkRequests = route({
  method: "get",
  path: "/admin/links",
  access: REVIEWERS,
  group: GROUP,
  summary: "Links and requests, newest first; `state=under_review` is the queue.",
  input: { query: z.extend(pageQuery, { state: z.optional(linkState) }) },
  answer: { status: 200, schema: linkQueue },
  async handler({ context }, { query }) {
    const states = query.state === undefined ? undefined : [query.state];
    const found = await listLinks(context, { states, limit: query.limit, after: idCursor(query.cursor) });
    const people = await namesOfPeople(
      context,
      found.map(({ user }) => user),
    );
    return {
      body: {
        links: found.map((link) => showReviewed(link, people)),
        nextCursor: nextIdCursor(found, query.limit),
      },
    };
  },
});

export const approveRequest = route({
  method: "post",
  path: "/admin/links/:id/approve",
  access: REVIEWERS,
  group: GROUP,
  summary: "Believes the evidence of a request; an account that somebody else holds needs `transfer`.",
  audit: "link.approve",
  input: { params: linkParams, body: approveLink },
  answer: { status: 200, schema: reviewedLink },
  async handler(services, { params, body, principal, requestId }) {
    return decided(
      services,
      await approveInCore(services.context, params.id, body, { actor: actorOf(principal), requestId }),
    );
  },
});

export const rejectRequest = route({
  method: "post",
  path: "/admin/links/:id/reject",
  access: REVIEWERS,
  group: GROUP,
  summary: "Turns a request down; the reason is told to the person.",
  audit: "link.reject",
  input: { params: linkParams, body: withReason },
  answer: { status: 200, schema: reviewedLink },
  async handler(services, { params, body, principal, requestId }) {
    return decided(
      services,
      await rejectLink(services.context, params.id, body, { actor: actorOf(principal), requestId }),
    );
  },
});
