import type { ReactElement, ReactNode } from "react";
import type { Loaded } from "../lib/use-loaded.js";
import { useServices } from "../lib/services.js";
import { Button } from "./button.js";

export interface LoadedPanelProps<Value> {
  title: string;
  loaded: Loaded<Value>;
  onRetry: () => void;
  /** Lines of the outline while it loads. */
  bones?: number;
  children: (value: Value) => ReactNode;
}

/** A titled part of a page that reads for itself: its outline, what it shows, or what went wrong with a way to try again. */
export function LoadedPanel<Value>({
  title,
  loaded,
  onRetry,
  bones = 2,
  children,
}: LoadedPanelProps<Value>): ReactElement {
  const { state } = useServices().texts;
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      {loaded.phase === "ready" ? children(loaded.value) : null}
      {loaded.phase === "loading" ? (
        <div className="card bones bones--lines" role="status" aria-label={state.loading}>
          {Array.from({ length: bones }, (_, at) => (
            <span key={at} className="bone bone--row" />
          ))}
        </div>
      ) : null}
      {loaded.phase === "failed" ? (
        <div className="card panel-failed" role="alert">
          <p>{state.panelFailed}</p>
          <Button onPress={onRetry}>{state.retry}</Button>
        </div>
      ) : null}
    </section>
  );
}
