import type { ReactElement, ReactNode } from "react";
import { useServices } from "../lib/services.js";

export interface ButtonProps {
  onPress: () => void;
  children: ReactNode;
  /** `fill` for the one thing to do, `danger` for what cannot be undone, `tint` for all else. */
  look?: "fill" | "tint" | "danger";
  isDisabled?: boolean;
}

export function Button({ onPress, children, look = "tint", isDisabled = false }: ButtonProps): ReactElement {
  const { host } = useServices();
  return (
    <button
      type="button"
      className={`button button--${look}`}
      disabled={isDisabled}
      onClick={() => {
        host?.haptic("tap");
        onPress();
      }}
    >
      {children}
    </button>
  );
}
