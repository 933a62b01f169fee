import type { ReactNode } from "react";
import { type DialogRequest, useDesk } from "../app/desk.js";
import { Dialog } from "../components/dialog.js";
import { PersonButtons } from "../people/person-switcher.js";
import { ChatInfoDialog } from "./chat-info-dialog.js";
import { ChooseChatDialog } from "./choose-chat-dialog.js";
import { NewGroupDialog } from "./new-group-dialog.js";

function AlertDialog({ title, text, onClose }: { title: string; text: string; onClose: () => void }): ReactNode {
  return (
    <Dialog
      title={title}
      isDismissable={false}
      testId="alert-dialog"
      onClose={onClose}
      actions={
        <button type="button" className="button button-main" onClick={onClose}>
          OK
        </button>
      }
    >
      <p className="dialog-text" dir="auto">
        {text}
      </p>
    </Dialog>
  );
}

/** A real anchor, because browsers only let a person's own click open a tab. */
function LinkDialog({ url, onClose }: { url: string; onClose: () => void }): ReactNode {
  return (
    <Dialog
      title="Open this link?"
      testId="link-dialog"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <a className="button button-main" href={url} target="_blank" rel="noreferrer noopener" onClick={onClose}>
            Open
          </a>
        </>
      }
    >
      <p className="dialog-text is-url">{url}</p>
    </Dialog>
  );
}

/** Shows whichever dialog the page asked for. */
export function DialogHost({ dialog, news }: { dialog: DialogRequest | null; news: ReadonlySet<number> }): ReactNode {
  const { show, state } = useDesk();
  const close = (): void => show(null);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "alert":
      return <AlertDialog title={dialog.title} text={dialog.text} onClose={close} />;
    case "link":
      return <LinkDialog url={dialog.url} onClose={close} />;
    case "chooseChat":
      return <ChooseChatDialog title={dialog.title} chats={dialog.chats} onChoice={dialog.onChoice} onClose={close} />;
    case "newGroup":
      return <NewGroupDialog onClose={close} />;
    case "chatInfo": {
      const chat = state.chats.find((one) => one.id === dialog.chatId);
      return chat === undefined ? null : <ChatInfoDialog chat={chat} onClose={close} />;
    }
    case "photo":
      return (
        <Dialog title={dialog.caption === "" ? "Photo" : dialog.caption} className="photo-dialog" onClose={close}>
          <img src={dialog.photo.url} alt={dialog.caption === "" ? "Photo" : dialog.caption} />
        </Dialog>
      );
    case "people":
      return (
        <Dialog title="Act as" className="people-dialog" testId="people-dialog" onClose={close}>
          <PersonButtons news={news} onChosen={close} />
        </Dialog>
      );
    default:
      return null;
  }
}
