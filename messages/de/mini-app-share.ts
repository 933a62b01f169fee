import type { MiniAppShareMessages } from "../en/mini-app-share.js";

export const miniAppShare = {
  title: { race: "Rennen teilen", place: "Deinen Platz teilen" },
  picture: "Das Bild, das andere sehen",
  message: "An einen Chat senden",
  link: "Link senden",
  story: "Als Story posten",
  publicName: "Andere sehen nur deinen öffentlichen Namen.",
  sent: "Gesendet.",
  declined: "Nicht gesendet.",
  failed: "Telegram konnte es nicht senden. Der Link geht trotzdem.",
  homeScreen: "Zum Startbildschirm hinzufügen",
  close: "Schließen",
} satisfies MiniAppShareMessages;
