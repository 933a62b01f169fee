import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./icon.js";

type Props = {
  title: string;
  /** Shown in the head; a dialog that must be answered has none. */
  isDismissable?: boolean;
  onClose: () => void;
  children: ReactNode;
  actions?: ReactNode;
  className?: string;
  testId?: string;
};

/** A modal dialog; the browser's own keeps the focus inside and closes on Escape. */
export function Dialog({
  title,
  isDismissable = true,
  onClose,
  children,
  actions,
  className = "",
  testId,
}: Props): ReactNode {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (isDismissable && event.target === element.current) onClose();
      }}
    >
      <div className="dialog-box">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          {isDismissable ? <IconButton icon="close" label="Close" onPress={onClose} /> : null}
        </header>
        <div className="dialog-body">{children}</div>
        {actions === undefined ? null : <footer className="dialog-actions">{actions}</footer>}
      </div>
    </dialog>
  );
}
