import type { ReactElement, ReactNode } from "react";
import { useServices } from "../lib/services.js";

export interface ButtonProps {
  onPress: () => void;
  children: ReactNode;
  /** `fill` for the one thing to do, `tint` for all else. */
  look?: "fill" | "tint";
}

export function Button({ onPress, children, look = "tint" }: ButtonProps): ReactElement {
  const { host } = useServices();
  return (
    <button
      type="button"
      className={`button button--${look}`}
      onClick={() => {
        host?.haptic("tap");
        onPress();
      }}
    >
      {children}
    </button>
  );
}
