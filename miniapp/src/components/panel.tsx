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

/** Keeps a fault of one part of a page from taking the page with it. */
export class Panel extends Component<PanelProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidUpdate(before: PanelProps): void {
    if (before.of !== this.props.of && this.state.hasFailed) this.setState({ hasFailed: false });
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return <PanelFailed onRetry={() => this.setState({ hasFailed: false })} />;
  }
}
