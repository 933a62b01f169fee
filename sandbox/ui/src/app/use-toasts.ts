import { useCallback, useState } from "react";

export type Toast = { id: number; text: string };

/** Telegram shows them for about as long as a short sentence takes to read. */
const TOAST_MS = 3500;

/** The notes to show, at most three, and the way to add one. */
export function useToasts(): { toasts: Toast[]; notify: (text: string) => void } {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const notify = useCallback((text: string) => {
    const id = performance.now() + Math.random();
    setToasts((before) => [...before.slice(-2), { id, text }]);
    setTimeout(() => setToasts((before) => before.filter((toast) => toast.id !== id)), TOAST_MS);
  }, []);
  return { toasts, notify };
}
