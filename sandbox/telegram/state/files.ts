import type { FileRecord } from "./records.js";
import type { IdSource } from "./ids.js";
import type { Upload } from "../http/read-request.js";

/** The sandbox never leaves the machine: public addresses that nobody mapped to a local one stay unread. */
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//;

/** Bytes the bot or people uploaded. Any bytes pass as a photo (HONESTY.md). */
export class FileStore {
  private readonly files = new Map<string, FileRecord>();
  private readonly ids: IdSource;

  constructor(ids: IdSource) {
    this.ids = ids;
  }

  add(kind: FileRecord["kind"], upload: Upload): FileRecord {
    const uniqueId = this.ids.token("file").slice(0, 15);
    const folder = kind === "photo" ? "photos" : "documents";
    const extension = kind === "photo" ? ".jpg" : /\.[A-Za-z0-9]{1,8}$/.exec(upload.fileName)?.[0];
    const file: FileRecord = {
      fileId: `${kind === "photo" ? "AgAC" : "BQAC"}${this.ids.token("fileId")}${uniqueId}`,
      uniqueId: `AQ${uniqueId}`,
      path: `${folder}/file_${this.ids.next("filePath")}${extension ?? ""}`,
      bytes: upload.bytes,
      kind,
      mimeType: kind === "photo" ? sniffImageType(upload.bytes) : upload.mimeType,
      ...(upload.fileName && kind === "document" ? { fileName: upload.fileName } : {}),
      ...imageSize(upload.bytes),
    };
    this.files.set(file.fileId, file);
    return file;
  }

  /** A photo by its address; the same address is the same file. Nothing is fetched before somebody looks at it. */
  addRemote(localUrl: string, { width, height }: { width: number; height: number }): FileRecord {
    const known = [...this.files.values()].find(({ remoteUrl }) => remoteUrl === localUrl);
    if (known) return known;
    const file = this.add("photo", { bytes: Buffer.alloc(0), fileName: "", mimeType: "image/jpeg" });
    return Object.assign(file, { remoteUrl: localUrl, width, height });
  }

  /** The bytes, fetched at the first look; undefined when there is nothing at the address. Only this machine is asked. */
  async bytesOf(file: FileRecord): Promise<Buffer | undefined> {
    if (file.remoteUrl === undefined || file.bytes.length > 0) return file.bytes;
    if (!LOCAL.test(file.remoteUrl)) return undefined;
    const response = await fetch(file.remoteUrl).catch(() => undefined);
    if (response?.ok !== true) return undefined;
    file.bytes = Buffer.from(await response.arrayBuffer());
    file.mimeType = sniffImageType(file.bytes);
    return file.bytes;
  }

  byId(fileId: string): FileRecord | undefined {
    return this.files.get(fileId);
  }

  byPath(path: string): FileRecord | undefined {
    return [...this.files.values()].find((file) => file.path === path);
  }
}

function isPng(bytes: Buffer): boolean {
  return bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47;
}

function sniffImageType(bytes: Buffer): string {
  if (isPng(bytes)) return "image/png";
  if (bytes.subarray(0, 4).toString("latin1") === "RIFF") return "image/webp";
  if (/^\s*<(?:svg|\?xml)/.test(bytes.subarray(0, 64).toString("latin1"))) return "image/svg+xml";
  return "image/jpeg";
}

/** Pixels of a PNG or JPEG; anything else counts as 1280 × 720, so that pages can lay it out. */
function imageSize(bytes: Buffer): { width: number; height: number } {
  if (isPng(bytes)) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  let at = 2;
  while (bytes.length > at + 9 && bytes[0] === 0xff && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    // Start-of-frame markers hold the size; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { width: 1280, height: 720 };
}
