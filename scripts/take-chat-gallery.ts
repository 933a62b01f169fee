// What people see of the bot, in the chat page of the sandbox: npm run gallery:chat [-- part of a name]. Pictures and their page go to
// docs/gallery/. Emoji and scripts come from the packages, not from the machine.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root.js";
import { startProcess } from "../tests/_product.js";
import { launchForPictures } from "./gallery/browser.js";
import { openChat, photograph, play, type Seat, type Step } from "./gallery/chat-page.js";
import { ENDING, FINAL, type Scene, WHEN_FINAL, WHILE_LIVE, WHILE_PROVISIONAL } from "./gallery/chat-scenes.js";
import { ALL_LOOKS } from "./gallery/shot.js";

const GALLERY = join(projectRoot, "docs", "gallery");
const FOLDER = join(GALLERY, "chat");
const ALICE: Seat = { person: "Alice", chat: "bot" };

const part = process.argv[2] ?? "";
mkdirSync(FOLDER, { recursive: true });
if (part === "") for (const file of readdirSync(FOLDER)) rmSync(join(FOLDER, file));
const browser = await launchForPictures();
const product = await startProcess({});

async function take(scenes: readonly Scene[]): Promise<void> {
  for (const { name, steps, ...seat } of scenes) {
    if (!name.includes(part)) continue;
    for (const look of ALL_LOOKS) {
      const page = await openChat(browser, product.sandbox, seat, look);
      await play(page, steps);
      writeFileSync(join(FOLDER, `${name}-${look.join("-")}.webp`), await photograph(page));
    }
    console.log(name);
  }
}

async function act(steps: readonly Step[]): Promise<void> {
  const page = await openChat(browser, product.sandbox, ALICE, ["phone", "light"]);
  await play(page, steps);
  await page.context().close();
}

try {
  await take(WHILE_LIVE);
  await act(ENDING);
  await take(WHILE_PROVISIONAL);
  await act(FINAL);
  await take(WHEN_FINAL);
} finally {
  await browser.close();
  await product[Symbol.asyncDispose]();
}

const parts = [...WHILE_LIVE, ...WHILE_PROVISIONAL, ...WHEN_FINAL].map(({ name, title }) => {
  const pictures = ALL_LOOKS.map((look) => `chat/${name}-${look.join("-")}.webp`);
  return `## ${title}\n\n${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${title}: ${file}" height="320"></a>`).join("\n")}\n`;
});
writeFileSync(
  join(GALLERY, "chat.md"),
  `# The bot in a chat\n\nThe chat page of the sandbox with invented people, made by \`npm run gallery:chat\`.\n\n${parts.join("\n")}`,
);
