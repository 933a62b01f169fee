import type { CSSProperties, ReactNode } from "react";
import type { BridgeHost } from "./bridge-host.js";
import type { AppButton, FrameState } from "./frame-state.js";

function buttonStyle(button: AppButton): CSSProperties {
  return {
    ...(button.color === undefined ? {} : { background: button.color }),
    ...(button.textColor === undefined ? {} : { color: button.textColor }),
  };
}

function BottomButton(props: { button: AppButton; kind: "main" | "secondary"; onPress: () => void }): ReactNode {
  const { button, kind } = props;
  return (
    <button
      type="button"
      className={`app-button app-button-${kind} ${button.hasShine ? "has-shine" : ""}`}
      style={buttonStyle(button)}
      disabled={!button.isActive}
      aria-busy={button.isProgressVisible}
      data-testid={`${kind}-button`}
      onClick={() => props.onPress()}
    >
      <bdi>{button.text}</bdi>
      {button.isProgressVisible ? <span className="key-spinner" role="status" aria-label="Working" /> : null}
    </button>
  );
}

/** The main and the secondary button that the app asked for, at the foot of its frame. */
export function AppButtons({ state, host, color }: { state: FrameState; host: BridgeHost; color: string }): ReactNode {
  const { mainButton, secondaryButton } = state;
  if (!mainButton.isVisible && !secondaryButton.isVisible) return null;
  return (
    <div className={`app-buttons is-${secondaryButton.position}`} style={{ background: color }}>
      {secondaryButton.isVisible ? (
        <BottomButton button={secondaryButton} kind="secondary" onPress={() => host.pressSecondary()} />
      ) : null}
      {mainButton.isVisible ? <BottomButton button={mainButton} kind="main" onPress={() => host.pressMain()} /> : null}
    </div>
  );
}
