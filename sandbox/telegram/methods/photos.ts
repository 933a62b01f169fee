import { z } from "zod";
import type { Core } from "../core.js";
import { ApiError, badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import type { Upload } from "../http/read-request.js";
import type { FileRecord, MessageContent } from "../state/records.js";
import { CAPTION_RULES, formatText } from "../text/format.js";
import type { MethodTable } from "./handler.js";
import { entitiesSchema, readCaption, userLookup } from "./read-text.js";
import { sendContent } from "./send.js";

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

/** An upload, a file id known here, or nothing else: the sandbox fetches no URLs. */
function readFile(core: Core, call: Call, kind: FileRecord["kind"], reference: string | undefined): FileRecord {
  if (reference === undefined || reference === "") throw badRequest(`there is no ${kind} in the request`);
  const upload = call.upload(reference);
  if (upload) return core.files.add(kind, checkedUpload(kind, upload));
  if (/^https?:\/\//i.test(reference)) throw badRequest("failed to get HTTP URL content");
  const known = core.files.byId(reference);
  if (!known) throw badRequest("wrong remote file identifier specified: Wrong string length");
  if (known.kind !== kind) throw badRequest(`can't use file of type ${known.kind} as ${kind}`);
  return known;
}

function checkedUpload(kind: FileRecord["kind"], upload: Upload): Upload {
  if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
  if (kind === "photo" && upload.bytes.length > MAX_PHOTO_BYTES) {
    throw new ApiError(413, "the photo is larger than 10 MB");
  }
  return upload;
}

const mediaSchema = z
  .object({
    type: z.string(),
    media: z.string(),
    caption: z.string().optional(),
    parse_mode: z.string().optional(),
    caption_entities: entitiesSchema.optional(),
    has_spoiler: z.boolean().optional(),
    show_caption_above_media: z.boolean().optional(),
  })
  .loose();

/** `media` of editMessageMedia. @throws ApiError for anything but photos and documents */
export function readPhotoMedia(core: Core, call: Call): MessageContent {
  const media = call.object("media", mediaSchema);
  if (!media) throw badRequest("can't parse InputMedia: media not found");
  if (media.type !== "photo" && media.type !== "document") {
    throw emulatorRefusal(`media of the type ${media.type} is not implemented`, 501);
  }
  const file = readFile(core, call, media.type, media.media);
  const source = { text: media.caption ?? "", parseMode: media.parse_mode, entities: media.caption_entities };
  const body = formatText(source, CAPTION_RULES, userLookup(core));
  if (media.type === "document") return { kind: "document", file, body };
  const captionAbove = media.show_caption_above_media === true;
  return { kind: "photo", file, body, hasSpoiler: media.has_spoiler === true, captionAbove };
}

export const photoMethods: MethodTable = {
  sendPhoto(core, call) {
    const file = readFile(core, call, "photo", call.text("photo"));
    const hasSpoiler = call.flag("has_spoiler");
    const captionAbove = call.flag("show_caption_above_media");
    return sendContent(core, call, "photos", {
      kind: "photo",
      file,
      body: readCaption(core, call),
      hasSpoiler,
      captionAbove,
    });
  },

  sendDocument(core, call) {
    const file = readFile(core, call, "document", call.text("document"));
    return sendContent(core, call, "documents", { kind: "document", file, body: readCaption(core, call) });
  },

  getFile(core, call) {
    const fileId = call.text("file_id");
    if (!fileId) throw badRequest("file_id not specified");
    const file = core.files.byId(fileId);
    if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
    if (file.bytes.length > MAX_DOWNLOAD_BYTES) throw badRequest("file is too big");
    return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path };
  },
};
