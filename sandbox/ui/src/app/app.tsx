import { type ReactNode, useEffect, useState } from "react";
import type { WorldView } from "../../../telegram/control.js";
import { fetchWorld } from "../lib/control-client.js";
import { navigate, type Route, useRoute } from "../lib/route.js";
import { useShown } from "./use-live-state.js";
import { Workspace } from "./workspace.js";

/** The page may be open before the sandbox is; asking is cheap. */
const ASK_AGAIN_MS = 1500;

function useWorld(): WorldView | null {
  const [world, setWorld] = useState<WorldView | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      fetchWorld().then(setWorld, () => {
        timer = setTimeout(ask, ASK_AGAIN_MS);
      });
    };
    ask();
    return () => clearTimeout(timer);
  }, []);
  return world;
}

/** Who acts: the person of the address, else the first who can. */
function actingPerson(world: WorldView, route: Route): number | null {
  const people = world.people.filter((person) => !person.isDeleted);
  const wanted = world.people.find((person) => person.id === route.userId);
  return (wanted ?? people[0] ?? world.people[0])?.id ?? null;
}

/** On wide windows an empty pane helps nobody: a newcomer starts in the private chat with the bot. */
function useOpenFirstChat(userId: number | null, route: Route): void {
  const isUnsaid = route.userId === null;
  useEffect(() => {
    if (userId === null || !isUnsaid) return;
    const isWide = window.matchMedia("(min-width: 800px)").matches;
    navigate({ userId, chatId: isWide ? userId : null, topic: null }, "replace");
  }, [userId, isUnsaid]);
}

/** The page of one person; the address says whose. */
function Shown({ userId, route }: { userId: number; route: Route }): ReactNode {
  const shown = useShown(userId, route);
  return shown === null ? <Splash text="Connecting to the sandbox…" /> : <Workspace {...shown} />;
}

function Splash({ text }: { text: string }): ReactNode {
  return (
    <div className="splash" role="status">
      {text}
    </div>
  );
}

export function App(): ReactNode {
  const world = useWorld();
  const route = useRoute();
  const userId = world === null ? null : actingPerson(world, route);
  useOpenFirstChat(userId, route);
  if (world === null) return <Splash text="Waiting for the sandbox…" />;
  if (userId === null) return <Splash text="There is nobody in this sandbox yet" />;
  return <Shown userId={userId} route={route} />;
}
