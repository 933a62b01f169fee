import * as z from "zod/mini";
import { banPerson, unbanPerson } from "../../core/access/ban.js";
import { listAudit } from "../../core/access/list-audit.js";
import { grantRole as grantInCore, revokeRole as revokeInCore } from "../../core/access/roles.js";
import { endAllSessions, endSession, listSessions } from "../../core/access/sessions.js";
import type { CoreContext } from "../../core/context.js";
import { ForbiddenError, NotFoundError } from "../../core/errors.js";
import { listPeople, readPerson, type Person } from "../../core/people/list-people.js";
import { auditList, endedSessions, grantRole, person, personList } from "../../wire/admin-people.js";
import { formatPlayerId, playerId, telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import { withReason } from "../../wire/admin-races.js";
import { role, type Role } from "../../wire/scalars.js";
import { personSessions } from "../../wire/sessions.js";
import { actorOf, type Principal } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { isoOrNull } from "../show/instant.js";
import { idCursor, nextIdCursor, pageQuery } from "./params.js";

const STAFF = admin("owner", "admin", "moderator");
const MANAGERS: ReadonlySet<Role> = new Set(["owner", "admin"]);
const GROUP = "People";
const personParams = z.object({ id: z.string() });

/** @throws NotFoundError for a text that is no Telegram number */
function userIdOf(text: string): TelegramUserId {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(id)) throw new NotFoundError("There is no such person.");
  return telegramUserId(id);
}

function showPerson(one: Person): z.output<typeof person> {
  return {
    ...one,
    createdAt: one.createdAt.toISOString(),
    seenAt: one.seenAt.toISOString(),
    bannedAt: isoOrNull(one.bannedAt),
    erasedAt: isoOrNull(one.erasedAt),
    players: one.players.map(({ id, ...rest }) => ({ ...rest, id: formatPlayerId(playerId(id)) })),
  };
}

export const allPeople = route({
  method: "get",
  path: "/admin/users",
  access: STAFF,
  group: GROUP,
  summary:
    "People who met the bot or the app; `q` is a number or how a name begins, `staff=true` only those with roles.",
  input: {
    query: z.extend(pageQuery, {
      q: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
      staff: z.prefault(z.stringbool(), "false"),
    }),
  },
  answer: { status: 200, schema: personList },
  async handler({ context }, { query }) {
    const { q: text, staff: withRole, limit } = query;
    const found = await listPeople(context, { text, withRole, limit, after: idCursor(query.cursor) });
    return { body: { people: found.map(showPerson), nextCursor: nextIdCursor(found, limit) } };
  },
});

export const onePerson = route({
  method: "get",
  path: "/admin/users/:id",
  access: STAFF,
  group: GROUP,
  summary: "One person, by his Telegram number.",
  input: { params: personParams },
  answer: { status: 200, schema: person },
  async handler({ context }, { params }) {
    return { body: showPerson(await readPerson(context, userIdOf(params.id))) };
  },
});

export const grantOneRole = route({
  method: "post",
  path: "/admin/users/:id/roles",
  access: admin("owner"),
  group: GROUP,
  summary: "Gives a role; whoever holds one plays in no race.",
  audit: "role.grant",
  input: { params: personParams, body: grantRole },
  answer: { status: 200, schema: person },
  async handler({ context }, { params, body }) {
    const id = userIdOf(params.id);
    await grantInCore(context, id, body.role);
    return { body: showPerson(await readPerson(context, id)), audited: { subject: `user:${id}`, detail: body } };
  },
});

export const revokeOneRole = route({
  method: "delete",
  path: "/admin/users/:id/roles/:role",
  access: admin("owner"),
  group: GROUP,
  summary: "Takes a role away; the last owner stays. With the role of an owner, the API keys he made end.",
  audit: "role.revoke",
  input: { params: z.extend(personParams, { role }) },
  answer: { status: 204 },
  async handler({ context }, { params }) {
    const id = userIdOf(params.id);
    const endedKeys = await revokeInCore(context, id, params.role);
    const detail = { role: params.role, ...(endedKeys.length > 0 && { endedKeys }) };
    return { body: undefined, audited: { subject: `user:${id}`, detail } };
  },
});

