import { useCallback, useState } from "react";
import { ProblemError } from "./api/send.js";
import { useServices } from "./services.js";

export interface Action {
  run: (work: () => Promise<unknown>) => void;
  isBusy: boolean;
  /** Why the last try failed, in words for the person. */
  fault: string | undefined;
}

/** Something a person does: one at a time, its end felt and its failure said. */
export function useAction(): Action {
  const { host, texts } = useServices();
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const { failed } = texts.state;
  const run = useCallback(
    (work: () => Promise<unknown>) => {
      setIsBusy(true);
      setFault(undefined);
      work()
        .then(
          () => host?.haptic("success"),
          (error: unknown) => {
            host?.haptic("failure");
            setFault(faultOf(error) ?? failed);
          },
        )
        .finally(() => setIsBusy(false));
    },
    [host, failed],
  );
  return { run, isBusy, fault };
}

/** The API says what is wrong with what was given; about its own faults it has nothing to tell. */
function faultOf(error: unknown): string | undefined {
  if (!(error instanceof ProblemError) || error.status >= 500) return undefined;
  const [first] = error.problem?.errors ?? [];
  return first?.message ?? error.problem?.detail;
}
