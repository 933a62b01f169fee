import { z } from "zod";
import type { Core } from "../core.js";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import type { MessageContent } from "../state/records.js";
import { codePoints } from "../text/marks.js";
import type { MethodTable } from "./handler.js";
import { sendContent } from "./send.js";

const MAX_CHARACTERS = 32_768;
const MAX_BLOCKS = 500;

const richSchema = z
  .object({ html: z.string().optional(), markdown: z.string().optional(), blocks: z.array(z.unknown()).optional() })
  .loose();

/** Rich messages are stored and shown as their source; only the outer limits are checked (HONESTY.md). */
function readRich(call: Call): MessageContent {
  const rich = call.object("rich_message", richSchema);
  const { html, markdown, blocks } = rich ?? {};
  const given = [html, markdown, blocks].filter((one) => one !== undefined);
  if (given.length !== 1) throw badRequest("exactly one of the fields html, markdown, or blocks must be used");
  const source = html ?? markdown ?? JSON.stringify(blocks);
  if (source.trim() === "") throw badRequest("message text is empty");
  if (codePoints(source) > MAX_CHARACTERS)
    throw emulatorRefusal(`a rich message has at most ${MAX_CHARACTERS} characters`);
  if ((blocks?.length ?? 0) > MAX_BLOCKS) throw emulatorRefusal(`a rich message has at most ${MAX_BLOCKS} blocks`);
  return { kind: "rich", source, format: html !== undefined ? "html" : markdown !== undefined ? "markdown" : "blocks" };
}

export const richMethods: MethodTable = {
  sendRichMessage: (core: Core, call: Call) => sendContent(core, call, "text messages", readRich(call)),
};
