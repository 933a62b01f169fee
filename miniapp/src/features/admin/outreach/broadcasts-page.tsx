import { useState, type ReactElement } from "react";
import { broadcastList } from "../../../../../wire/broadcasts.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk, useEvery } from "../parts/use-desk.js";
import { DeskPage } from "../shell/desk-page.js";
import { BroadcastItem } from "./broadcast-item.js";
import { WriteBroadcast } from "./write-broadcast.js";

/** Copies go out at Telegram's pace, some a second. */
const LOOK_AGAIN_MS = 4_000;

/** Messages to many: written, tried, sent, watched. */
export function BroadcastsPage(): ReactElement {
  const { desk } = useAdminTexts();
  const broadcasts = useDesk("/admin/broadcasts", broadcastList);
  useEvery(LOOK_AGAIN_MS, broadcasts.refresh);
  const [isWriting, setIsWriting] = useState(false);
  return (
    <DeskPage
      title={desk.sections.broadcasts}
      lead={desk.broadcast.lead}
      action={
        isWriting ? null : (
          <button type="button" className="button button--fill" onClick={() => setIsWriting(true)}>
            {desk.broadcast.new}
          </button>
        )
      }
    >
      {isWriting ? (
        <WriteBroadcast
          onDone={() => {
            setIsWriting(false);
            broadcasts.refresh();
          }}
        />
      ) : null}
      <DeskPanel
        title={desk.broadcast.all}
        desk={broadcasts}
        empty={{ when: (value) => value.broadcasts.length === 0, text: desk.broadcast.none, icon: "horn" }}
      >
        {(value) => (
          <ul className="card items">
            {value.broadcasts.map((one) => (
              <BroadcastItem key={one.id} broadcast={one} onChange={broadcasts.refresh} />
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
