import type { ReactElement } from "react";
import { useLocation } from "wouter";
import { race as raceSchema, type Race } from "../../../../../wire/race.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { DeskPage } from "../shell/desk-page.js";
import { bodyOf, draftOf, rulesOf, type RaceDraft } from "./form/race-draft.js";
import { RaceForm } from "./form/race-form.js";

function Edit({ race }: { race: Race }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const [, navigate] = useLocation();
  const isLive = race.status === "live";
  const save = async (draft: RaceDraft): Promise<void> => {
    const note = draft.note.trim();
    const body = { ...(isLive ? rulesOf(draft) : bodyOf(draft)), ...(note !== "" && { note }) };
    await api.changeMine({ method: "PATCH", path: `/admin/races/${race.id}`, schema: raceSchema, body });
    navigate(`/admin/races/${race.id}`, { replace: true });
  };
  return (
    <RaceForm
      kind={isLive ? "live" : "scheduled"}
      initial={draftOf(race, race)}
      submit={desk.races.save}
      onSubmit={save}
    />
  );
}

/** Changes a race: freely before its start, by a new version of its rules while it is live. */
export function EditRacePage({ id }: { id: string }): ReactElement {
  const { desk } = useAdminTexts();
  const race = useDesk(`/admin/races/${id}`, raceSchema);
  return (
    <DeskPage title={desk.races.change} up={{ href: `/admin/races/${id}`, label: desk.races.back }}>
      <DeskPanel title="" desk={race} bones={6}>
        {(value) => <Edit key={value.id} race={value} />}
      </DeskPanel>
    </DeskPage>
  );
}
