import { approveLink, listLinks, rejectLink } from "../../core/links/review-links.js";
import type { Link } from "../../core/links/link-record.js";
import { formatPlayerId } from "../../wire/ids.js";
import { requiredText, type Command } from "../command.js";

const ACTING = { actor: "cli" };
const LIST_LIMIT = 200;

function describe(link: Link) {
  return {
    id: link.id,
    user: String(link.user),
    source: link.source.slug,
    player: formatPlayerId(link.player.id),
    name: link.player.name,
    state: link.state,
    evidence: link.evidence,
  };
}

function line(link: Link): string {
  const { id, user, source, name, player, state, evidence } = describe(link);
  return `${id.padStart(5)}  user ${user}  ${source}:${name ?? player}  ${state}  ${evidence?.replaceAll(/\s+/g, " ") ?? ""}`;
}

export const linkQueueCommand: Command = {
  words: ["links", "queue"],
  arguments: [],
  options: {},
  summary: "Requests for links that wait for an administrator, with their evidence.",
  async run({ context }) {
    const links = await listLinks(context, { states: ["under_review"], limit: LIST_LIMIT });
    return {
      json: { links: links.map(describe) },
      text: links.map(line).join("\n") || "Nothing waits: most links prove themselves by wagers or names.",
    };
  },
};

export const approveLinkCommand: Command = {
  words: ["links", "approve"],
  arguments: ["ID"],
  options: { transfer: { type: "boolean" } },
  summary: "Believes the evidence of a request; --transfer takes the account from whoever holds it.",
  async run({ context, positionals: [id = ""], options }) {
    const link = await approveLink(context, id, { transfer: options["transfer"] === true }, ACTING);
    return { json: describe(link), text: line(link) };
  },
};

export const rejectLinkCommand: Command = {
  words: ["links", "reject"],
  arguments: ["ID"],
  options: { reason: { type: "string" } },
  summary: "Turns a request down: --reason T is told to the person.",
  async run({ context, positionals: [id = ""], options }) {
    const link = await rejectLink(context, id, { reason: requiredText(options, "reason") }, ACTING);
    return { json: describe(link), text: line(link) };
  },
};
