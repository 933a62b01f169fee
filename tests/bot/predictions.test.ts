import { describe, expect, it } from "vitest";
import { appoint } from "./_staff.js";
import { normal, plain, startStory } from "./_story.js";

describe("lanes and predictions in chats", () => {
  it("show the lanes of a race with one's own row, from the card", async () => {
    await using story = await startStory();
    await story.race({ lanes: [{ title: "First 500", cap: "500", prizes: ["20.00"] }] });
    await story.bruno.starts();
    await story.link(story.bruno, 6);
    expect(normal((await story.bruno.sends("/race")).text)).toContain("🎽 Lanes: First 500 ($20)");
    const text = normal((await story.bruno.taps("🎽 Lanes")).text);
    expect(text).toContain("Prizes for players who have none of the main table.");
    expect(text).toContain("First 500 · $20\ncounts up to $500 of each player");
  });

  it("let people form a squad, invite by a link, join, see it rank, and leave while it is open", async () => {
    await using story = await startStory();
    const lane = { title: "Together", cap: "500", prizes: ["20.00"], squads: { most: 2 } };
    await story.race({ lanes: [lane], endsAt: new Date(Date.now() + 86_400_000).toISOString() });
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.link(story.alice, 4);
    await story.alice.sends("/race");
    expect(normal((await story.alice.taps("👥 Squads")).text)).toContain("There is no squad yet.");
    await story.alice.taps("➕ Form a squad");
    expect(normal((await story.alice.sends("t.me/spam")).text)).toContain("This name cannot be used.");
    await story.alice.taps("➕ Form a squad");
    const formed = await story.alice.sends("Night Owls");
    expect(normal(formed.text)).toContain("⭐ Your squad: Night Owls · 1 of 2 members");
    const copied = formed.replies[0]?.message.keyboard?.flat().find((key) => "copy_text" in key);
    const code = /v1_squad_([A-Za-z0-9]{10})$/.exec(JSON.stringify(copied?.copy_text?.text).replaceAll('"', ""))![1]!;

    expect(normal((await story.bruno.sends("/start v1_squad_0000000000")).text)).toContain("no squad behind this link");
    const invited = normal((await story.bruno.sends(`/start v1_squad_${code}`)).text);
    expect(invited).toContain("You are invited to the squad Night Owls");
    expect(normal((await story.bruno.taps("✅ Join")).text)).toContain("Link your casino account first");
    await story.link(story.bruno, 6);
    await story.bruno.sends(`/start v1_squad_${code}`);
    expect(normal((await story.bruno.taps("✅ Join")).text)).toMatch(/You are in\.[^]*2 of 2 members/);
    expect(normal((await story.bruno.taps("🎽 Lanes")).text)).toMatch(/Together · \$20[^]*🥇 Night Owls/);
    await story.bruno.taps("👥 Squads");
    expect(normal((await story.bruno.taps("✖️ Leave")).text)).toMatch(/You have left[^]*Night Owls · 1 of 2 members/);
  });

  it("take a prediction by three presses, which may be made anew, and open a game in one line", async () => {
    await using story = await startStory();
    await story.race();
    await appoint(story, story.alice, "admin");
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.alice.sends("/races");
    await story.alice.taps(/November/);
    await story.alice.taps("🔮 Prediction game");
    expect(normal((await story.alice.sends("10 20")).text)).toContain("Write amounts in USD");
    await story.alice.sends("/races");
    await story.alice.taps(/November/);
    await story.alice.taps("🔮 Prediction game");
    expect(plain((await story.alice.sends("50 20")).text)).toContain("The prediction game is open");

    // Bruno has no linked account, and needs none.
    await story.bruno.sends("/rewards");
    const first = normal((await story.bruno.taps(/🔮 Predict the podium/)).text);
    expect(first).toContain("Prizes for the best: $50.00, $20.00.");
    expect(first).toContain("Who comes first?");
    await story.bruno.taps(/^2\. /);
    expect(normal((await story.bruno.taps(/^1\. /)).text)).toContain("Who comes third?");
    const saved = normal((await story.bruno.taps(/^3\. /)).text);
    expect(saved).toContain("Your prediction is in.");
    expect(saved).toMatch(/Your prediction: 🥇 .* 🥈 .* 🥉 /);
    expect(saved).toContain("1 prediction.");
    await story.bruno.taps("✏️ Predict anew");
    await story.bruno.taps(/^1\. /);
    await story.bruno.taps(/^2\. /);
    expect(normal((await story.bruno.taps(/^3\. /)).text)).toContain("1 prediction.");
    await story.alice.sends("/races");
    await story.alice.taps(/November/);
    await story.alice.taps("🔮 Prediction game");
    expect(normal((await story.alice.sends("0")).text)).toContain("Somebody has predicted already");
  });
});
