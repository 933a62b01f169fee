import * as z from "zod/mini";
import { publicNames } from "../../core/players/public-names.js";
import {
  formSquad as formInCore,
  joinSquad as joinInCore,
  leaveSquad as leaveInCore,
} from "../../core/squads/join-squad.js";
import { squadByCode, squadsOf, squadsOfRace, type InvitingSquad, type Squad } from "../../core/squads/read-squads.js";
import { formatDeepLink } from "../../wire/deep-link.js";
import { formatPlayerId } from "../../wire/ids.js";
import {
  formSquad,
  joinSquad,
  ownSquad,
  ownSquads,
  raceSquads,
  type OwnSquad,
  type RaceSquads,
} from "../../wire/squads.js";
import { personOf, PUBLIC, route, SESSION } from "../route.js";
import type { ApiServices } from "../services.js";
import { raceIdOf, raceParams } from "./params.js";

const GROUP = "Rewards";
const squadParams = z.object({ id: z.string() });

type Deps = Pick<ApiServices, "context" | "config">;
type Terms = Pick<RaceSquads, "race" | "most" | "closesAt" | "isOpen">;

function showTerms({ race, title, most, closesAt, isOpen }: Omit<InvitingSquad, "squad" | "code">): Terms {
  return { race: { id: race, title }, most, closesAt: closesAt.toISOString(), isOpen };
}

async function showSquads({ context }: Deps, squads: readonly Squad[]): Promise<RaceSquads["squads"]> {
  const names = await publicNames(
    context.pool,
    squads.flatMap(({ members }) => members),
  );
  return squads.map(({ id, name, members }) => ({
    id,
    name,
    members: members.map((player) => ({ id: formatPlayerId(player), name: names.get(player) ?? "" })),
  }));
}

async function showOwn(deps: Deps, own: readonly InvitingSquad[]): Promise<OwnSquad[]> {
  const shown = await showSquads(
    deps,
    own.map(({ squad }) => squad),
  );
  const bot = deps.config.botUsername();
  return own.flatMap((one, at) => {
    const squad = shown[at];
    const invitation = `https://t.me/${bot}?start=${formatDeepLink({ kind: "squad", value: one.code })}`;
    return squad === undefined
      ? []
      : [{ ...showTerms(one), squad, code: one.code, invitation: bot === null ? null : invitation }];
  });
}

async function showOne(deps: Deps, code: string): Promise<OwnSquad> {
  const [shown] = await showOwn(deps, [await squadByCode(deps.context, code)]);
  if (shown === undefined) throw new Error("one squad gives one squad");
  return shown;
}

export const allSquadsOfRace = route({
  method: "get",
  path: "/races/:id/squads",
  access: PUBLIC,
  group: GROUP,
  summary: "The squads of a race with their members, and until when they are joined; 404 for a race without them.",
  input: { params: raceParams },
  answer: { status: 200, schema: raceSquads },
  async handler(services, { params }) {
    const { squads, ...terms } = await squadsOfRace(services.context, raceIdOf(params.id));
    return { body: { ...showTerms(terms), squads: await showSquads(services, squads) } };
  },
});

export const squadsOfMine = route({
  method: "get",
  path: "/me/squads",
  access: SESSION,
  group: GROUP,
  summary: "The squads one is in, newest first, with the codes that let others join.",
  input: {},
  answer: { status: 200, schema: ownSquads },
  async handler(services, call) {
    const own = await squadsOf(services.context, personOf(call).userId);
    return { body: { squads: await showOwn(services, own) } };
  },
});

export const formOneSquad = route({
  method: "post",
  path: "/me/squads",
  access: SESSION,
  group: GROUP,
  summary: "Forms a squad in a race and joins it, with one's oldest account that counts there; 409 names why not.",
  input: { body: formSquad },
  answer: { status: 201, schema: ownSquad },
  async handler(services, call) {
    const { race, name } = call.body;
    const user = personOf(call).userId;
    const code = await formInCore(services.context, { race: raceIdOf(race), name, user });
    return { body: await showOne(services, code) };
  },
});

export const joinOneSquad = route({
  method: "post",
  path: "/me/squads/join",
  access: SESSION,
  group: GROUP,
  summary: "Joins the squad of a code; 409 names why not.",
  input: { body: joinSquad },
  answer: { status: 200, schema: ownSquad },
  async handler(services, call) {
    await joinInCore(services.context, call.body.code, personOf(call).userId);
    return { body: await showOne(services, call.body.code) };
  },
});

export const leaveOneSquad = route({
  method: "delete",
  path: "/me/squads/:id",
  access: SESSION,
  group: GROUP,
  summary: "Leaves a squad while squads are open; its last member ends it.",
  input: { params: squadParams },
  answer: { status: 204 },
  async handler({ context }, call) {
    await leaveInCore(context, call.params.id, personOf(call).userId);
    return { body: undefined };
  },
});
