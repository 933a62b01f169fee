import type { ReactElement } from "react";
import * as z from "zod/mini";
import { milestoneList, milestonePeriod, tierList, type Milestone } from "../../../../../wire/rewards.js";
import { formatPrize } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DataTable } from "../parts/data-table.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { Making } from "./making.js";
import { askWhether, readLadder, worthOf } from "./worth.js";

function AddStep({ onMade }: { onMade: () => void }): ReactElement {
  const { api, locale } = useServices();
  const { milestones: words } = useAdminTexts().rewards;
  return (
    <Making
      label={words.add}
      submit={words.add}
      ask={({ prize = "" }) => askWhether(worthOf([prize]), words.addAsk, locale)}
      onSubmit={async (body) => {
        await api.changeMine({ method: "POST", path: "/admin/rewards/milestones", schema: milestoneList, body });
        onMade();
      }}
      fields={[
        {
          name: "period",
          label: words.period,
          options: milestonePeriod.options.map((key) => [key, words.periods[key]] as const),
          initial: "month",
        },
        { name: "threshold", label: words.threshold, kind: "decimal" },
        { name: "every", label: words.every, hint: words.everyHint, kind: "decimal", isOptional: true },
        { name: "prize", label: words.prize, kind: "decimal" },
      ]}
    />
  );
}

function StepItem({ step, onChange }: { step: Milestone; onChange: () => void }): ReactElement {
  const { api, locale } = useServices();
  const { milestones: words, end } = useAdminTexts().rewards;
  const mayEnd = useHas("owner", "admin");
  const title = `${words.periods[step.period]} · ${formatPrize(step.threshold, locale)}`;
  const retire = async (): Promise<void> => {
    await api.changeMine({ method: "DELETE", path: `/admin/rewards/milestones/${step.id}`, schema: z.undefined() });
    onChange();
  };
  return (
    <li className="item">
      <div className="item__head">
        <div className="item__what">
          <span className="item__title">{title}</span>
          {step.every === null ? null : (
            <span className="item__sub">{words.repeats(formatPrize(step.every, locale))}</span>
          )}
        </div>
        <span className="figure gold">{formatPrize(step.prize, locale)}</span>
      </div>
      {mayEnd ? (
        <Deeds
          label={title}
          deeds={[{ key: "retire", label: end, look: "danger", ask: words.retireAsk, run: retire }]}
        />
      ) : null}
    </li>
  );
}

function Levels(): ReactElement {
  const { api, locale } = useServices();
  const { levels: words } = useAdminTexts().rewards;
  const levels = useDesk("/admin/rewards/tiers", tierList);
  const replace = async ({ ladder = "" }: Record<string, string>): Promise<void> => {
    const body = { tiers: readLadder(ladder) };
    const path = "/admin/rewards/tiers";
    levels.put(await api.changeMine({ method: "POST", path, schema: tierList, body }));
  };
  return (
    <DeskPanel title={words.title} desk={levels}>
      {({ tiers }) => (
        <>
          <DataTable
            label={words.title}
            rows={tiers}
            keyOf={({ name }) => name}
            columns={[
              { key: "name", head: words.name, render: ({ name }) => <bdi>{name}</bdi> },
              { key: "from", head: words.from, isNumber: true, render: ({ from }) => formatPrize(from, locale) },
            ]}
          />
          <Making
            label={words.change}
            submit={words.change}
            ask={() => words.changeAsk}
            onSubmit={replace}
            fields={[
              {
                name: "ladder",
                label: words.ladder,
                hint: words.ladderHint,
                rows: 10,
                isMono: true,
                initial: tiers.map(({ name, from }) => `${name} ${from.replace(/\.0+$/, "")}`).join("\n"),
              },
            ]}
          />
        </>
      )}
    </DeskPanel>
  );
}

/** Steps that are paid by volume, and the ladder of levels. */
export function MilestonesDesk(): ReactElement {
  const { milestones: words } = useAdminTexts().rewards;
  const steps = useDesk("/admin/rewards/milestones", milestoneList);
  return (
    <>
      <AddStep onMade={steps.refresh} />
      <DeskPanel
        isQuiet
        title={words.title}
        desk={steps}
        empty={{ when: (value) => value.milestones.length === 0, text: words.none, icon: "gift" }}
      >
        {({ milestones }) => (
          <ul className="card items">
            {milestones.map((step) => (
              <StepItem key={step.id} step={step} onChange={steps.refresh} />
            ))}
          </ul>
        )}
      </DeskPanel>
      <Levels />
    </>
  );
}
