import { useEffect, useState, type ReactElement } from "react";
import {
  broadcastSegment,
  createdBroadcast,
  recipientCount,
  type BroadcastSegment,
} from "../../../../../wire/broadcasts.js";
import { raceList } from "../../../../../wire/race.js";
import * as z from "zod/mini";
import { Button } from "../../../components/button.js";
import { Fault } from "../../../components/fault.js";
import { SelectInput, TextInput } from "../../../components/inputs.js";
import { Submit } from "../../../components/submit.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { useDesk } from "../parts/use-desk.js";

/** As the API takes; Telegram's own limit leaves room for the headline. */
const MOST_LETTERS = 3_500;

interface Counted {
  key: string;
  people: number;
  groups: number;
}

/** To how many a segment would go now; `undefined` until it is known. */
function useRecipients(segment: BroadcastSegment, race: string): Counted | undefined {
  const { api } = useServices();
  const [counted, setCounted] = useState<Counted>();
  const isComplete = segment !== "participants" || race !== "";
  const query = new URLSearchParams({ segment, ...(segment === "participants" ? { race } : {}) }).toString();
  useEffect(() => {
    if (!isComplete) return;
    api.readMine(`/admin/broadcasts/recipients?${query}`, recipientCount).then(
      (value) => setCounted({ ...value, key: query }),
      // Without a count nothing can be sent: the button stays off.
      () => setCounted(undefined),
    );
  }, [api, query, isComplete]);
  return counted?.key === query ? counted : undefined;
}

/** A message to many with its trial count and how it will look; sent only after a second press that tells to how many. */
export function WriteBroadcast({ onDone }: { onDone: () => void }): ReactElement {
  const { api, texts } = useServices();
  const { desk } = useAdminTexts();
  const { broadcast: words } = desk;
  const [text, setText] = useState("");
  const [segment, setSegment] = useState<BroadcastSegment>("everybody");
  const [race, setRace] = useState("");
  const [isSure, setIsSure] = useState(false);
  const { run, isBusy, fault } = useAction();
  const counted = useRecipients(segment, race);
  const { loaded } = useDesk("/races?limit=50", raceList);
  const races = loaded.phase === "ready" ? loaded.value.races : [];
  const inAll = (counted?.people ?? 0) + (counted?.groups ?? 0);
  const send = async (): Promise<void> => {
    const { id } = await api.changeMine({
      method: "POST",
      path: "/admin/broadcasts",
      schema: createdBroadcast,
      body: { text: text.trim() },
    });
    const body = { segment, ...(segment === "participants" ? { race } : {}) };
    const schema = z.object({ recipients: z.int() });
    await api.changeMine({ method: "POST", path: `/admin/broadcasts/${id}/start`, schema, body });
    onDone();
  };
  return (
    <form
      className="duo write"
      aria-label={words.new}
      onSubmit={(event) => {
        event.preventDefault();
        if (isSure) run(send);
        else setIsSure(true);
      }}
    >
      <div className="card form-card">
        <SelectInput
          label={words.segment}
          value={segment}
          options={broadcastSegment.options.map((one) => [one, words.segments[one]] as const)}
          onChange={(value) => {
            setSegment(broadcastSegment.parse(value));
            setIsSure(false);
          }}
        />
        {segment === "participants" ? (
          <SelectInput
            label={desk.race}
            value={race}
            options={[["", words.chooseRace], ...races.map(({ id, title }) => [id, title] as const)]}
            onChange={(value) => {
              setRace(value);
              setIsSure(false);
            }}
          />
        ) : null}
        <TextInput
          label={words.text}
          hint={words.letters(Array.from(text).length, MOST_LETTERS)}
          rows={7}
          maxLength={MOST_LETTERS}
          value={text}
          onChange={(value) => {
            setText(value);
            setIsSure(false);
          }}
        />
      </div>
      <div>
        <div className="chat-preview" aria-label={words.preview}>
          <p className="chat-preview__bubble">{text.trim() === "" ? words.nothingYet : text}</p>
        </div>
        <p className="write__count" role="status">
          {counted === undefined ? words.counting : words.reaches(counted.people, counted.groups)}
        </p>
        {isSure ? <p className="warning">{words.sure(inAll)}</p> : null}
        <Fault text={fault} />
        <div className="form__actions">
          <Submit
            text={isSure ? words.sendTo(inAll) : words.check}
            isEnabled={text.trim() !== "" && inAll > 0}
            isBusy={isBusy}
            isUnsaved={text !== ""}
          />
          <Button onPress={onDone}>{texts.state.cancel}</Button>
        </div>
      </div>
    </form>
  );
}
