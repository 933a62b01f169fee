import { createRequire } from "node:module";
import ts from "typescript";
import type { ApiSpec, FieldSpec, LimitSpec, MethodSpec, TypeTree } from "./spec-types.js";

/**
 * Reads `ApiMethods` of @grammyjs/types with the TypeScript compiler and returns the whole parameter side of the
 * Bot API: names, required or optional, full type trees (decoding needs them) and the length limits that stand in
 * the doc comments.
 *
 * @throws Error when the package cannot be found or has another shape than expected
 */
export function generateSpec(): ApiSpec {
  const entry = createRequire(import.meta.url).resolve("@grammyjs/types/methods.d.ts");
  const program = ts.createProgram([entry], {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
  });
  const source = program.getSourceFile(entry);
  const alias = source?.statements.find(
    (node): node is ts.TypeAliasDeclaration => ts.isTypeAliasDeclaration(node) && node.name.text === "ApiMethods",
  );
  if (!alias) throw new Error("@grammyjs/types has no type alias ApiMethods in methods.d.ts");
  return new SpecReader(program.getTypeChecker()).read(alias);
}

class SpecReader {
  private readonly checker: ts.TypeChecker;
  private readonly types: Record<string, TypeTree> = {};

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  read(alias: ts.TypeAliasDeclaration): ApiSpec {
    const methods: Record<string, MethodSpec> = {};
    for (const symbol of this.checker.getTypeAtLocation(alias.type).getProperties()) {
      methods[symbol.name] = this.readMethod(symbol, alias);
    }
    return { methods: sortKeys(methods), types: sortKeys(this.types) };
  }

  private readMethod(symbol: ts.Symbol, at: ts.Node): MethodSpec {
    const signature = this.checker.getTypeOfSymbolAtLocation(symbol, at).getCallSignatures()[0];
    if (!signature) throw new Error(`${symbol.name} cannot be called`);
    const args = signature.getParameters()[0];
    const argsType = args && this.checker.getNonNullableType(this.checker.getTypeOfSymbolAtLocation(args, at));
    return {
      ...(isDeprecated(symbol, this.checker) ? { deprecated: true } : {}),
      params: argsType ? this.readFields(argsType, at) : {},
      returns: this.checker.typeToString(signature.getReturnType(), undefined, ts.TypeFormatFlags.NoTruncation),
    };
  }

  private readFields(type: ts.Type, at: ts.Node): Record<string, FieldSpec> {
    const fields: Record<string, FieldSpec> = {};
    for (const symbol of type.getProperties()) {
      const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
      const limit = readLimit(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
      fields[symbol.name] = {
        type: this.readType(this.checker.getTypeOfSymbolAtLocation(symbol, at), at),
        ...(optional ? { optional: true } : {}),
        ...(isDeprecated(symbol, this.checker) ? { deprecated: true } : {}),
        ...(limit ? { limit } : {}),
      };
    }
    return fields;
  }

  private readType(type: ts.Type, at: ts.Node): TypeTree {
    if (type.flags & ts.TypeFlags.TypeParameter) return "file";
    if (type.flags & ts.TypeFlags.String || type.flags & ts.TypeFlags.TemplateLiteral) return "string";
    if (type.flags & ts.TypeFlags.Number) return "number";
    if (type.flags & ts.TypeFlags.Boolean) return "boolean";
    if (type.flags & ts.TypeFlags.Never) return "never";
    if (type.isStringLiteral() || type.isNumberLiteral()) return { literal: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { literal: this.checker.typeToString(type) === "true" };
    if (this.checker.isArrayType(type)) return { array: this.readElement(type, at) };
    if (type.isUnion()) return this.readNamedUnion(type, at);
    // `string & Record<never, never>` keeps suggestions for known codes while any text is allowed.
    if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String)) return "string";
    if (type.flags & ts.TypeFlags.Object) return this.readObject(type, at);
    throw new Error(`cannot describe the type ${this.checker.typeToString(type)}`);
  }

  private readElement(type: ts.Type, at: ts.Node): TypeTree {
    const element = this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (!element) throw new Error(`array without elements: ${this.checker.typeToString(type)}`);
    return this.readType(element, at);
  }

  /** Unions with a name get an entry of their own, because some contain themselves (RichText). */
  private readNamedUnion(type: ts.UnionType, at: ts.Node): TypeTree {
    if (!type.aliasSymbol) return this.readUnion(type, at);
    const name = this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    if (!(name in this.types)) {
      this.types[name] = { union: [] };
      this.types[name] = this.readUnion(type, at);
    }
    return { ref: name };
  }

  /** With its namespace: both kinds of keyboard have a `WebAppButton`. */
  private nameOf(type: ts.Type): string {
    const name = this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    if (type.aliasSymbol || name.startsWith("{")) return name;
    const qualified = this.checker.getFullyQualifiedName(type.symbol).replace(/^".*"\./, "");
    const generic = name.indexOf("<");
    return generic < 0 ? qualified : qualified + name.slice(generic);
  }

  private readUnion(type: ts.UnionType, at: ts.Node): TypeTree {
    const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
    const booleans = members.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral);
    // The compiler widens `boolean` to `false | true` inside a union.
    const rest = booleans.length === 2 ? members.filter((member) => !booleans.includes(member)) : members;
    const trees = rest.map((member) => this.readType(member, at));
    if (booleans.length === 2) trees.push("boolean");
    const [first] = trees;
    return trees.length === 1 && first !== undefined ? first : { union: dedupe(trees) };
  }

  private readObject(type: ts.Type, at: ts.Node): TypeTree {
    const name = this.nameOf(type);
    if (name.startsWith("{")) return { fields: this.readFields(type, at) };
    if (!(name in this.types)) {
      // Placed before reading: types refer to themselves.
      this.types[name] = { fields: {} };
      this.types[name] = { fields: this.readFields(type, at) };
    }
    return { ref: name };
  }
}

function isDeprecated(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return symbol.getJsDocTags(checker).some((tag) => tag.name === "deprecated");
}

/** The comments say "1-64 bytes", "0-1024 characters after entities parsing", "1-4096 characters". */
function readLimit(doc: string): LimitSpec | undefined {
  const match = /(\d+)-(\d+) (characters|bytes)( after entities parsing)?/.exec(doc);
  if (!match) return undefined;
  return {
    min: Number(match[1]),
    max: Number(match[2]),
    unit: match[3] === "bytes" ? "bytes" : "characters",
    ...(match[4] ? { afterParsing: true } : {}),
  };
}

function dedupe(trees: TypeTree[]): TypeTree[] {
  const seen = new Map(trees.map((tree) => [JSON.stringify(tree), tree]));
  return [...seen.keys()].sort().flatMap((key) => seen.get(key) ?? []);
}

function sortKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
