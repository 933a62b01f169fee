import type { ReactElement } from "react";
import { Button } from "../../../../components/button.js";
import { TextInput } from "../../../../components/inputs.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { emptyLane, LANE_KINDS, type LaneDraft } from "./lane-draft.js";

/** As many as a race may have. */
const MOST_LANES = 10;

interface LaneFieldsProps {
  lane: LaneDraft;
  onChange: (part: Partial<LaneDraft>) => void;
  onRemove: () => void;
}

function LaneFields({ lane, onChange, onRemove }: LaneFieldsProps): ReactElement {
  const { lanes: words } = useAdminTexts().desk.form;
  return (
    <fieldset className="lane-fields">
      <legend className="input__label">{words.kinds[lane.kind]}</legend>
      <div className="pair">
        <TextInput label={words.name} value={lane.title} maxLength={60} onChange={(title) => onChange({ title })} />
        <TextInput
          label={words.prizes}
          hint={words.prizesHint}
          value={lane.prizes}
          maxLength={400}
          onChange={(prizes) => onChange({ prizes })}
        />
      </div>
      <div className="pair">
        <TextInput
          label={words.from}
          hint={words.monthHint}
          kind="decimal"
          value={lane.from}
          onChange={(from) => onChange({ from })}
        />
        <TextInput label={words.below} kind="decimal" value={lane.below} onChange={(below) => onChange({ below })} />
      </div>
      {lane.kind === "division" ? null : (
        <TextInput
          label={words.cap}
          hint={lane.kind === "improved" ? words.improvedHint : undefined}
          kind="decimal"
          value={lane.cap}
          onChange={(cap) => onChange({ cap })}
        />
      )}
      {lane.kind === "squads" ? (
        <div className="pair">
          <TextInput
            label={words.most}
            hint={words.squadsHint}
            kind="whole"
            value={lane.most}
            onChange={(most) => onChange({ most })}
          />
          <TextInput
            label={words.joinHours}
            hint={words.joinHint}
            kind="decimal"
            value={lane.joinHours}
            onChange={(joinHours) => onChange({ joinHours })}
          />
        </div>
      ) : null}
      <div>
        <Button look="danger" onPress={onRemove}>
          {words.remove}
        </Button>
      </div>
    </fieldset>
  );
}

/** Prizes beside the main table: divisions, most improved, counting up to a cap, squads. */
export function LanesEditor(props: {
  lanes: readonly LaneDraft[];
  onChange: (lanes: readonly LaneDraft[]) => void;
}): ReactElement {
  const { lanes: words } = useAdminTexts().desk.form;
  const { lanes, onChange } = props;
  return (
    <div className="fields">
      <p className="form__hint">{words.lead}</p>
      {lanes.map((lane, at) => (
        <LaneFields
          // A lane that is being written has no other name than its place.
          key={at}
          lane={lane}
          onChange={(part) => onChange(lanes.map((one, index) => (index === at ? { ...one, ...part } : one)))}
          onRemove={() => onChange(lanes.filter((_, index) => index !== at))}
        />
      ))}
      {lanes.length >= MOST_LANES ? null : (
        <div className="lane-kinds" role="group" aria-label={words.add}>
          {LANE_KINDS.filter((kind) => kind !== "squads" || lanes.every((lane) => lane.kind !== "squads")).map(
            (kind) => (
              <button key={kind} type="button" className="chip" onClick={() => onChange([...lanes, emptyLane(kind)])}>
                + {words.kinds[kind]}
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}
