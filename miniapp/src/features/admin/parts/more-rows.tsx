import type { ReactElement } from "react";
import { Button } from "../../../components/button.js";
import { useAdminTexts } from "./admin-texts.js";

/** As many rows as the API gives on one page; what lies behind is found by a filter. */
const MOST = 200;

export interface MoreRowsProps {
  /** Null when the list ends here. */
  nextCursor: string | null;
  /** How many rows were asked for. */
  limit: number;
  /** @param most as many as can be asked for */
  onMore: (most: number) => void;
}

/** Below a list that has more rows than are shown. */
export function MoreRows({ nextCursor, limit, onMore }: MoreRowsProps): ReactElement | null {
  const { desk } = useAdminTexts();
  if (nextCursor === null || limit >= MOST) return null;
  return (
    <div className="more">
      <Button onPress={() => onMore(MOST)}>{desk.more}</Button>
    </div>
  );
}
