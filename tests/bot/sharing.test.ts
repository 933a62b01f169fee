import { describe, expect, it } from "vitest";
import { createSharing, type Sharing } from "../../bot/sharing/sharing.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { createViews } from "../../core/views/create-views.js";
import { telegramUserId, type RaceId } from "../../wire/ids.js";
import { plain, PUBLIC_URL, startStory, type Story } from "./_story.js";

/** The API's half of sharing, with a bot that is only known by its token. */
async function sharingOf(story: Story, publicUrl = PUBLIC_URL): Promise<Sharing & AsyncDisposable> {
  const { context, sandbox } = story;
  const boards = await startLiveBoards(context, { idlePauseMs: 10 }, new AbortController().signal);
  const { token, apiRoot } = sandbox;
  const views = createViews(context, boards);
  const sharing = createSharing({ context, views, token, apiRoot, publicUrl, miniAppName: null });
  return { ...sharing, [Symbol.asyncDispose]: () => boards[Symbol.asyncDispose]() };
}

async function linkedStory(): Promise<{ story: Story; race: RaceId }> {
  const story = await startStory();
  const race = await story.race({ title: "A <b>fair</b> race" });
  await story.link(story.alice, 4);
  return { story, race };
}

describe("passing on from the Mini App", () => {
  it("prepares one's own place as a picture under the public name, which only that person can send", async () => {
    const { story, race } = await linkedStory();
    await using _ = story;
    await using sharing = await sharingOf(story);
    const share = await sharing.prepare(telegramUserId(story.alice.id), { what: "place", race });
    const player = `p${story.players[3]}`;
    expect(share.picture).toMatch(new RegExp(`^${PUBLIC_URL}/og/race/${race}/${player}\\.jpg\\?lang=en&v=\\d+$`));
    expect(share).toMatchObject({
      text: "Place 4 in A <b>fair</b> race",
      link: `https://t.me/${story.sandbox.botUsername}?startapp=v1_race_${race}`,
    });
    const { said } = await story.alice.with(story.bruno).shares(share.message!.id);
    expect(said).toMatchObject({ viaBot: true, content: { kind: "photo", file: { width: 1200, height: 630 } } });
    const caption = said!.content.kind === "photo" ? said!.content.body.text : "";
    expect(plain(caption)).toMatch(/^🏁 A <b>fair<\/b> race\npl\*\*\*\w+: Rank 4 of 12$/);
    await expect(story.bruno.with(story.alice).shares(share.message!.id)).rejects.toThrow("MESSAGE_SEND_FAILED");
  });

  it("still has a link when Telegram prepares nothing, or could not fetch the picture", async () => {
    const { story, race } = await linkedStory();
    await using _ = story;
    const person = telegramUserId(story.alice.id);
    await using sharing = await sharingOf(story);
    story.sandbox.fails({
      method: "savePreparedInlineMessage",
      fault: { kind: "error", code: 500, description: "Oops" },
    });
    expect(await sharing.prepare(person, { what: "race", race })).toMatchObject({
      message: null,
      link: expect.stringContaining("startapp=v1_race_"),
    });
    await using unreachable = await sharingOf(story, "http://localhost:3000");
    expect(await unreachable.prepare(person, { what: "race", race })).toMatchObject({ message: null, picture: null });
  });

  it("has nothing to share of a place that is not there", async () => {
    const { story, race } = await linkedStory();
    await using _ = story;
    await using sharing = await sharingOf(story);
    await story.bruno.starts();
    const prepare = (person: number) => sharing.prepare(telegramUserId(person), { what: "place", race });
    await expect(prepare(story.bruno.id)).rejects.toThrow("No casino account is linked");
  });
});
