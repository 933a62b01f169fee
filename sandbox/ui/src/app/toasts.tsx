import type { ReactNode } from "react";
import type { Toast } from "./use-toasts.js";

/** Short notes that go away by themselves. */
export function Toasts({ toasts }: { toasts: readonly Toast[] }): ReactNode {
  return (
    <div className="toasts" role="status" aria-live="polite" data-testid="toasts">
      {toasts.map((toast) => (
        <div key={toast.id} className="toast" dir="auto">
          {toast.text}
        </div>
      ))}
    </div>
  );
}
