import { createApiKey, revokeApiKey } from "../../core/access/api-keys.js";
import { optionalText, requiredText, type Command } from "../command.js";

const ACTOR = "cli";

export const createKey: Command = {
  words: ["keys", "create"],
  arguments: [],
  options: { name: { type: "string" }, scopes: { type: "string" }, addresses: { type: "string" } },
  summary:
    "Makes an API key (scopes: admin, read; separated by commas). With --addresses 203.0.113.7,10.0.0.0/8 it counts from there only. It is shown this once.",
  async run({ context, options }) {
    const scopes = requiredText(options, "scopes").split(",");
    const addresses = optionalText(options, "addresses")?.split(",");
    const wanted = { name: requiredText(options, "name"), scopes, addresses };
    const { id, key } = await createApiKey(context, wanted, { actor: ACTOR });
    return { json: { id, key }, text: `Key ${id}. Keep it now, it is not shown again:\n\n  ${key}` };
  },
};

export const revokeKey: Command = {
  words: ["keys", "revoke"],
  arguments: ["ID"],
  options: {},
  summary: "Ends an API key at once.",
  async run({ context, positionals: [id = ""] }) {
    await revokeApiKey(context, id, { actor: ACTOR });
    return { json: { id, revoked: true }, text: `Key ${id} is revoked.` };
  },
};
