import type { AdminQueues } from "../../../../wire/admin-overview.js";
import type { Role } from "../../../../wire/scalars.js";
import type { DeskIconName } from "./parts/desk-icons.js";

/** Where administrators go; the names are those of their texts. */
export type SectionName =
  | "overview"
  | "races"
  | "payouts"
  | "rewards"
  | "links"
  | "disputes"
  | "players"
  | "people"
  | "adjustments"
  | "exclusions"
  | "sources"
  | "letters"
  | "groups"
  | "broadcasts"
  | "keys"
  | "audit";

export interface AdminSection {
  name: SectionName;
  path: string;
  icon: DeskIconName;
  /** Who may read it, as in the API's matrix; the API decides, this only leaves dead ends out of the menu. */
  roles: readonly Role[];
  /** What waits there. */
  waiting?: keyof AdminQueues;
}

const EVERYBODY: readonly Role[] = ["owner", "admin", "finance", "moderator"];
const MANAGERS: readonly Role[] = ["owner", "admin"];
const CASHIERS: readonly Role[] = ["owner", "admin", "finance"];
const REVIEWERS: readonly Role[] = ["owner", "admin", "moderator"];

/** The menu, in groups by trade. */
export const SECTIONS: readonly { name: "work" | "people" | "data" | "outreach"; sections: readonly AdminSection[] }[] =
  [
    {
      name: "work",
      sections: [
        { name: "overview", path: "/admin", icon: "gauge", roles: EVERYBODY },
        { name: "races", path: "/admin/races", icon: "cup", roles: EVERYBODY, waiting: "settlements" },
        { name: "payouts", path: "/admin/payouts", icon: "money", roles: CASHIERS, waiting: "payouts" },
        { name: "rewards", path: "/admin/rewards", icon: "gift", roles: EVERYBODY, waiting: "entries" },
      ],
    },
    {
      name: "people",
      sections: [
        { name: "players", path: "/admin/players", icon: "search", roles: EVERYBODY },
        { name: "links", path: "/admin/links", icon: "link", roles: REVIEWERS, waiting: "links" },
        { name: "disputes", path: "/admin/disputes", icon: "scale", roles: REVIEWERS, waiting: "disputes" },
        { name: "adjustments", path: "/admin/adjustments", icon: "plusminus", roles: EVERYBODY },
        { name: "exclusions", path: "/admin/exclusions", icon: "ban", roles: REVIEWERS },
        { name: "people", path: "/admin/people", icon: "people", roles: REVIEWERS },
      ],
    },
    {
      name: "data",
      sections: [
        { name: "sources", path: "/admin/sources", icon: "plug", roles: REVIEWERS },
        { name: "letters", path: "/admin/dead-letters", icon: "letter", roles: REVIEWERS, waiting: "deadLetters" },
      ],
    },
    {
      name: "outreach",
      sections: [
        { name: "groups", path: "/admin/groups", icon: "group", roles: REVIEWERS },
        { name: "broadcasts", path: "/admin/broadcasts", icon: "horn", roles: MANAGERS },
        { name: "keys", path: "/admin/keys", icon: "key", roles: ["owner"] },
        { name: "audit", path: "/admin/audit", icon: "list", roles: MANAGERS },
      ],
    },
  ];

/** True when one of the person's roles may open it. */
export function mayOpen(section: Pick<AdminSection, "roles">, roles: readonly Role[]): boolean {
  return section.roles.some((role) => roles.includes(role));
}

/** The section a path lies in. */
export function sectionAt(path: string): AdminSection | undefined {
  const all = SECTIONS.flatMap(({ sections }) => sections);
  return all.find(
    (section) => section.path === path || (section.path !== "/admin" && path.startsWith(`${section.path}/`)),
  );
}
