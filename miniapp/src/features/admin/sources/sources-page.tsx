import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { createdSource, sourceOverviews, type SourceOverview } from "../../../../../wire/admin-sources.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DataAge } from "../parts/data-age.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { MakeForm } from "../parts/make-form.js";
import { SecretOnce } from "../parts/secret-once.js";
import { useDesk, useEvery } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";

const LOOK_AGAIN_MS = 10_000;

function SourceCard({ source }: { source: SourceOverview }): ReactElement {
  const { host } = useServices();
  const { desk, staff } = useAdminTexts();
  return (
    <li>
      <Link
        href={`/admin/sources/${source.slug}`}
        className={`card source ${source.stale ? "source--stale" : "source--fresh"}`}
        onClick={() => host?.haptic("tap")}
      >
        <span className="source__light" aria-hidden="true" />
        <span className="source__what">
          <bdi className="item__title">{source.name}</bdi>
          <span className="item__sub">
            {source.slug} · {staff.sources.mode[source.mode]}
          </span>
          <span className="source__figures">
            <span>
              {desk.sources.newest} <DataAge asOf={source.lastAcceptedAt} isStale={source.stale} />
            </span>
            {source.openDeadLetters === 0 ? null : (
              <span className="bad">{staff.sources.deadLetters(source.openDeadLetters)}</span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

function NewSource({ onDone }: { onDone: () => void }): ReactElement {
  const { api } = useServices();
  const { desk, staff } = useAdminTexts();
  const [made, setMade] = useState<{ slug: string; secret: string }>();
  if (made !== undefined) {
    return (
      <div className="card">
        <SecretOnce
          label={desk.sources.secretOf(made.slug)}
          secret={made.secret}
          onClose={() => {
            setMade(undefined);
            onDone();
          }}
        />
      </div>
    );
  }
  return (
    <MakeForm
      label={desk.sources.new}
      submit={desk.sources.create}
      fields={[
        { name: "name", label: desk.sources.name, maxLength: 100 },
        { name: "slug", label: desk.sources.slug, hint: desk.sources.slugHint, maxLength: 40 },
        {
          name: "mode",
          label: desk.sources.mode,
          options: [
            ["events", staff.sources.mode.events],
            ["totals", staff.sources.mode.totals],
          ],
        },
      ]}
      onSubmit={async (body) =>
        setMade(await api.changeMine({ method: "POST", path: "/admin/sources", schema: createdSource, body }))
      }
      onCancel={onDone}
    />
  );
}

/** Where wagers come from, and whether they do. */
export function SourcesPage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const sources = useDesk("/admin/sources", sourceOverviews);
  useEvery(LOOK_AGAIN_MS, sources.refresh);
  const [isMaking, setIsMaking] = useState(false);
  const mayMake = useHas("owner", "admin");
  return (
    <DeskPage
      title={staff.sources.title}
      action={
        mayMake && !isMaking ? (
          <button type="button" className="button button--fill" onClick={() => setIsMaking(true)}>
            {desk.sources.new}
          </button>
        ) : null
      }
    >
      {isMaking ? (
        <NewSource
          onDone={() => {
            setIsMaking(false);
            sources.refresh();
          }}
        />
      ) : null}
      <DeskPanel
        title={desk.sources.inService}
        desk={sources}
        empty={{ when: (value) => value.sources.length === 0, text: staff.sources.none, icon: "plug" }}
      >
        {(value) => (
          <ul className="source-list">
            {value.sources.map((source) => (
              <SourceCard key={source.slug} source={source} />
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
