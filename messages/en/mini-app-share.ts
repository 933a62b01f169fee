/** What the Mini App says where something is passed on. */
export const miniAppShare = {
  title: { race: "Share the race", place: "Share your place" },
  picture: "The picture others will see",
  message: "Send to a chat",
  link: "Send a link",
  story: "Post as a story",
  publicName: "Others see your public name only.",
  sent: "Sent.",
  declined: "Not sent.",
  failed: "Telegram could not send it. The link still works.",
  homeScreen: "Add to the home screen",
  close: "Close",
};

export type MiniAppShareMessages = typeof miniAppShare;
