import { listLinkSources } from "../../core/links/link-sources.js";
import { linkSourceList } from "../../wire/sources.js";
import { PUBLIC, route } from "../route.js";

export const linkSources = route({
  method: "get",
  path: "/sources",
  access: PUBLIC,
  group: "Links",
  summary: "Casinos at which an account can be linked.",
  input: {},
  answer: { status: 200, schema: linkSourceList },
  async handler({ context }) {
    return { body: { sources: await listLinkSources(context) } };
  },
});
