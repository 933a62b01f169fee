import { Component, type ReactElement, type ReactNode } from "react";
import { useServices } from "../lib/services.js";
import { Button } from "./button.js";

function PanelFailed({ onRetry }: { onRetry: () => void }): ReactElement {
  const { texts } = useServices();
  return (
    <div className="card panel-failed" role="alert">
      <p>{texts.state.panelFailed}</p>
      <Button onPress={onRetry}>{texts.state.retry}</Button>
    </div>
  );
}

interface PanelProps {
  children: ReactNode;
  /** Another one, such as another path, is another chance. */
  of?: string;
}

interface PanelState {
  hasFailed: boolean;
  of: string | undefined;
}

/** Keeps a fault of one part of a page from taking the page with it. */
export class Panel extends Component<PanelProps, PanelState> {
  override state: PanelState = { hasFailed: false, of: this.props.of };

  static getDerivedStateFromError(): Pick<PanelState, "hasFailed"> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ of }: PanelProps, state: PanelState): PanelState | null {
    return of === state.of ? null : { hasFailed: false, of };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return <PanelFailed onRetry={() => this.setState({ hasFailed: false })} />;
  }
}
