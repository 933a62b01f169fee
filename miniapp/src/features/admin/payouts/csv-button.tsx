import type { ReactElement } from "react";
import { Button } from "../../../components/button.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";
import { useAdminTexts } from "../parts/admin-texts.js";

/** Longer than any browser takes to begin a download. */
const KEPT_MS = 60_000;

/** The payouts of a race as a file for a spreadsheet. */
export function CsvButton({ race }: { race: string }): ReactElement {
  const { api, timers } = useServices();
  const { desk } = useAdminTexts();
  const { run, isBusy, fault } = useAction();
  const save = async (): Promise<void> => {
    const text = await api.readMineText(`/admin/payouts.csv?race=${race}`);
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `payouts-${race}.csv`;
    link.click();
    timers.set(() => URL.revokeObjectURL(url), KEPT_MS);
  };
  return (
    <Button isDisabled={isBusy} onPress={() => run(save)}>
      {fault ?? desk.payouts.csv}
    </Button>
  );
}
