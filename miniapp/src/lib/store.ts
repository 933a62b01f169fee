import { useSyncExternalStore } from "react";

/** A value that components can follow. */
export interface Readable<Value> {
  get: () => Value;
  subscribe: (listener: () => void) => () => void;
}

export interface Store<Value> extends Readable<Value> {
  set: (next: Value) => void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useValue<Value>(readable: Readable<Value>): Value {
  return useSyncExternalStore(readable.subscribe, readable.get);
}
