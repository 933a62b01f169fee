import type { ReactElement } from "react";
import { TextInput } from "../../../../components/inputs.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import type { FieldsProps } from "./rules-fields.js";

/** How a pool grows, and which scores its ranks ask for. Empty: a fixed pool, and nothing is asked. */
export function PoolFields({ draft, change }: FieldsProps): ReactElement {
  const { desk } = useAdminTexts();
  const { form } = desk;
  return (
    <div className="fields">
      <div className="pair">
        <TextInput
          label={form.growthShare}
          hint={form.growthShareHint}
          kind="decimal"
          value={draft.growthShare}
          maxLength={8}
          onChange={(growthShare) => change({ growthShare })}
        />
        <TextInput
          label={form.growthLimit}
          hint={form.growthLimitHint}
          kind="decimal"
          value={draft.growthLimit}
          onChange={(growthLimit) => change({ growthLimit })}
        />
      </div>
      <TextInput
        label={form.floors}
        hint={form.floorsHint}
        value={draft.floors}
        onChange={(floors) => change({ floors })}
      />
    </div>
  );
}
