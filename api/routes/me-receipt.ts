import * as z from "zod/mini";
import { NotFoundError } from "../../core/errors.js";
import { readProfile } from "../../core/access/signed-in-user.js";
import { receipt } from "../../core/settlement/read-result.js";
import { ownReceipt } from "../../wire/result.js";
import { personOf, route, SESSION } from "../route.js";
import { raceIdOf } from "./params.js";

const query = z.object({ race: z.string(), version: z.optional(z.string().check(z.regex(/^[1-9]\d{0,8}$/))) });

export const readOwnReceipt = route({
  method: "get",
  path: "/me/receipt",
  access: SESSION,
  group: "Results",
  summary:
    "Proof of one's own part of a result: the salt of one's pseudonym and one's entries. For nobody else's eyes. 404 without a linked player in it.",
  input: { query },
  answer: { status: 200, schema: ownReceipt },
  async handler({ context }, call) {
    const { players } = await readProfile(context, personOf(call).userId);
    const [player] = players;
    if (player === undefined) throw new NotFoundError("No casino account is linked to you yet: link one first.");
    const { race, version } = call.query;
    return {
      body: await receipt(context, raceIdOf(race), player.id, version === undefined ? undefined : Number(version)),
    };
  },
});
