import { useCallback, useMemo, useState } from "react";
import type { ChatView, MessageView } from "../../../telegram/control.js";
import { setDraft } from "../lib/drafts.js";

/** What the next text is: something new, an answer, or another wording. */
export type ComposeMode =
  | { kind: "new" }
  | { kind: "reply"; message: MessageView }
  | { kind: "edit"; message: MessageView };

const NEW: ComposeMode = { kind: "new" };

type Composing = {
  mode: ComposeMode;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  clear: () => void;
};

/** The mode of one chat's composer. A bot that forces a reply starts the answer itself, once per message. */
export function useComposeMode(userId: number, chat: ChatView): Composing {
  const [chosen, setChosen] = useState<ComposeMode | null>(null);
  const [dismissedId, setDismissedId] = useState<number | null>(null);
  const forcedId = chat.forceReplyTo?.messageId ?? null;
  const forced = forcedId === dismissedId ? undefined : chat.messages.find((message) => message.id === forcedId);
  const mode = useMemo<ComposeMode>(
    () => chosen ?? (forced === undefined ? NEW : { kind: "reply", message: forced }),
    [chosen, forced],
  );
  const reply = useCallback((message: MessageView) => setChosen({ kind: "reply", message }), []);
  const edit = useCallback(
    (message: MessageView) => {
      setDraft(userId, chat.id, message.text ?? "");
      setChosen({ kind: "edit", message });
    },
    [userId, chat.id],
  );
  const clear = useCallback(() => {
    setChosen(null);
    setDismissedId(forcedId);
  }, [forcedId]);
  return { mode, reply, edit, clear };
}
