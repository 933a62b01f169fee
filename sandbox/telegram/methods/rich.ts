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
const MAX_COLUMNS = 20;
const MAX_MEDIA = 50;

const richSchema = z
  .object({
    html: z.string().optional(),
    markdown: z.string().optional(),
    blocks: z.array(z.unknown()).optional(),
    media: z.array(z.unknown()).optional(),
  })
  .loose();

type Size = { blocks: number; columns: number };

/** Blocks count with list items, table rows and everything nested in them. */
function measure(value: unknown): Size {
  const size: Size = { blocks: 0, columns: 0 };
  if (typeof value !== "object" || value === null) return size;
  for (const [name, inner] of Object.entries(value)) {
    const nested = measure(inner);
    size.blocks += nested.blocks;
    size.columns = Math.max(size.columns, nested.columns);
    if (!Array.isArray(inner)) continue;
    if (name === "blocks" || name === "items" || name === "cells") size.blocks += inner.length;
    if (name === "cells")
      size.columns = Math.max(size.columns, ...inner.map((row) => (Array.isArray(row) ? row.length : 0)));
  }
  return size;
}

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
  const size = measure({ blocks });
  if (size.blocks > MAX_BLOCKS) throw emulatorRefusal(`a rich message has at most ${MAX_BLOCKS} blocks`);
  if (size.columns > MAX_COLUMNS) throw emulatorRefusal(`a table has at most ${MAX_COLUMNS} columns`);
  if ((rich?.media?.length ?? 0) > MAX_MEDIA) throw emulatorRefusal(`a rich message has at most ${MAX_MEDIA} media`);
  return { kind: "rich", source, format: html !== undefined ? "html" : markdown !== undefined ? "markdown" : "blocks" };
}

export const richMethods: MethodTable = {
  sendRichMessage: (core: Core, call: Call) => sendContent(core, call, "text messages", readRich(call)),
};
