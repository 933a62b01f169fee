import { createRace as createRaceInCore } from "../../core/races/create-race.js";
import { createRace, race } from "../../wire/race.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";

export const addRace = route({
  method: "post",
  path: "/admin/races",
  access: admin("owner", "admin"),
  group: "Administration",
  summary: "Creates a race; it is live at once when its start has come.",
  audit: "race.create",
  input: { body: createRace },
  answer: { status: 201, schema: race },
  async handler({ context, views }, { body, principal }) {
    const id = await createRaceInCore(context, body, actorOf(principal));
    return { body: await views.race(id), audited: { subject: `race:${id}`, detail: { title: body.title } } };
  },
});
