import { useState, type ReactElement } from "react";
import { createdAdjustment } from "../../../../../wire/admin-money.js";
import { createdExclusion, exclusionKind } from "../../../../../wire/admin-settlement.js";
import { raceList } from "../../../../../wire/race.js";
import { Button } from "../../../components/button.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Head } from "../parts/desk-panel.js";
import { MakeForm, type MakeField } from "../parts/make-form.js";
import { useDesk } from "../parts/use-desk.js";

export interface PlayerDeedsProps {
  player: string;
  onChange: () => void;
}

/** The races that a change may be limited to; none stands for all. */
function useRaceField(label: string, all: string): MakeField {
  const { loaded } = useDesk("/races?limit=50", raceList);
  const races = loaded.phase === "ready" ? loaded.value.races.filter(({ status }) => status !== "void") : [];
  return { name: "race", label, options: [["", all], ...races.map(({ id, title }) => [id, title] as const)] };
}

function Adjust({ player, onChange, onClose }: PlayerDeedsProps & { onClose: () => void }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const race = useRaceField(desk.race, desk.adjust.everywhere);
  return (
    <MakeForm
      label={desk.adjust.new}
      submit={desk.adjust.submit}
      fields={[
        {
          name: "aim",
          label: desk.adjust.aim,
          options: [
            ["amount", desk.adjust.add],
            ["setTo", desk.adjust.setTo],
          ],
        },
        { name: "usd", label: desk.adjust.amount, hint: desk.adjust.amountHint, maxLength: 24 },
        race,
        { name: "reason", label: desk.adjust.reason, hint: desk.races.publicReason, rows: 2, maxLength: 500 },
        {
          name: "until",
          label: desk.adjust.until,
          hint: desk.adjust.untilHint,
          kind: "datetime-local",
          isOptional: true,
        },
        {
          name: "second",
          label: desk.adjust.second,
          options: [
            ["", desk.adjust.secondNo],
            ["yes", desk.adjust.secondYes],
          ],
        },
      ]}
      onCancel={onClose}
      onSubmit={async ({ aim = "amount", usd, until, second, ...given }) => {
        const body = {
          ...given,
          player,
          [aim]: usd,
          ...(until !== undefined && { expiresAt: new Date(until).toISOString() }),
          ...(second === "yes" && { secondApprover: true }),
        };
        await api.changeMine({ method: "POST", path: "/admin/adjustments", schema: createdAdjustment, body });
        onClose();
        onChange();
      }}
    />
  );
}

function Exclude({ player, onChange, onClose }: PlayerDeedsProps & { onClose: () => void }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const race = useRaceField(desk.race, desk.exclude.everywhere);
  return (
    <MakeForm
      label={desk.exclude.new}
      submit={desk.exclude.submit}
      fields={[
        {
          name: "kind",
          label: desk.exclude.kindLabel,
          options: exclusionKind.options.map((kind) => [kind, desk.exclude.kind[kind]] as const),
        },
        race,
        { name: "reason", label: desk.exclude.reason, hint: desk.exclude.reasonHint, rows: 2, maxLength: 500 },
      ]}
      onCancel={onClose}
      onSubmit={async (given) => {
        const body = { ...given, player };
        await api.changeMine({ method: "POST", path: "/admin/exclusions", schema: createdExclusion, body });
        onClose();
        onChange();
      }}
    />
  );
}

/** What may be done to an account: correct its score, leave it out. */
export function PlayerDeeds(props: PlayerDeedsProps): ReactElement {
  const { desk } = useAdminTexts();
  const [doing, setDoing] = useState<"adjust" | "exclude">();
  const close = (): void => setDoing(undefined);
  return (
    <section>
      <Head title={desk.acts} />
      {doing === "adjust" ? <Adjust {...props} onClose={close} /> : null}
      {doing === "exclude" ? <Exclude {...props} onClose={close} /> : null}
      {doing === undefined ? (
        <div className="card moves">
          <div className="deeds">
            <Button onPress={() => setDoing("adjust")}>{desk.adjust.new}</Button>
            <Button look="danger" onPress={() => setDoing("exclude")}>
              {desk.exclude.new}
            </Button>
          </div>
        </div>
      ) : null}
    </section>
  );
}
