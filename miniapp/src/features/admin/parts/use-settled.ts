import { useEffect, useState } from "react";
import { useServices } from "../../../lib/services.js";

/** Between two letters of somebody who types; each pause is one question to the server. */
const PAUSE_MS = 250;

/** A value as it is once it has stopped changing. */
export function useSettled<Value>(value: Value): Value {
  const { timers } = useServices();
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const handle = timers.set(() => setSettled(value), PAUSE_MS);
    return () => timers.clear(handle);
  }, [timers, value]);
  return settled;
}
