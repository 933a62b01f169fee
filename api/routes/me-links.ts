import * as z from "zod/mini";
import { listLinksOf, objectToTransfer, removeLink, submitEvidence } from "../../core/links/own-links.js";
import { requestLink as requestLinkInCore } from "../../core/links/request-link.js";
import { link, linkList, linkWords, requestLink } from "../../wire/links.js";
import { personOf, route, SESSION } from "../route.js";
import { showLink } from "../show/link.js";

const GROUP = "Links";
const linkParams = z.object({ id: z.string() });

export const ownLinks = route({
  method: "get",
  path: "/me/links",
  access: SESSION,
  group: GROUP,
  summary: "One's links and requests, newest first.",
  input: {},
  answer: { status: 200, schema: linkList },
  async handler({ context }, call) {
    return { body: { links: (await listLinksOf(context, personOf(call).userId)).map(showLink) } };
  },
});

export const askForLink = route({
  method: "post",
  path: "/me/links",
  access: SESSION,
  group: GROUP,
  summary:
    "Asks for a link to a casino account. The answer carries the challenge: two odd wagers or a name suffix prove that the account is one's own. Asking again gives the same challenge.",
  input: { body: requestLink },
  answer: { status: 201, schema: link },
  async handler({ context }, call) {
    return { body: showLink(await requestLinkInCore(context, { user: personOf(call).userId, ...call.body })) };
  },
});

export const sendEvidence = route({
  method: "post",
  path: "/me/links/:id/evidence",
  access: SESSION,
  group: GROUP,
  summary: "Asks the administrators to judge instead: for who can neither wager nor change a name.",
  input: { params: linkParams, body: linkWords },
  answer: { status: 200, schema: link },
  async handler({ context }, call) {
    const { userId } = personOf(call);
    return { body: showLink(await submitEvidence(context, call.params.id, userId, { ...call.body, picture: null })) };
  },
});

export const objectToTakeover = route({
  method: "post",
  path: "/me/links/:id/object",
  access: SESSION,
  group: GROUP,
  summary: "The owner of an active link says that somebody who is taking the account over is not he.",
  input: { params: linkParams, body: linkWords },
  answer: { status: 200, schema: link },
  async handler({ context }, call) {
    const { userId } = personOf(call);
    const { own } = await objectToTransfer(context, call.params.id, userId, call.body.text);
    return { body: showLink(own) };
  },
});

export const dropLink = route({
  method: "delete",
  path: "/me/links/:id",
  access: SESSION,
  group: GROUP,
  summary: "Unlinks an account, or withdraws a request; the history stays.",
  input: { params: linkParams },
  answer: { status: 204 },
  async handler({ context }, call) {
    await removeLink(context, call.params.id, personOf(call).userId);
    return { body: undefined };
  },
});
