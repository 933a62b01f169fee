import { useMemo, type ReactElement } from "react";
import { useLocation } from "wouter";
import type { NewRace } from "../../../../../wire/admin-races.js";
import { race as raceSchema } from "../../../../../wire/race.js";
import { createdSeries } from "../../../../../wire/race-series.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { useQuery } from "../parts/use-query.js";
import { DeskPage } from "../shell/desk-page.js";
import { bodyOf, copyOf, emptyDraft, rulesOf, type RaceDraft } from "./form/race-draft.js";
import { RaceForm } from "./form/race-form.js";
import { ownZone } from "./form/zone-time.js";

interface Creating {
  onSubmit: (draft: RaceDraft) => Promise<void>;
  onKeep: (draft: RaceDraft) => Promise<void>;
}

function useCreate(): Creating {
  const { api } = useServices();
  const [, navigate] = useLocation();
  const create = async (body: NewRace | undefined): Promise<void> => {
    const made = await api.changeMine({ method: "POST", path: "/admin/races", schema: raceSchema, body });
    navigate(`/admin/races/${made.id}`, { replace: true });
  };
  const onSubmit = async (draft: RaceDraft): Promise<void> => {
    const { repeat } = draft;
    if (repeat === "never") return create(bodyOf(draft));
    // A series counts in calendar units: the window's length is the unit, the end follows from the rule.
    const rule = { firstStart: draft.startsAt, timeZone: draft.timeZone, unit: repeat, every: 1 };
    const body = { template: rulesOf(draft), rule };
    const made = await api.changeMine({ method: "POST", path: "/admin/series", schema: createdSeries, body });
    navigate(`/admin/races/${made.race}`, { replace: true });
  };
  const onKeep = async (draft: RaceDraft): Promise<void> => {
    const body = bodyOf(draft);
    return create(body && { ...body, draft: true });
  };
  return { onSubmit, onKeep };
}

function LikeAnother({ id }: { id: string }): ReactElement {
  const { clock } = useServices();
  const { desk } = useAdminTexts();
  const creating = useCreate();
  const race = useDesk(`/admin/races/${id}`, raceSchema);
  return race.loaded.phase === "ready" ? (
    <RaceForm kind="new" initial={copyOf(race.loaded.value, clock.now())} submit={desk.races.create} {...creating} />
  ) : (
    <DeskPanel title={desk.form.basics} desk={race} bones={6}>
      {() => null}
    </DeskPanel>
  );
}

function Fresh(): ReactElement {
  const { clock } = useServices();
  const { desk } = useAdminTexts();
  const creating = useCreate();
  const initial = useMemo(() => emptyDraft(clock.now(), ownZone()), [clock]);
  return <RaceForm kind="new" initial={initial} submit={desk.races.create} {...creating} />;
}

/** A new race, from nothing or like another one (`?like=`). */
export function NewRacePage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const like = useQuery("like");
  return (
    <DeskPage title={desk.races.new} up={{ href: "/admin/races", label: staff.entries.races }}>
      {like === null ? <Fresh /> : <LikeAnother id={like} />}
    </DeskPage>
  );
}
