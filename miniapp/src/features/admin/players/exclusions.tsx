import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import * as z from "zod/mini";
import { exclusionList } from "../../../../../wire/admin-settlement.js";
import { formatInstant } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { Actor } from "../parts/actor.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { Chips } from "../parts/chips.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { PlayerName, useNames } from "../parts/names.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";

type Exclusion = z.infer<typeof exclusionList>["exclusions"][number];

/** Who is left out, why, and until when. */
export function Exclusions(props: { exclusions: readonly Exclusion[]; onChange: () => void }): ReactElement {
  const { api, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  const names = useNames(props.exclusions.flatMap(({ player }) => player ?? []));
  const mayLift = useHas("owner", "admin");
  const lift = async (id: string): Promise<void> => {
    await api.changeMine({ method: "DELETE", path: `/admin/exclusions/${id}`, schema: z.undefined() });
    props.onChange();
  };
  return (
    <ul className="card items">
      {props.exclusions.map(({ id, player, user, race, kind, reason, actor, createdAt, until, liftedAt }) => (
        <li key={id} className="item">
          <div className="item__head">
            <div className="item__what">
              {player === null ? null : <PlayerName id={player} names={names} />}
              {user === null ? null : (
                <Link href={`/admin/people/${user}`} className="player-name">
                  {desk.players.person(user)}
                </Link>
              )}
              <span className="item__sub">
                {race === null ? (
                  desk.exclude.everywhere
                ) : (
                  <Link href={`/admin/races/${race}`}>{desk.adjust.inRace}</Link>
                )}
                {" · "}
                <Actor actor={actor} /> · <Moment at={createdAt} />
              </span>
            </div>
            <span className="pill">{desk.exclude.kind[kind]}</span>
          </div>
          <p className="item__words">{reason}</p>
          {until === null ? null : <p className="form__hint">{desk.exclude.until(formatInstant(until, dateLocale))}</p>}
          {mayLift && liftedAt === null ? (
            <Deeds
              label={reason}
              deeds={[{ key: "lift", label: desk.exclude.lift, ask: desk.exclude.liftAsk, run: () => lift(id) }]}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** All who are left out of races and boards. */
export function ExclusionsPage(): ReactElement {
  const { desk } = useAdminTexts();
  const [view, setView] = useState<"now" | "past">("now");
  const exclusions = useDesk(`/admin/exclusions${view === "past" ? "?past=true" : ""}`, exclusionList);
  return (
    <DeskPage title={desk.sections.exclusions} lead={desk.exclude.lead}>
      <Chips
        label={desk.views}
        chosen={view}
        onChoose={setView}
        chips={(["now", "past"] as const).map((key) => ({ key, label: desk.exclude.view[key] }))}
      />
      <DeskPanel
        isQuiet
        title={desk.exclude.view[view]}
        desk={exclusions}
        empty={{ when: (value) => value.exclusions.length === 0, text: desk.exclude.none, icon: "ban" }}
      >
        {(value) => <Exclusions exclusions={value.exclusions} onChange={exclusions.refresh} />}
      </DeskPanel>
    </DeskPage>
  );
}
