import type { ReactElement, ReactNode } from "react";
import { Button } from "../../../components/button.js";
import { Panel } from "../../../components/panel.js";
import { ProblemError } from "../../../lib/api/send.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "./admin-texts.js";
import { DeskIcon, type DeskIconName } from "./desk-icons.js";
import type { Desk } from "./use-desk.js";

export interface HeadProps {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  /** For screen readers only, where what is chosen above says the same. */
  isQuiet?: boolean;
}

export function Head({ title, note, action, isQuiet = false }: HeadProps): ReactElement {
  return (
    <div className={isQuiet ? "desk-head--quiet" : "section-head desk-head"}>
      <h2 className={isQuiet ? "hidden" : undefined}>{title}</h2>
      {note === undefined ? null : <span className="section-head__note">{note}</span>}
      {action}
    </div>
  );
}

/** Nothing here, said calmly inside a card. */
export function Empty({ icon = "check", children }: { icon?: DeskIconName; children: ReactNode }): ReactElement {
  return (
    <div className="card empty">
      <span className="empty__icon">
        <DeskIcon name={icon} />
      </span>
      <p>{children}</p>
    </div>
  );
}

export interface DeskPanelProps<Value> extends HeadProps {
  desk: Pick<Desk<Value>, "loaded" | "retry">;
  /** Lines of the outline while it loads. */
  bones?: number;
  /** Shown in place of the content when there is nothing. */
  empty?: { when: (value: Value) => boolean; text: ReactNode; icon?: DeskIconName };
  children: (value: Value) => ReactNode;
}

/** A titled part of an administrators' page: its outline, its content, that it is empty, not allowed, or went wrong. */
export function DeskPanel<Value>(props: DeskPanelProps<Value>): ReactElement {
  const { desk, bones = 3, empty, children, ...head } = props;
  const { loaded } = desk;
  const isEmpty = loaded.phase === "ready" && empty?.when(loaded.value) === true;
  return (
    <section className="desk-panel">
      <Head {...head} />
      {loaded.phase === "ready" && !isEmpty ? <Panel>{children(loaded.value)}</Panel> : null}
      {isEmpty ? <Empty icon={empty.icon ?? "check"}>{empty.text}</Empty> : null}
      {loaded.phase === "loading" ? <Bones count={bones} /> : null}
      {loaded.phase === "failed" ? <Failed error={loaded.error} onRetry={desk.retry} /> : null}
    </section>
  );
}

export function Bones({ count }: { count: number }): ReactElement {
  const { texts } = useServices();
  return (
    <div className="card bones bones--lines" role="status" aria-label={texts.state.loading}>
      {Array.from({ length: count }, (_, at) => (
        <span key={at} className="bone bone--row" />
      ))}
    </div>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactElement {
  const { texts } = useServices();
  const { staff, desk } = useAdminTexts();
  const status = error instanceof ProblemError ? error.status : undefined;
  if (status === 403) return <Empty icon="ban">{staff.notAllowed}</Empty>;
  if (status === 404) return <Empty icon="search">{desk.missing}</Empty>;
  return (
    <div className="card panel-failed" role="alert">
      <p>{texts.state.panelFailed}</p>
      <Button onPress={onRetry}>{texts.state.retry}</Button>
    </div>
  );
}
