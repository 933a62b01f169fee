import * as z from "zod/mini";
import { refreshSession } from "../../core/access/refresh-session.js";
import { readRefreshSessionId } from "../../core/access/session-tokens.js";
import { endSession, listSessions, openSession } from "../../core/access/sessions.js";
import { UnauthorizedError } from "../../core/errors.js";
import { refreshRequest, session, type InitDataUser } from "../../wire/auth.js";
import { telegramUserId } from "../../wire/ids.js";
import { sessionList } from "../../wire/sessions.js";
import { checkInitData, InitDataError, type InitData } from "../auth/init-data.js";
import { grantSession } from "../auth/sign-in.js";
import { addressKey } from "../../wire/client-address.js";
import { refuseWhenSpent } from "../http/rate-limits.js";
import { personOf, PUBLIC, route, SESSION } from "../route.js";
import type { ApiServices } from "../services.js";

const INIT_DATA_HEADER = /^tma (.*)$/i;

export const exchangeInitData = route({
  method: "post",
  path: "/auth/telegram",
  access: { kind: "init-data" },
  group: "Sessions",
  summary: "Opens a session. Header: `Authorization: tma <initData>`.",
  input: {},
  answer: { status: 200, schema: session },
  async handler(services, { header, address, userAgent }) {
    const { context, limits } = services;
    refuseWhenSpent(await limits.take("exchangeByAddress", addressKey(address)));
    const data = verifyLaunch(services, header("authorization"), address);
    refuseWhenSpent(await limits.take("exchangeByUser", String(data.user.id)));
    const opened = await openSession(context, describePerson(data.user), data.hash, { address, userAgent });
    context.log.info({ user_id: opened.userId, sid: opened.sessionId }, "signed in");
    return { body: await grantSession(services, opened) };
  },
});

export const refresh = route({
  method: "post",
  path: "/auth/refresh",
  access: PUBLIC,
  group: "Sessions",
  summary: "Trades a refresh token for new tokens. Each one counts once; using one again ends the session.",
  input: { body: refreshRequest },
  answer: { status: 200, schema: session },
  async handler(services, { body, address }) {
    const claimed = readRefreshSessionId(body.refreshToken) ?? addressKey(address);
    refuseWhenSpent(await services.limits.take("refreshBySession", claimed));
    return { body: await grantSession(services, await refreshSession(services.context, body.refreshToken)) };
  },
});

export const logOut = route({
  method: "post",
  path: "/auth/logout",
  access: SESSION,
  group: "Sessions",
  summary: "Ends the session: its tokens and sockets stop counting.",
  input: {},
  answer: { status: 204 },
  async handler({ context }, call) {
    const { userId, sessionId } = personOf(call);
    await endSession(context, userId, sessionId, "logout");
    context.log.info({ user_id: userId, sid: sessionId }, "signed out");
    return { body: undefined };
  },
});

export const ownSessions = route({
  method: "get",
  path: "/auth/sessions",
  access: SESSION,
  group: "Sessions",
  summary: "One's own live sessions.",
  input: {},
  answer: { status: 200, schema: sessionList },
  async handler({ context }, call) {
    const { userId, sessionId } = personOf(call);
    const sessions = await listSessions(context, userId);
    return {
      body: {
        sessions: sessions.map((one) => ({
          id: one.id,
          createdAt: one.createdAt.toISOString(),
          usedAt: one.usedAt.toISOString(),
          expiresAt: one.expiresAt.toISOString(),
          userAgent: one.userAgent,
          address: one.address,
          isCurrent: one.id === sessionId,
        })),
      },
    };
  },
});

export const endOwnSession = route({
  method: "delete",
  path: "/auth/sessions/:id",
  access: SESSION,
  group: "Sessions",
  summary: "Ends one of one's own sessions.",
  input: { params: z.object({ id: z.string() }) },
  answer: { status: 204 },
  async handler({ context }, call) {
    await endSession(context, personOf(call).userId, call.params.id, "ended by its owner");
    return { body: undefined };
  },
});

/** @throws InitDataError and logs why: the answer never says which check failed. */
function verifyLaunch({ context, config }: ApiServices, authorization: string | undefined, address: string): InitData {
  const raw = INIT_DATA_HEADER.exec(authorization ?? "")?.[1];
  if (raw === undefined) throw new UnauthorizedError("Send `Authorization: tma <initData>`.", "no_token");
  try {
    return checkInitData(raw, config.botToken, context.clock.now());
  } catch (error) {
    if (error instanceof InitDataError) context.log.warn({ fault: error.fault, address }, "initData was refused");
    throw error;
  }
}

function describePerson(user: InitDataUser) {
  return {
    id: telegramUserId(user.id),
    firstName: user.first_name,
    lastName: user.last_name ?? null,
    username: user.username ?? null,
    languageCode: user.language_code ?? null,
  };
}
