import { type ReactNode, useRef } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { IconButton } from "../components/icon.js";

/** Base64 of a file without the head of its data URL. */
function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const url = typeof reader.result === "string" ? reader.result : "";
      resolve(url.slice(url.indexOf(",") + 1));
    });
    reader.addEventListener("error", () => reject(reader.error ?? new Error("The file cannot be read")));
    reader.readAsDataURL(file);
  });
}

type Props = { chat: ChatView; threadId: number | undefined; caption: string; onSent: () => void };

/** The paper clip: sends a picture, with the text of the composer as its caption. */
export function PhotoButton({ chat, threadId, caption, onSent }: Props): ReactNode {
  const { act, notify } = useDesk();
  const input = useRef<HTMLInputElement>(null);
  const send = async (file: File): Promise<void> => {
    const base64 = await readBase64(file);
    const text = caption.trim() === "" ? {} : { caption: caption.trim() };
    const thread = threadId === undefined ? {} : { threadId };
    const result = await act({ do: "sendPhoto", chatId: chat.id, base64, ...text, ...thread });
    if (result !== null) onSent();
  };
  return (
    <>
      <IconButton icon="photo" label="Send a photo" onPress={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) send(file).catch(() => notify("The picture cannot be read"));
        }}
      />
    </>
  );
}
