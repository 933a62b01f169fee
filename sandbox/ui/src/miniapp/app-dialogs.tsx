import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import type { BridgeHost } from "./bridge-host.js";
import type { FrameState } from "./frame-state.js";
import { StoryPreview } from "./story-preview.js";

type BoxProps = { title: string; text: string; onDismiss: () => void; testId: string; children: ReactNode };

/** A dialog over the app only: the rest of the page stays usable, as the rest of a desk beside a phone does. */
function AppDialogBox({ title, text, onDismiss, testId, children }: BoxProps): ReactNode {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onDismiss();
  };
  return (
    <div
      className="app-dialog-layer"
      onClick={(event) => {
        if (event.target === event.currentTarget) onDismiss();
      }}
    >
      <div
        ref={box}
        role="alertdialog"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className="app-dialog"
        data-testid={testId}
        onKeyDown={onKeyDown}
      >
        <h2 id={`${id}-title`} dir="auto" className={title === "" ? "visually-hidden" : ""}>
          {title === "" ? "Message of the app" : title}
        </h2>
        <p id={`${id}-text`} dir="auto">
          {text}
        </p>
        <div className="app-dialog-buttons">{children}</div>
      </div>
    </div>
  );
}

/** The app's popup, or a question of the client, over the app. */
export function AppDialogs({ state, host }: { state: FrameState; host: BridgeHost }): ReactNode {
  const { popup, question, story } = state;
  if (story !== null) return <StoryPreview story={story} onClose={(isPosted) => host.closeStory(isPosted)} />;
  if (question !== null) {
    return (
      <AppDialogBox
        title={question.title}
        text={question.text}
        testId="app-question"
        onDismiss={() => host.answerQuestion(false)}
      >
        <button type="button" onClick={() => host.answerQuestion(false)}>
          {question.no}
        </button>
        <button type="button" className="is-main" onClick={() => host.answerQuestion(true)}>
          {question.yes}
        </button>
      </AppDialogBox>
    );
  }
  if (popup === null) return null;
  return (
    <AppDialogBox title={popup.title} text={popup.message} testId="app-popup" onDismiss={() => host.answerPopup()}>
      {popup.buttons.map((button) => (
        <button
          key={button.id}
          type="button"
          className={button.type === "destructive" ? "is-danger" : ""}
          onClick={() => host.answerPopup(button.id)}
        >
          {button.text}
        </button>
      ))}
    </AppDialogBox>
  );
}
