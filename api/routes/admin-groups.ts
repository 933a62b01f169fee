import * as z from "zod/mini";
import { NotFoundError } from "../../core/errors.js";
import { changeGroupSettings, readGroupSettings } from "../../core/telegram/group-settings.js";
import { listGroups } from "../../core/telegram/list-groups.js";
import { changeGroup, groupList } from "../../wire/groups.js";
import { admin, route } from "../route.js";

const GROUP = "Groups";

export const allGroups = route({
  method: "get",
  path: "/admin/groups",
  access: admin("owner", "admin", "moderator"),
  group: GROUP,
  summary: "Telegram groups and channels of the bot with their settings and what waits for them.",
  input: {},
  answer: { status: 200, schema: groupList },
  async handler({ context }) {
    const groups = await listGroups(context);
    return { body: { groups: groups.map((one) => ({ ...one, updatedAt: one.updatedAt.toISOString() })) } };
  },
});

export const editGroup = route({
  method: "patch",
  path: "/admin/groups/:id",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Changes the settings of a group, as its own administrators do in its menu.",
  audit: "group.change",
  input: { params: z.object({ id: z.string() }), body: changeGroup },
  answer: { status: 204 },
  async handler({ context }, { params, body }) {
    if (!/^-[1-9]\d{0,15}$/.test(params.id)) throw new NotFoundError("The bot does not know this group.");
    const id = Number(params.id);
    await readGroupSettings(context, id);
    await changeGroupSettings(context, id, withoutUndefined(body));
    return { body: undefined, audited: { subject: `chat:${id}`, detail: body } };
  },
});

type Changes = Parameters<typeof changeGroupSettings>[2];

function withoutUndefined({ language, threadId, liveBoard, announcements }: z.output<typeof changeGroup>): Changes {
  return {
    ...(language === undefined ? {} : { language }),
    ...(threadId === undefined ? {} : { threadId }),
    ...(liveBoard === undefined ? {} : { liveBoard }),
    ...(announcements === undefined ? {} : { announcements }),
  };
}
