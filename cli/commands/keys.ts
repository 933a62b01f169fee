import { createApiKey, revokeApiKey } from "../../core/access/api-keys.js";
import { requiredText, type Command } from "../command.js";

const ACTOR = "cli";

export const createKey: Command = {
  words: ["keys", "create"],
  arguments: [],
  options: { name: { type: "string" }, scopes: { type: "string" } },
  summary: "Makes an API key (scopes: admin, read; separated by commas). It is shown this once.",
  async run({ context, options }) {
    const scopes = requiredText(options, "scopes").split(",");
    const { id, key } = await createApiKey(context, { name: requiredText(options, "name"), scopes }, { actor: ACTOR });
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
