import { z } from "zod";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import { isPresent } from "../state/rights.js";
import type { ChatRecord } from "../state/records.js";
import type { NewMessage } from "../state/world.js";

const parametersSchema = z.object({
  receiver_user_id: z.number(),
  callback_query_id: z.string().optional(),
  replace_callback_query_message: z.boolean().optional(),
});

/**
 * A message that only one member of a group sees (Bot API 10.2). Stored and shown plainly (HONESTY.md).
 *
 * @throws ApiError when the chat is private or the person is not in it
 */
export function startEphemeral(
  core: Core,
  call: Call,
  chat: ChatRecord,
): Pick<NewMessage, "receiverId" | "ephemeralId"> {
  const parameters = call.object("ephemeral_message_parameters", parametersSchema);
  if (!parameters) return {};
  if (chat.kind !== "group" && chat.kind !== "supergroup") {
    throw badRequest("ephemeral messages can be sent only to groups and supergroups");
  }
  const { receiver_user_id: receiverId } = parameters;
  if (!isPresent(chat.members.get(receiverId)?.status)) throw badRequest("user not found");
  return { receiverId, ephemeralId: core.world.ids.next(`ephemeral/${chat.id}`) };
}
