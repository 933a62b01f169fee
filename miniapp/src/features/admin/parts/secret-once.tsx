import { useState, type ReactElement } from "react";
import { Button } from "../../../components/button.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "./admin-texts.js";

export interface SecretOnceProps {
  label: string;
  secret: string;
  /** Until when the one before it works too. */
  note?: string;
  onClose: () => void;
}

/** A secret that is shown this once, with a way to copy it. */
export function SecretOnce({ label, secret, note, onClose }: SecretOnceProps): ReactElement {
  const { host } = useServices();
  const { desk } = useAdminTexts();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      host?.haptic("success");
      setIsCopied(true);
    } catch {
      // Where the clipboard is closed to pages in frames, the text can still be selected by hand.
    }
  };
  return (
    <div className="secret" role="status">
      <p className="secret__label">{label}</p>
      <output className="secret__text">{secret}</output>
      <p className="form__hint">{desk.secret.once}</p>
      {note === undefined ? null : <p className="form__hint">{note}</p>}
      <div className="form__actions">
        <Button look="fill" onPress={() => void copy()}>
          {isCopied ? desk.secret.copied : desk.secret.copy}
        </Button>
        <Button onPress={onClose}>{desk.secret.kept}</Button>
      </div>
    </div>
  );
}
