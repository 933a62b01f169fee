import { useEffect, useState } from "react";
import { useServices } from "./services.js";

/** Server time, once a second, on the second: all clocks of the page tick together. */
export function useNow(): number {
  const { clock, timers } = useServices();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let handle = 0;
    const tick = (): void => {
      const current = clock.now();
      setNow(current);
      handle = timers.set(tick, 1000 - (current % 1000));
    };
    tick();
    return () => {
      timers.clear(handle);
    };
  }, [clock, timers]);
  return now;
}
