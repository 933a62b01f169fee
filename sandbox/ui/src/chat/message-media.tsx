import { type ReactNode, useState } from "react";
import type { FileView, MessageView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Icon } from "../components/icon.js";

/** Bubbles are at most this wide; taller pictures are cropped to this height (CSS pixels). */
const PHOTO_MAX_WIDTH = 400;
const PHOTO_MAX_HEIGHT = 420;

/** Reserves the picture's place before it is loaded, so that the chat does not jump. */
function photoSize(photo: FileView): { width: number; aspectRatio: string } {
  const width = photo.width ?? PHOTO_MAX_WIDTH;
  const height = photo.height ?? Math.round(width * 0.66);
  const scale = Math.min(1, PHOTO_MAX_WIDTH / width, PHOTO_MAX_HEIGHT / height);
  return { width: Math.max(160, Math.round(width * scale)), aspectRatio: `${width} / ${height}` };
}

function Photo({ photo, caption, hasSpoiler }: { photo: FileView; caption: string; hasSpoiler: boolean }): ReactNode {
  const { show } = useDesk();
  const [isCovered, setCovered] = useState(hasSpoiler);
  return (
    <button
      type="button"
      className={isCovered ? "photo is-covered" : "photo"}
      style={photoSize(photo)}
      aria-label={isCovered ? "Hidden photo, press to show" : "Open photo"}
      onClick={() => {
        if (isCovered) setCovered(false);
        else show({ kind: "photo", photo, caption });
      }}
    >
      <img src={photo.url} alt={caption === "" ? "Photo" : caption} loading="lazy" />
    </button>
  );
}

const UNITS = ["B", "KB", "MB", "GB"] as const;

/** "0.9 MB"; units of 1,024, as file managers count. */
function fileSize(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power] ?? "B"}`;
}

function Document({ file }: { file: FileView }): ReactNode {
  return (
    <a className="document" href={file.url} download={file.fileName ?? "file"}>
      <span className="document-icon">
        <Icon name="file" />
      </span>
      <span className="document-text">
        <bdi className="document-name">{file.fileName ?? "File"}</bdi>
        <span className="document-size">{fileSize(file.sizeBytes)}</span>
      </span>
    </a>
  );
}

/** The picture or file of a message. */
export function MessageMedia({ message }: { message: MessageView }): ReactNode {
  if (message.photo !== undefined) {
    return <Photo photo={message.photo} caption={message.text ?? ""} hasSpoiler={message.hasSpoiler ?? false} />;
  }
  return message.document === undefined ? null : <Document file={message.document} />;
}
