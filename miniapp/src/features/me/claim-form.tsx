import { useId, useState, type ReactElement } from "react";
import { prize as prizeSchema, type Prize } from "../../../../wire/payouts.js";
import { Button } from "../../components/button.js";
import { Fault } from "../../components/fault.js";
import { Submit } from "../../components/submit.js";
import { formatPrize } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";

const MOST_LETTERS = 200;

export interface ClaimFormProps {
  prize: Prize;
  onDone: (prize: Prize) => void;
  onCancel: () => void;
}

/** Asks where a prize shall go. */
export function ClaimForm({ prize, onDone, onCancel }: ClaimFormProps): ReactElement {
  const { api, texts, locale } = useServices();
  const { prizes: words } = usePageTexts();
  const id = useId();
  const [destination, setDestination] = useState("");
  const { run, isBusy, fault } = useAction();
  const claim = async (): Promise<void> => {
    const path = `/me/prizes/${prize.id}/claim`;
    const body = { destination: destination.trim() };
    onDone(await api.changeMine({ method: "POST", path, schema: prizeSchema, body }));
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        run(claim);
      }}
    >
      <label className="form__label" htmlFor={id}>
        {words.destination}
      </label>
      <input
        id={id}
        className="field"
        value={destination}
        maxLength={MOST_LETTERS}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDestination(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {words.destinationHint}
      </p>
      <Fault text={fault} />
      <div className="form__actions">
        <Submit
          text={words.claimAmount(formatPrize(prize.amount, locale))}
          isEnabled={destination.trim() !== ""}
          isBusy={isBusy}
          isUnsaved={destination !== ""}
        />
        <Button onPress={onCancel}>{texts.state.cancel}</Button>
      </div>
    </form>
  );
}
