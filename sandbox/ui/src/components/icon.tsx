import type { ReactNode } from "react";

/** Drawn on a 24-pixel grid with a 1.8-pixel pen. */
const PATHS = {
  app: "M4 5.500h16v13H4z M4 9.500h16 M7 7.500h.01 M9.500 7.500h.01",
  back: "M14.500 5.500 8 12l6.500 6.500",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z M6.400 6.400l11.200 11.200",
  check: "m5 12.500 4.500 4.500L19 7.500",
  checks: "m2.500 12.800 4 4L15 8.300 M11.500 16.300l.6.500L20.500 8.300",
  chevron: "m7 10 5 5 5-5",
  close: "M6.500 6.500l11 11 M17.500 6.500l-11 11",
  code: "m8.500 7.500-4.500 4.500 4.500 4.500 M15.500 7.500l4.500 4.500-4.500 4.500",
  copy: "M9 9h10v10H9z M15 9V5H5v10h4",
  down: "M12 5v13 M6.500 12.500 12 18l5.500-5.500",
  edit: "M5 19l1-4L16.500 4.500l3 3L9 18z M14 7l3 3",
  eye: "M3 12s3.300-6 9-6 9 6 9 6-3.300 6-9 6-9-6-9-6Z M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5Z",
  file: "M7 4h7l4 4v12H7z M14 4v4h4",
  forward: "M13 6l6.500 6L13 18v-4c-4.500 0-7 1.500-8.500 4 0-5 3-8 8.500-8.500z",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z M12 3.500v2.500 M12 18v2.500 M3.500 12H6 M18 12h2.500 M6 6l1.800 1.800 M16.200 16.200 18 18 M18 6l-1.800 1.800 M7.800 16.200 6 18",
  group:
    "M9 11.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M3.500 18.500c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500 M15.500 5.800a3 3 0 0 1 0 5.400 M17 14.300c2 .6 3.500 2 3.500 4.200",
  hash: "M9.500 4.500 7.500 19.500 M16.500 4.500l-2 15 M4.500 9h15.500 M4 15h15.500",
  keyboard: "M3.500 6.500h17v11h-17z M7 10h.01 M10.300 10h.01 M13.700 10h.01 M17 10h.01 M8.500 14h7",
  link: "M13 5h6v6 M19 5l-9 9 M11 6H5v13h13v-6",
  list: "M4 7h16 M4 12h16 M4 17h16",
  moon: "M19 14.500A7.500 7.500 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500Z",
  more: "M12 5.500h.01 M12 12h.01 M12 18.500h.01",
  mute: "M6 16.500h12l-1.500-2V10A4.500 4.500 0 0 0 9 6.700 M7.500 9.500V14.500L6 16.500 M10.500 19h3 M4.500 4.500l15 15",
  photo: "M4 5.500h16v13H4z M4 15.500l4.500-4.500 4 4 2.500-2.500 5 4.500 M15.500 8.500h.01",
  pin: "M9 4h6l-.5 6 3 3v1.500h-11V13l3-3z M12 14.500V20",
  plus: "M12 5v14 M5 12h14",
  reload: "M19 12a7 7 0 1 1-2-4.900 M17.500 3.500v4h-4",
  reply: "M11 6 4.500 12 11 18v-4c4.500 0 7 1.500 8.500 4 0-5-3-8-8.500-8.500z",
  send: "M4 12 20 4.500 16.500 19.500 11.500 14z M11.500 14 20 4.500",
  slash: "M8 19 16 5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z M12 3v2 M12 19v2 M3 12h2 M19 12h2 M5.600 5.600 7 7 M17 17l1.400 1.400 M18.400 5.600 17 7 M7 17l-1.400 1.400",
  trash: "M5 7h14 M9.500 7V4.500h5V7 M7 7l.8 12.500h8.400L17 7 M10.500 10.500v5.500 M13.500 10.500v5.500",
  user: "M12 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Z M5 19.500c0-3.500 3-5.500 7-5.500s7 2 7 5.500",
} as const;

export type IconName = keyof typeof PATHS;

/** Always beside a label or inside a labelled button, so never spoken. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg className={`icon icon-${name}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

type ButtonProps = {
  icon: IconName;
  label: string;
  /** Gets the button itself, for menus that open beside it. */
  onPress: (button: HTMLElement) => void;
  className?: string;
  testId?: string;
  size?: number;
  isPressed?: boolean;
  isExpanded?: boolean;
  isDisabled?: boolean;
};

/** A round button with an icon; its label is spoken and shown as a tooltip. */
export function IconButton(props: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={`icon-button ${props.className ?? ""}`}
      aria-label={props.label}
      aria-pressed={props.isPressed}
      aria-expanded={props.isExpanded}
      disabled={props.isDisabled}
      title={props.label}
      data-testid={props.testId}
      onClick={(event) => props.onPress(event.currentTarget)}
    >
      <Icon name={props.icon} size={props.size ?? 22} />
    </button>
  );
}
