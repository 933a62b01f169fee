import { useEffect, useRef, type ReactElement } from "react";
import { useServices } from "../lib/services.js";

export interface SubmitProps {
  text: string;
  isEnabled: boolean;
  isBusy: boolean;
  /** True while there is something typed that would be lost. */
  isUnsaved: boolean;
}

/**
 * The one thing a form is for: Telegram's own button below the page, an ordinary one elsewhere. While something is
 * unsaved, Telegram asks before it closes the app.
 */
export function Submit({ text, isEnabled, isBusy, isUnsaved }: SubmitProps): ReactElement {
  const { host } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const press = (): void => button.current?.form?.requestSubmit();
    return host?.showMainButton({ text, isEnabled, isBusy }, press);
  }, [host, text, isEnabled, isBusy]);
  useEffect(() => (isUnsaved ? host?.confirmClosing() : undefined), [host, isUnsaved]);
  return (
    <button
      type="submit"
      ref={button}
      className={host === undefined ? "button button--fill" : "hidden"}
      disabled={!isEnabled || isBusy}
    >
      {text}
    </button>
  );
}
