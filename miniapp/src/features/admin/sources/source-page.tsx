import { useState, type ReactElement } from "react";
import { Link, useLocation } from "wouter";
import * as z from "zod/mini";
import { rotatedSecret, sourceHealth, type SourceHealth } from "../../../../../wire/admin-sources.js";
import { formatInstant } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { formatsFor } from "../../../../../messages/format.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { DataAge } from "../parts/data-age.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel, Head } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { SecretOnce } from "../parts/secret-once.js";
import { useDesk, useEvery } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";
import { PollingPanel } from "./polling-panel.js";
import { TrySample } from "./try-sample.js";

const LOOK_AGAIN_MS = 10_000;

function Figures({ health }: { health: SourceHealth }): ReactElement {
  const { locale } = useServices();
  const { desk, staff } = useAdminTexts();
  return (
    <div className="card facts-card">
      <Facts
        facts={[
          {
            label: staff.sources.lastData,
            value: <DataAge asOf={health.lastAcceptedAt} isStale={health.stale} />,
          },
          { label: desk.sources.silentAfter, value: formatsFor(locale).duration(health.staleAfterSeconds * 1000) },
          { label: desk.sources.kind, value: staff.sources.mode[health.mode] },
          {
            label: staff.letters.title,
            value: (
              <Link
                href={`/admin/dead-letters?source=${health.slug}`}
                className={health.openDeadLetters === 0 ? "inline-link" : "inline-link bad"}
              >
                {health.openDeadLetters}
              </Link>
            ),
          },
        ]}
      />
    </div>
  );
}

/** True when the sender still signs with the secret that will soon stop working. */
function isPreviousInUse({ secrets }: SourceHealth): boolean {
  const used = (state: "current" | "previous"): number =>
    Date.parse(secrets.find((secret) => secret.state === state)?.lastUsedAt ?? "") || 0;
  return used("previous") > used("current");
}

function Secrets({ health, onChange }: { health: SourceHealth; onChange: () => void }): ReactElement {
  const { api, dateLocale } = useServices();
  const { desk, staff } = useAdminTexts();
  const [rotated, setRotated] = useState<z.infer<typeof rotatedSecret>>();
  const mayRotate = useHas("owner", "admin");
  const rotate = async (): Promise<void> => {
    const path = `/admin/sources/${health.slug}/rotate`;
    setRotated(await api.changeMine({ method: "POST", path, schema: rotatedSecret }));
    onChange();
  };
  return (
    <>
      <Head title={desk.sources.secrets} />
      <div className="card facts-card">
        <Facts
          facts={health.secrets.map(({ state, lastUsedAt, expiresAt }) => ({
            label: staff.sources.secret[state],
            value: (
              <>
                {lastUsedAt === null ? (
                  staff.sources.neverUsed
                ) : (
                  <>
                    {staff.sources.lastUsed} <Age at={lastUsedAt} />
                  </>
                )}
                {expiresAt === null ? null : ` · ${staff.sources.expires} ${formatInstant(expiresAt, dateLocale)}`}
              </>
            ),
          }))}
        />
        {isPreviousInUse(health) ? <p className="warning">{desk.sources.previousInUse}</p> : null}
        {rotated === undefined ? null : (
          <SecretOnce
            label={desk.sources.secretOf(health.slug)}
            secret={rotated.secret}
            note={desk.sources.bothUntil(formatInstant(rotated.previousExpiresAt, dateLocale))}
            onClose={() => setRotated(undefined)}
          />
        )}
        {mayRotate && rotated === undefined ? (
          <Deeds
            label={desk.sources.secrets}
            deeds={[{ key: "rotate", label: desk.sources.rotate, ask: desk.sources.rotateAsk, run: rotate }]}
          />
        ) : null}
      </div>
    </>
  );
}

function Settings({ health, onChange }: { health: SourceHealth; onChange: () => void }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const [, navigate] = useLocation();
  const path = `/admin/sources/${health.slug}`;
  const change = async (body: unknown): Promise<void> => {
    await api.changeMine({ method: "PATCH", path, schema: z.undefined(), body });
    onChange();
  };
  return (
    <>
      <Head title={desk.sources.settings} />
      <div className="card facts-card">
        <Deeds
          label={desk.sources.settings}
          deeds={[
            {
              key: "name",
              label: desk.sources.rename,
              asks: [{ name: "name", label: desk.sources.name, initial: health.name, least: 1, maxLength: 100 }],
              run: (given) => change({ name: given["name"] }),
            },
            {
              key: "silence",
              label: desk.sources.changeSilence,
              asks: [
                {
                  name: "seconds",
                  label: desk.sources.silenceSeconds,
                  kind: "whole",
                  least: 1,
                  initial: String(health.staleAfterSeconds),
                },
              ],
              run: (given) => change({ staleAfterSeconds: Number(given["seconds"]) }),
            },
            {
              key: "remove",
              label: desk.sources.remove,
              look: "danger",
              ask: desk.sources.removeAsk,
              run: async () => {
                await api.changeMine({ method: "DELETE", path, schema: z.undefined() });
                navigate("/admin/sources", { replace: true });
              },
            },
          ]}
        />
      </div>
    </>
  );
}

/** One source: its health; its secrets and a place to try what its sender would send, or how it is asked. */
export function SourcePage({ slug }: { slug: string }): ReactElement {
  const { staff, desk } = useAdminTexts();
  const health = useDesk(`/admin/sources/${slug}/health`, sourceHealth);
  useEvery(LOOK_AGAIN_MS, health.refresh);
  const mayChange = useHas("owner", "admin");
  const { loaded } = health;
  const mode = loaded.phase === "ready" ? loaded.value.mode : undefined;
  return (
    <DeskPage
      title={loaded.phase === "ready" ? <bdi>{loaded.value.name}</bdi> : slug}
      name={slug}
      up={{ href: "/admin/sources", label: staff.sources.title }}
    >
      <div className="duo">
        <div>
          <DeskPanel title={desk.sources.health} desk={health} bones={4}>
            {(value) => (
              <>
                <Figures health={value} />
                {value.polled ? null : <Secrets health={value} onChange={health.refresh} />}
                {mayChange ? <Settings health={value} onChange={health.refresh} /> : null}
              </>
            )}
          </DeskPanel>
        </div>
        <div>
          {mode === "totals" ? <PollingPanel slug={slug} /> : null}
          {mayChange && mode === "events" ? <TrySample slug={slug} /> : null}
        </div>
      </div>
    </DeskPage>
  );
}