export const sessionsOfPerson = route({
  method: "get",
  path: "/admin/users/:id/sessions",
  access: STAFF,
  group: GROUP,
  summary: "A person's live sessions, last used first.",
  input: { params: personParams },
  answer: { status: 200, schema: personSessions },
  async handler({ context }, { params }) {
    const found = await listSessions(context, userIdOf(params.id));
    return {
      body: {
        sessions: found.map((one) => ({
          ...one,
          createdAt: one.createdAt.toISOString(),
          usedAt: one.usedAt.toISOString(),
          expiresAt: one.expiresAt.toISOString(),
        })),
      },
    };
  },
});

export const endSessionsOfPerson = route({
  method: "delete",
  path: "/admin/users/:id/sessions",
  access: STAFF,
  group: GROUP,
  summary:
    "Ends all sessions and sockets of a person, as after a lost phone; a moderator none of somebody with a role.",
  audit: "session.end_all",
  input: { params: personParams },
  answer: { status: 200, schema: endedSessions },
  async handler({ context }, { params, principal }) {
    const id = userIdOf(params.id);
    await refuseAgainstStaff(context, principal, id);
    const body = { sessions: await endAllSessions(context, id, "administrator") };
    return { body, audited: { subject: `user:${id}`, detail: body } };
  },
});

export const endOneSessionOfPerson = route({
  method: "delete",
  path: "/admin/users/:id/sessions/:session",
  access: STAFF,
  group: GROUP,
  summary: "Ends one session of a person and its sockets; a moderator none of somebody with a role.",
  audit: "session.end",
  input: { params: z.extend(personParams, { session: z.string() }) },
  answer: { status: 204 },
  async handler({ context }, { params, principal }) {
    const id = userIdOf(params.id);
    await refuseAgainstStaff(context, principal, id);
    await endSession(context, id, params.session, "administrator");
    return { body: undefined, audited: { subject: `user:${id}`, detail: { session: params.session } } };
  },
});

/** Moderators look after players: nobody signs out those who could take their role away. @throws ForbiddenError */
async function refuseAgainstStaff(
  context: Pick<CoreContext, "pool">,
  principal: Principal,
  target: TelegramUserId,
): Promise<void> {
  const isManager =
    principal.kind === "key" || (principal.kind === "user" && principal.roles.some((held) => MANAGERS.has(held)));
  const isOneself = principal.kind === "user" && principal.userId === target;
  if (isManager || isOneself) return;
  if ((await readPerson(context, target)).roles.length > 0)
    throw new ForbiddenError("The person holds a role: only an owner or an admin ends such sessions.");
}

export const banOnePerson = route({
  method: "post",
  path: "/admin/users/:id/ban",
  access: STAFF,
  group: GROUP,
  summary: "Shuts a person out: sessions and sockets end within 2 s, sign-in is refused, accounts leave boards.",
  audit: "user.ban",
  input: { params: personParams, body: withReason },
  answer: { status: 200, schema: endedSessions },
  async handler({ context }, { params, body, principal }) {
    const id = userIdOf(params.id);
    const sessions = await banPerson(context, id, body, actorOf(principal));
    return { body: { sessions }, audited: { subject: `user:${id}`, detail: { ...body, sessions } } };
  },
});

export const unbanOnePerson = route({
  method: "post",
  path: "/admin/users/:id/unban",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Lets a banned person in again; what was settled without him stays.",
  audit: "user.unban",
  input: { params: personParams },
  answer: { status: 204 },
  async handler({ context }, { params, principal }) {
    const id = userIdOf(params.id);
    await unbanPerson(context, id, actorOf(principal));
    return { body: undefined, audited: { subject: `user:${id}` } };
  },
});

const filter = z.optional(z.string().check(z.minLength(1), z.maxLength(100)));

export const auditPage = route({
  method: "get",
  path: "/admin/audit",
  access: admin("owner", "admin"),
  group: GROUP,
  summary:
    "What people with rights did, newest first; `actor`, `subject` and `action` filter (`race.` finds all on races).",
  input: { query: z.extend(pageQuery, { actor: filter, subject: filter, action: filter }) },
  answer: { status: 200, schema: auditList },
  async handler({ context }, { query }) {
    const { limit, cursor, ...filters } = query;
    const acts = await listAudit(context, { ...filters, limit, after: idCursor(cursor) });
    return {
      body: {
        acts: acts.map((one) => ({ ...one, at: one.at.toISOString() })),
        nextCursor: nextIdCursor(acts, limit),
      },
    };
  },
});
