import { badRequest } from "../errors.js";
import { byteOffset, linkMark } from "./marks.js";
import type { Mark, MarkedText } from "./marks.js";

/**
 * The old Markdown: `*bold*`, `_italic_`, `` `code` ``, code blocks and links, without nesting.
 *
 * @throws ApiError with the text that follows "can't parse entities: "
 */
export function parseMarkdown(source: string): MarkedText {
  let text = "";
  const marks: Mark[] = [];
  let index = 0;
  while (index < source.length) {
    const plain = /^(?:\\([_*`[])|[^_*`[])/.exec(source.slice(index));
    if (plain) {
      text += plain[1] ?? plain[0];
      index += plain[0].length;
      continue;
    }
    const found = readEntity(source, index);
    const mark = found.inner === "" ? undefined : found.toMark(text.length);
    text += found.inner;
    if (mark) marks.push(mark);
    index = found.end;
  }
  return { text, marks };
}

type Found = { inner: string; end: number; toMark: (offset: number) => Mark | undefined };

function readEntity(source: string, begin: number): Found {
  const rest = source.slice(begin);
  const pre = /^```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?([^]*?)```/.exec(rest);
  if (pre) {
    const inner = pre[2] ?? "";
    const language = pre[1] === undefined ? {} : { argument: pre[1] };
    return {
      inner,
      end: begin + pre[0].length,
      toMark: (offset) => ({ type: "pre", offset, length: inner.length, ...language }),
    };
  }
  const simple = rest.startsWith("```")
    ? null
    : /^(?:_([^_]*)_|\*([^*]*)\*|`([^`]*)`|\[([^\]]*)\](?:\(([^)]*)\)?)?)/.exec(rest);
  if (!simple) {
    throw badRequest(`Can't find end of the entity starting at byte offset ${byteOffset(source, begin)}`);
  }
  const [whole, italic, bold, code, label, target] = simple;
  const inner = italic ?? bold ?? code ?? label ?? "";
  const length = inner.length;
  return {
    inner,
    end: begin + whole.length,
    toMark: (offset) => {
      if (label !== undefined) return linkMark(target ?? label, offset, length);
      return { type: italic !== undefined ? "italic" : bold !== undefined ? "bold" : "code", offset, length };
    },
  };
}
