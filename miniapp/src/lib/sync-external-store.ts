/** What wouter would otherwise get from a shim for React 17 (0.6 KB); see the alias in vite.config.ts. */
export { useSyncExternalStore } from "react";
