import { type ReactNode, useState } from "react";
import { useDesk } from "../app/desk.js";
import type { ActAs } from "../app/use-workspace.js";
import { IconButton } from "../components/icon.js";
import { Menu, type MenuItem } from "../components/menu.js";
import { clockTime } from "../lib/time-format.js";
import { themeParams, toggleTheme } from "../lib/theme.js";
import { AppButtons } from "./app-buttons.js";
import { AppDialogs } from "./app-dialogs.js";
import type { AppStorage } from "./app-storage.js";
import type { BridgeHost } from "./bridge-host.js";
import { BridgeLog } from "./bridge-log.js";
import { frameUrl } from "./frame-url.js";
import { type FrameState, isDarkColor, resolveColor } from "./frame-state.js";
import { useBridge } from "./use-bridge.js";
import type { AppSession } from "./use-sessions.js";
import { useViewportEvents } from "./use-viewport-events.js";

type Props = { session: AppSession; isVisible: boolean; storage: AppStorage; actAs: ActAs; onClose: () => void };

/** What Telegram Web lets Mini Apps do in its frame. */
const FRAME_SANDBOX =
  "allow-scripts allow-same-origin allow-popups allow-forms allow-modals allow-storage-access-by-user-activation";
const FRAME_ALLOW = "clipboard-write; fullscreen";

type HeaderProps = { session: AppSession; state: FrameState; host: BridgeHost; onMenu: (button: HTMLElement) => void };

function AppHeader({ session, state, host, onMenu }: HeaderProps): ReactNode {
  const { theme } = useDesk();
  const color = resolveColor(state.header, themeParams(theme));
  return (
    <header
      className={`app-header ${isDarkColor(color) ? "on-dark" : "on-light"}`}
      style={state.isFullscreen ? undefined : { background: color }}
    >
      {state.hasBackButton ? (
        <IconButton icon="back" label="Back" testId="app-back" onPress={() => host.pressBack()} />
      ) : (
        <IconButton icon="close" label="Close the app" testId="app-close" onPress={() => void host.requestClose()} />
      )}
      <span className="app-title">
        <bdi>{session.launch.botName}</bdi>
        <small>mini app</small>
      </span>
      <IconButton icon="more" label="App menu" testId="app-menu" onPress={onMenu} />
    </header>
  );
}

function useMenuItems(host: BridgeHost, state: FrameState, showLog: () => void): MenuItem[] {
  const { theme } = useDesk();
  const items: MenuItem[] = [];
  if (state.hasSettingsButton) items.push({ icon: "gear", label: "Settings", onSelect: () => host.pressSettings() });
  items.push(
    { icon: "reload", label: "Reload", onSelect: () => host.reload() },
    {
      icon: theme === "dark" ? "sun" : "moon",
      label: theme === "dark" ? "Light theme" : "Dark theme",
      onSelect: toggleTheme,
    },
    { icon: "code", label: "Bridge log", onSelect: showLog },
    { icon: "close", label: "Close", isDanger: true, onSelect: () => void host.requestClose() },
  );
  return items;
}

function StatusBar({ isDark }: { isDark: boolean }): ReactNode {
  const { state } = useDesk();
  return (
    <div className={isDark ? "phone-status on-dark" : "phone-status on-light"} aria-hidden="true">
      <span>{clockTime(state.nowMs / 1000)}</span>
      <span className="phone-island" />
      <span className="phone-battery" />
    </div>
  );
}

/** The frame and what lies over it: the sheet that slides over the chat on a phone. */
function AppSheet(
  props: Props & {
    host: BridgeHost;
    state: FrameState;
    setFrame: (frame: HTMLIFrameElement | null) => void;
    loads: number;
    showLog: () => void;
  },
): ReactNode {
  const { session, state, host, setFrame, loads, showLog } = props;
  const { theme } = useDesk();
  const [menuAt, setMenuAt] = useState<{ x: number; y: number } | null>(null);
  const items = useMenuItems(host, state, showLog);
  const colors = themeParams(theme);
  const background = resolveColor(state.background, colors);
  return (
    <div
      className="app-sheet"
      data-expanded={state.isExpanded}
      data-fullscreen={state.isFullscreen}
      style={{ background }}
    >
      {state.isExpanded ? null : (
        <button
          type="button"
          className="sheet-grip"
          aria-label="Show the app at full height"
          onClick={() => host.expand()}
        />
      )}
      <AppHeader
        session={session}
        state={state}
        host={host}
        onMenu={(button) => {
          const { right, bottom } = button.getBoundingClientRect();
          setMenuAt({ x: right, y: bottom });
        }}
      />
      <div className="app-frame" style={{ background }}>
        <iframe
          key={loads}
          ref={setFrame}
          src={frameUrl(session.launch.url)}
          title={`${session.launch.botName}, Mini App of ${session.personName}`}
          sandbox={FRAME_SANDBOX}
          allow={FRAME_ALLOW}
          data-testid="mini-app"
          data-ready={state.isReady}
        />
        {state.isReady ? null : (
          <div className="app-loading" style={{ background }}>
            <span className="loader" role="status" aria-label="The app is loading" />
          </div>
        )}
      </div>
      <AppButtons state={state} host={host} color={resolveColor(state.bottomBar, colors)} />
      <AppDialogs state={state} host={host} />
      {menuAt === null ? null : <Menu label="App menu" at={menuAt} items={items} onClose={() => setMenuAt(null)} />}
    </div>
  );
}

/** A person's phone with an open Mini App: a drawn phone beside the chat on wide windows, a sheet over it on phones. */
export function MiniAppPhone(props: Props): ReactNode {
  const { session, isVisible, storage, actAs, onClose } = props;
  const { theme } = useDesk();
  const [frame, setFrame] = useState<HTMLIFrameElement | null>(null);
  const [loads, setLoads] = useState(0);
  const [isLogOpen, setLogOpen] = useState(false);
  const onReload = (): void => setLoads((before) => before + 1);
  const { host, state } = useBridge({ session, frame, storage, actAs, onClose, onReload }, isVisible);
  useViewportEvents(frame, host);
  const strange = state.log.filter((entry) => entry.note !== undefined).length;
  const headerColor = resolveColor(state.header, themeParams(theme));
  const isHeaderUnderStatus = state.isExpanded && !state.isFullscreen;
  return (
    <section
      className="phone"
      aria-label={`Phone of ${session.personName}`}
      data-testid="phone"
      data-user-id={session.userId}
      hidden={!isVisible}
    >
      <div className="phone-tools only-wide">
        <span>
          <bdi>{session.personName}</bdi>’s phone
        </span>
        <button
          type="button"
          className="button button-small"
          aria-expanded={isLogOpen}
          data-testid="toggle-bridge-log"
          onClick={() => setLogOpen(!isLogOpen)}
        >
          Bridge log{strange === 0 ? "" : ` (${strange} odd)`}
        </button>
      </div>
      <div className="phone-body">
        <div className="phone-screen" style={isHeaderUnderStatus ? { background: headerColor } : undefined}>
          <StatusBar isDark={isHeaderUnderStatus ? isDarkColor(headerColor) : theme === "dark"} />
          <AppSheet
            {...props}
            host={host}
            state={state}
            setFrame={setFrame}
            loads={loads}
            showLog={() => setLogOpen(true)}
          />
          {state.haptic === null ? null : (
            <div key={state.haptic.id} className="haptic" data-testid="haptic" role="presentation">
              <span>{state.haptic.name}</span>
            </div>
          )}
        </div>
      </div>
      {isLogOpen ? <BridgeLog log={state.log} onClose={() => setLogOpen(false)} /> : null}
    </section>
  );
}
