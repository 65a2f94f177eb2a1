import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { MockServer } from "./server.ts";

/** Puts the mock server behind `vite` and `vite preview`, to look at the page without an engine. */
export function mockServer(): Plugin {
  const server = new MockServer();
  return {
    name: "mock-server",
    configureServer: ({ middlewares }) => attach(middlewares, server),
    configurePreviewServer: ({ middlewares }) => attach(middlewares, server),
  };
}

function attach(middlewares: Connect.Server, server: MockServer): void {
  middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const url = new URL(request.url ?? "/", "http://mock");
    if (!url.pathname.startsWith("/api/v1/")) return next();
    void serve(server, url, request, response);
  });
}

async function serve(server: MockServer, url: URL, request: IncomingMessage, response: ServerResponse) {
  const headers = new Headers(request.headers as Record<string, string>);
  const path = url.pathname.slice("/api/v1/".length);
  if (path === "events") return stream(server, headers, response);
  const text = await textOf(request);
  const body = text && headers.get("Content-Type") === "application/json" ? JSON.parse(text) : text;
  const answer = server.answer({
    method: request.method ?? "GET",
    path,
    query: url.searchParams,
    headers,
    body,
  });
  response.writeHead(answer.status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(answer.body));
}

function stream(server: MockServer, headers: Headers, response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  const stop = server.follow(Number(headers.get("Last-Event-ID") ?? 0), (entry) => {
    response.write(`event: ${entry.type}\nid: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`);
  });
  response.on("close", stop);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
