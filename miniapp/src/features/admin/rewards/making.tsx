import { useState, type ReactElement } from "react";
import { Button } from "../../../components/button.js";
import { MakeForm, type MakeFormProps } from "../parts/make-form.js";
import { useHas } from "../parts/viewer.js";

export type MakingProps = Omit<MakeFormProps, "onCancel">;

/** A button and the form behind it; those who may not make things see neither. */
export function Making({ onSubmit, ...form }: MakingProps): ReactElement | null {
  const [isOpen, setIsOpen] = useState(false);
  const mayMake = useHas("owner", "admin");
  if (!mayMake) return null;
  if (!isOpen) {
    return (
      <div className="making">
        <Button look="fill" onPress={() => setIsOpen(true)}>
          {form.label}
        </Button>
      </div>
    );
  }
  const close = (): void => setIsOpen(false);
  return <MakeForm {...form} onSubmit={async (given) => onSubmit(given).then(close)} onCancel={close} />;
}
