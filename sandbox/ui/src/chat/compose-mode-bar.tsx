import type { ReactNode } from "react";
import { Icon, IconButton } from "../components/icon.js";
import type { ComposeMode } from "./compose-mode.js";
import { MessageSummary } from "./pinned-bar.js";

/** Says what the text will be, when it is not simply something new. */
export function ComposeModeBar({ mode, onCancel }: { mode: ComposeMode; onCancel: () => void }): ReactNode {
  if (mode.kind === "new") return null;
  return (
    <div className="compose-mode" data-testid="compose-mode">
      <Icon name={mode.kind} size={20} />
      <span className="compose-mode-text">
        <span className="compose-mode-title">
          {mode.kind === "edit" ? (
            "Edit message"
          ) : (
            <>
              Reply to <bdi>{mode.message.sender.name}</bdi>
            </>
          )}
        </span>
        <bdi className="one-line">
          <MessageSummary message={mode.message} />
        </bdi>
      </span>
      <IconButton
        icon="close"
        label={mode.kind === "edit" ? "Cancel the edit" : "Cancel the reply"}
        onPress={onCancel}
      />
    </div>
  );
}
