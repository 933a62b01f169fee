import { useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { groupList, type telegramGroup } from "../../../../../wire/groups.js";
import { Fault } from "../../../components/fault.js";
import { Switch } from "../../../components/fields.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";

type Group = z.infer<typeof telegramGroup>;

function GroupItem({ group, onChange }: { group: Group; onChange: () => void }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const mayChange = useHas("owner", "admin");
  const { run, isBusy, fault } = useAction();
  // What was pressed shows at once; the answer puts it right.
  const [pressed, setPressed] = useState<Partial<Pick<Group, "liveBoard" | "announcements">>>({});
  const change = async (body: unknown): Promise<void> => {
    await api.changeMine({ method: "PATCH", path: `/admin/groups/${group.id}`, schema: z.undefined(), body });
    onChange();
  };
  const turn = (setting: "liveBoard" | "announcements") => (isOn: boolean) => {
    setPressed((before) => ({ ...before, [setting]: isOn }));
    run(async () => {
      try {
        await change({ [setting]: isOn });
      } finally {
        setPressed({});
      }
    });
  };
  const hasLeft = group.botStatus === "left" || group.botStatus === "kicked";
  return (
    <li className="card group">
      <div className="item__head group__head">
        <div className="item__what">
          <bdi className="item__title">{group.title}</bdi>
          <span className="item__sub">
            {desk.groupList.kind[group.kind]} · {desk.groupList.status[group.botStatus]}
          </span>
        </div>
        {group.waiting === 0 ? null : <span className="pill">{desk.groupList.waiting(group.waiting)}</span>}
      </div>
      {group.ambiguous === 0 ? null : (
        <p className="warning group__warning">{desk.groupList.ambiguous(group.ambiguous)}</p>
      )}
      <Switch
        label={desk.groupList.board}
        hint={group.canPin ? desk.groupList.boardHint : desk.groupList.cannotPin}
        isOn={pressed.liveBoard ?? group.liveBoard}
        isDisabled={!mayChange || isBusy || hasLeft}
        onChange={turn("liveBoard")}
      />
      <Switch
        label={desk.groupList.announcements}
        hint={desk.groupList.announcementsHint}
        isOn={pressed.announcements ?? group.announcements}
        isDisabled={!mayChange || isBusy || hasLeft}
        onChange={turn("announcements")}
      />
      <div className="group__foot">
        <Fault text={fault} />
        {mayChange ? (
          <Deeds
            label={group.title}
            deeds={[
              {
                key: "language",
                label: desk.groupList.language(group.language ?? desk.groupList.each),
                asks: [
                  {
                    name: "language",
                    label: desk.groupList.languageAsk,
                    hint: desk.groupList.languageHint,
                    least: 0,
                    initial: group.language ?? "",
                    maxLength: 35,
                  },
                ],
                run: (given) => change({ language: given["language"] === "" ? null : given["language"] }),
              },
              ...(group.isForum
                ? [
                    {
                      key: "topic",
                      label: desk.groupList.topic(group.threadId),
                      asks: [
                        {
                          name: "threadId",
                          label: desk.groupList.topicAsk,
                          hint: desk.groupList.topicHint,
                          kind: "whole" as const,
                          least: 0,
                          initial: group.threadId === null ? "" : String(group.threadId),
                        },
                      ],
                      run: (given: Record<string, string>) =>
                        change({ threadId: given["threadId"] === "" ? null : Number(given["threadId"]) }),
                    },
                  ]
                : []),
            ]}
          />
        ) : null}
      </div>
    </li>
  );
}

/** Telegram groups and channels of the bot, and what it does there by itself. */
export function GroupsPage(): ReactElement {
  const { desk } = useAdminTexts();
  const groups = useDesk("/admin/groups", groupList);
  return (
    <DeskPage title={desk.sections.groups} lead={desk.groupList.lead}>
      <DeskPanel
        title={desk.groupList.all}
        desk={groups}
        empty={{ when: (value) => value.groups.length === 0, text: desk.groupList.none, icon: "group" }}
      >
        {(value) => (
          <ul className="group-list">
            {value.groups.map((group) => (
              <GroupItem key={group.id} group={group} onChange={groups.refresh} />
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
