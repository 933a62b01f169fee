import { type ReactNode, useEffect, useState } from "react";
import type { WorldView } from "../../../telegram/control.js";
import { fetchWorld } from "../lib/control-client.js";
import { navigate, type Route, useRoute } from "../lib/route.js";
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

export function App(): ReactNode {
  const world = useWorld();
  const route = useRoute();
  const userId = world === null ? null : actingPerson(world, route);
  useOpenFirstChat(userId, route);
  if (world === null) {
    return (
      <div className="splash" role="status">
        Waiting for the sandbox…
      </div>
    );
  }
  if (userId === null) return <div className="splash">There is nobody in this sandbox yet</div>;
  return <Workspace userId={userId} route={route} />;
}
