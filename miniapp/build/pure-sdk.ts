import type { ESTree, Plugin } from "vite";

const SDK = /\/@telegram-apps\/(?:sdk|bridge)\/dist\/index\.js$/;
const PURE = "/* @__PURE__ */";
/** Names that the SDK's own minified code does not use. */
const AT = "pureAt";
const AT_SOURCE = `\nfunction ${AT}(list, index) { return list[index]; }\n`;

type Pattern = ESTree.BindingPattern;

/** Rewrites the top-level constants of one module; `text` gives the source of a node. */
class Rewriter {
  private temporaries = 0;
  private readonly code: string;

  constructor(code: string) {
    this.code = code;
  }

  private text({ start, end }: ESTree.Span): string {
    return this.code.slice(start, end);
  }

  private value(init: ESTree.Expression): string {
    if (init.type === "CallExpression") return `${PURE} ${this.text(init)}`;
    if (init.type !== "MemberExpression" || !init.computed) return this.text(init);
    return `${PURE} ${AT}(${this.text(init.object)}, ${this.text(init.property)})`;
  }

  /** `[a, [b]] = x` becomes `t = x, a = at(t, 0), t2 = at(t, 1), b = at(t2, 0)`: each part can go on its own. */
  private bind(pattern: Pattern, value: string): string[] {
    if (pattern.type === "Identifier") return [`${pattern.name} = ${value}`];
    if (pattern.type !== "ArrayPattern") return [`${this.text(pattern)} = ${value}`];
    this.temporaries += 1;
    const temporary = `pureList${this.temporaries}`;
    const parts = pattern.elements.flatMap((element, index) => {
      if (element === null) return [];
      if (element.type === "RestElement") {
        return [`${this.text(element.argument)} = ${PURE} ${temporary}.slice(${index})`];
      }
      return this.bind(element, `${PURE} ${AT}(${temporary}, ${index})`);
    });
    return [`${temporary} = ${value}`, ...parts];
  }

  run(program: ESTree.Program): string {
    let out = "";
    let from = 0;
    for (const statement of program.body) {
      if (statement.type !== "VariableDeclaration") continue;
      for (const { id, init, start, end } of statement.declarations) {
        if (init === null) continue;
        out += this.code.slice(from, start) + this.bind(id, this.value(init)).join(", ");
        from = end;
      }
    }
    return out + this.code.slice(from) + AT_SOURCE;
  }
}

/**
 * Lets the bundler leave out what nobody uses of the Telegram SDK. Its one file only makes signals and wrappers at top
 * level, but without annotations and through destructuring, which counts as an effect: biometry, QR scanner, location
 * and popups stayed in, 4.2 KB gzip of our 110 KB. The browser tests run what comes out.
 */
export function pureSdk(): Plugin {
  return {
    name: "pure-sdk",
    apply: "build",
    transform(code, id) {
      return SDK.test(id) ? { code: new Rewriter(code).run(this.parse(code)), map: null } : undefined;
    },
  };
}
