import type { ReactElement } from "react";
import { sourceOverviews } from "../../../../../../wire/admin-sources.js";
import { claimDays, newcomerPolicy, tieRule, unclaimedRule } from "../../../../../../wire/race.js";
import { Button } from "../../../../components/button.js";
import { Switch } from "../../../../components/fields.js";
import { SelectInput, TextInput } from "../../../../components/inputs.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { useDesk } from "../../parts/use-desk.js";
import type { RaceDraft } from "./race-draft.js";

export interface FieldsProps {
  draft: RaceDraft;
  change: (change: Partial<RaceDraft>) => void;
}

function Sources({ draft, change }: FieldsProps): ReactElement | null {
  const { desk } = useAdminTexts();
  const { loaded } = useDesk("/admin/sources", sourceOverviews);
  // With one source there is nothing to choose; without the list all of them count, as said below.
  if (loaded.phase !== "ready" || loaded.value.sources.length < 2) return null;
  return (
    <fieldset className="sources-choice">
      <legend className="input__label">{desk.form.sources}</legend>
      <div className="sources-choice__chips">
        {loaded.value.sources.map(({ slug, name }) => {
          const isChosen = draft.sources.includes(slug);
          return (
            <button
              key={slug}
              type="button"
              className={`chip ${isChosen ? "chip--chosen" : ""}`}
              aria-pressed={isChosen}
              onClick={() =>
                change({
                  sources: isChosen ? draft.sources.filter((one) => one !== slug) : [...draft.sources, slug],
                })
              }
            >
              {name}
            </button>
          );
        })}
      </div>
      <p className="form__hint">{draft.sources.length === 0 ? desk.form.allSources : desk.form.someSources}</p>
    </fieldset>
  );
}

function Weights({ draft, change }: FieldsProps): ReactElement {
  const { desk } = useAdminTexts();
  const set = (at: number, part: Partial<RaceDraft["weights"][number]>): void =>
    change({ weights: draft.weights.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <div className="weights">
      {draft.weights.map(({ category, share }, at) => (
        <div key={at} className="pair">
          <TextInput
            label={desk.form.category}
            value={category}
            maxLength={64}
            onChange={(value) => set(at, { category: value })}
          />
          <TextInput
            label={desk.form.share}
            kind="decimal"
            value={share}
            maxLength={8}
            onChange={(value) => set(at, { share: value })}
          />
        </div>
      ))}
      <div>
        <Button onPress={() => change({ weights: [...draft.weights, { category: "", share: "0.5" }] })}>
          {desk.form.addWeight}
        </Button>
      </div>
    </div>
  );
}

/** How wagers are counted and who may win. Empty fields take what the server thinks right. */
export function RulesFields({ draft, change }: FieldsProps): ReactElement {
  const { desk } = useAdminTexts();
  const { form } = desk;
  return (
    <div className="fields">
      <div className="pair">
        <SelectInput
          label={form.tieRule}
          value={draft.tieRule}
          options={tieRule.options.map((rule) => [rule, form.tie[rule]] as const)}
          onChange={(value) => change({ tieRule: tieRule.parse(value) })}
        />
        <SelectInput
          label={form.newcomers}
          value={draft.newcomers}
          options={newcomerPolicy.options.map((policy) => [policy, form.newcomer[policy]] as const)}
          onChange={(value) => change({ newcomers: newcomerPolicy.parse(value) })}
        />
      </div>
      <div className="pair">
        <TextInput
          label={form.minWager}
          hint={form.minWagerHint}
          kind="decimal"
          value={draft.minWager}
          onChange={(minWager) => change({ minWager })}
        />
        <TextInput
          label={form.cap}
          hint={form.capHint}
          kind="decimal"
          value={draft.cap}
          onChange={(cap) => change({ cap })}
        />
      </div>
      <div className="pair">
        <TextInput
          label={form.grace}
          hint={form.graceHint}
          kind="whole"
          value={draft.graceMinutes}
          onChange={(graceMinutes) => change({ graceMinutes })}
        />
        <TextInput
          label={form.dispute}
          hint={form.disputeHint}
          kind="whole"
          value={draft.disputeHours}
          onChange={(disputeHours) => change({ disputeHours })}
        />
      </div>
      <div className="pair">
        <SelectInput
          label={form.claimDays}
          value={String(draft.claimDays)}
          options={[...claimDays.def.values].map((days) => [String(days), form.days(days)] as const)}
          onChange={(value) => change({ claimDays: claimDays.parse(Number(value)) })}
        />
        <SelectInput
          label={form.unclaimed}
          value={draft.unclaimed}
          options={unclaimedRule.options.map((rule) => [rule, form.unclaimedTo[rule]] as const)}
          onChange={(value) => change({ unclaimed: unclaimedRule.parse(value) })}
        />
      </div>
      <Sources draft={draft} change={change} />
      <div className="fields__switch">
        <Switch
          label={form.requireLink}
          hint={form.requireLinkHint}
          isOn={draft.requireLink}
          isDisabled={false}
          onChange={(requireLink) => change({ requireLink })}
        />
      </div>
      <Weights draft={draft} change={change} />
    </div>
  );
}
