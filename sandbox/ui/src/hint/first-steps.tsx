import { type ReactNode, useEffect } from "react";
import type { ChatView, PersonState } from "../../../telegram/control.js";
import { useDesk, type Desk } from "../app/desk.js";
import { Icon, IconButton } from "../components/icon.js";
import { completeStep, hideSteps, type StepId, useSteps } from "./steps.js";

type Step = { id: StepId; label: ReactNode; run: () => void };

/** Every bot has these two; a newcomer's first command should show what the bot is for. */
const PLAIN_COMMANDS = new Set(["start", "help"]);

function firstGroup(state: PersonState): ChatView | undefined {
  return state.chats.find((chat) => chat.kind === "supergroup" || chat.kind === "group");
}

function showcaseCommand(chat: ChatView | undefined): string {
  const names = (chat?.commands ?? []).map((command) => command.command);
  if (names.includes("race")) return "/race";
  return `/${names.find((name) => !PLAIN_COMMANDS.has(name)) ?? "start"}`;
}

/** The steps that are only visible in what the person did: they tick themselves from the chats. */
function useTicksFromState(state: PersonState): void {
  const hasStarted = state.people.some((person) => person.hasStarted);
  const hasCommanded = state.chats.some((chat) =>
    chat.messages.some((message) => message.isOutgoing && /^\/(?!start)\w/.test(message.text ?? "")),
  );
  useEffect(() => {
    if (hasStarted) completeStep("start");
  }, [hasStarted]);
  useEffect(() => {
    if (hasCommanded) completeStep("command");
  }, [hasCommanded]);
}

function openApp({ state, openMiniApp, openChat, notify }: Desk, botChat: ChatView | undefined): void {
  if (botChat === undefined) return;
  openChat(botChat.id);
  if (botChat.needsStart) notify("Press Start first, then open the app");
  else if (botChat.menuButton?.kind === "webApp") openMiniApp({ from: "menu" }, botChat.id);
  else if (state.bot.hasMainMiniApp) openMiniApp({ from: "profile" }, botChat.id);
  else notify("Press a button that opens the app");
}

function stepsFor(desk: Desk): Step[] {
  const { state, openChat, perform, switchPerson } = desk;
  const botChat = state.chats.find((chat) => chat.kind === "bot");
  const group = firstGroup(state);
  const target = group ?? botChat;
  const command = showcaseCommand(target);
  const other = state.people.find((person) => person.id !== state.me.id && !person.isDeleted);
  const steps: Step[] = [
    {
      id: "start",
      label: (
        <>
          Open the bot’s chat and press <b>Start</b>
        </>
      ),
      run: () => {
        if (botChat !== undefined) openChat(botChat.id);
      },
    },
    {
      id: "command",
      label: (
        <>
          Try <b>{command}</b> in <bdi>{target?.title ?? "a chat"}</bdi>
        </>
      ),
      run: () => {
        if (target === undefined) return;
        openChat(target.id);
        if (!target.needsStart) void perform({ do: "sendText", chatId: target.id, text: command }, target.id);
      },
    },
    { id: "app", label: <>Open the Mini App</>, run: () => openApp(desk, botChat) },
  ];
  if (other !== undefined) {
    steps.push({
      id: "switch",
      label: (
        <>
          Switch to another person, say <bdi>{other.firstName}</bdi>
        </>
      ),
      run: () => switchPerson(other.id),
    });
  }
  return steps;
}

/** The newcomer's card: what this page is, and four things to try. */
export function FirstSteps(): ReactNode {
  const desk = useDesk();
  const { done, isHidden } = useSteps();
  useTicksFromState(desk.state);
  const steps = stepsFor(desk);
  if (isHidden) return null;
  const isOver = steps.every((step) => done.has(step.id));
  return (
    <section className="first-steps" aria-label="First steps" data-testid="first-steps">
      <header>
        <h2>{isOver ? "That is all of it" : "This is a stand-in for Telegram"}</h2>
        <IconButton icon="close" label="Hide the first steps" size={18} testId="hide-first-steps" onPress={hideSteps} />
      </header>
      <p>
        {isOver
          ? "Everything here also works in the real Telegram."
          : "The people are invented; the bot is the real one."}
      </p>
      <ol>
        {steps.map((step) => (
          <li key={step.id}>
            <button
              type="button"
              className={done.has(step.id) ? "step is-done" : "step"}
              data-testid={`step-${step.id}`}
              onClick={() => step.run()}
            >
              <span className="step-mark">{done.has(step.id) ? <Icon name="check" size={14} /> : null}</span>
              <span>
                {step.label}
                {done.has(step.id) ? <span className="visually-hidden"> (done)</span> : null}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
