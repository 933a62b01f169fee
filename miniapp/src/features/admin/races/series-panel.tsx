import type { ReactElement } from "react";
import { Link } from "wouter";
import * as z from "zod/mini";
import { seriesList } from "../../../../../wire/race-series.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";

const NEWEST = 3;

/** Races that come again by a calendar rule. */
export function SeriesPanel(): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const series = useDesk("/admin/series", seriesList);
  const stop = async (id: string): Promise<void> => {
    await api.changeMine({ method: "POST", path: `/admin/series/${id}/stop`, schema: z.undefined() });
    series.refresh();
  };
  return (
    <DeskPanel
      title={desk.series.title}
      desk={series}
      bones={2}
      empty={{ when: (value) => value.series.length === 0, text: desk.series.none, icon: "repeat" }}
    >
      {(value) => (
        <ul className="card items">
          {value.series.map(({ id, title, rule, isActive, races }) => (
            <li key={id} className="item">
              <div className="item__head">
                <div className="item__what">
                  <bdi className="item__title">{title}</bdi>
                  <span className="item__sub">
                    {desk.series.every(rule.every, rule.unit)} · {rule.timeZone}
                  </span>
                </div>
                <span className={`pill ${isActive ? "pill--approved" : ""}`}>
                  {isActive ? desk.series.active : desk.series.stopped}
                </span>
              </div>
              <p className="item__links">
                {races.slice(0, NEWEST).map((race, at) => (
                  <Link key={race} href={`/admin/races/${race}`}>
                    {at === 0 ? desk.series.newest : desk.series.before(at)}
                  </Link>
                ))}
              </p>
              {isActive ? (
                <Deeds
                  label={title}
                  deeds={[
                    {
                      key: "stop",
                      label: desk.series.stop,
                      look: "danger",
                      ask: desk.series.stopAsk,
                      run: () => stop(id),
                    },
                  ]}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </DeskPanel>
  );
}
