import { AsyncLocalStorage } from "node:async_hooks";

const occasions = new AsyncLocalStorage<string>();

/**
 * Does something on one occasion: a request of the API, an update of Telegram, a run of a job. Lines of the log and rows of
 * the audit log that come of it bear its id, also where the code knows nothing of requests.
 */
export function onOccasion<Result>(id: string, work: () => Result): Result {
  return occasions.run(id, work);
}

/** Id of what this code runs for; `undefined` outside of any occasion. */
export function occasionId(): string | undefined {
  return occasions.getStore();
}
