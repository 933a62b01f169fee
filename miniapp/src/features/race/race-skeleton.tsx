import type { ReactElement } from "react";
import { useServices } from "../../lib/services.js";

const ROWS = [1, 2, 3, 4, 5];

export function HeroBones(): ReactElement {
  return (
    <div className="card bones bones--hero">
      <span className="bone bone--pill" />
      <span className="bone bone--title" />
      <span className="bone bone--clock" />
      <span className="bone bone--line" />
    </div>
  );
}

export function PodiumBones(): ReactElement {
  return (
    <div className="card bones bones--podium">
      <span className="bone bone--step" />
      <span className="bone bone--step" />
      <span className="bone bone--step" />
    </div>
  );
}

export function RowsBones(): ReactElement {
  return (
    <div className="card bones bones--rows">
      {ROWS.map((row) => (
        <span key={row} className="bone bone--row" />
      ))}
    </div>
  );
}

/** The page's outline while it loads; `index.html` paints the same before any script has run. */
export function RaceSkeleton(): ReactElement {
  const { texts } = useServices();
  return (
    <div className="columns columns--pinned" role="status" aria-label={texts.state.loading}>
      <div className="columns__side">
        <HeroBones />
        <PodiumBones />
      </div>
      <RowsBones />
    </div>
  );
}
