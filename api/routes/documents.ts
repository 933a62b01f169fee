import * as z from "zod/mini";
import { PUBLIC, route, type Route } from "../route.js";

export const openApiDocument = route({
  method: "get",
  path: "/openapi.json",
  access: PUBLIC,
  group: "Service",
  summary: "This API as an OpenAPI 3.1 document, made of the schemas that validate.",
  input: {},
  answer: { status: 200, schema: z.unknown() },
  async handler({ documents }) {
    return { body: documents.openApi };
  },
});

export const docsPage: Route = {
  method: "get",
  path: "/docs",
  access: PUBLIC,
  group: "Service",
  summary: "The same as a page to read.",
  input: {},
  status: 200,
  answer: undefined,
  mediaType: "text/html",
  async run({ documents }) {
    return { body: documents.html };
  },
};
