import type { ReactElement } from "react";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskPage } from "../shell/desk-page.js";
import { EntryQueue } from "./entry-queue.js";
import "./rewards-desk.css";

/** Rewards beside the races. */
export function RewardsDeskPage(): ReactElement {
  const { rewards } = useAdminTexts();
  return (
    <DeskPage title={rewards.title} lead={rewards.lead}>
      <EntryQueue />
    </DeskPage>
  );
}
