import { afterEach, beforeEach, expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { follow, messages } from "../src/events.ts";
import { KEY, type MockServer } from "./mock/server.ts";
import { serving, until } from "./serving.ts";

let server: MockServer;
let restore: () => void;

beforeEach(() => {
  ({ server, restore } = serving());
});

afterEach(() => restore());

/** A body that arrives in the pieces given. */
function body(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

async function read(...pieces: string[]) {
  const seen = [];
  for await (const message of messages(body(...pieces))) seen.push(message);
  return seen;
}

test("reads type, id and data of an event", async () => {
  expect(await read('event: JobQueued\nid: 7\ndata: {"a":1}\n\n')).toEqual([
    { event: "JobQueued", id: "7", data: '{"a":1}' },
  ]);
});

test.each([
  ["a line cut in the middle", ["data: on", "e\n\n"]],
  ["a line's end cut in the middle", ["data: one\r", "\n\r\n"]],
  ["every byte alone", [..."data: one\n\n"]],
  ["a comment to keep the line open", [": still here\n\n", "data: one\n\n"]],
  ["no space after the colon", ["data:one\n\n"]],
])("reads an event with %s", async (_, pieces) => {
  expect((await read(...pieces)).map((message) => message.data)).toEqual(["one"]);
});

test("reads a letter whose bytes arrive apart", async () => {
  const bytes = new TextEncoder().encode("data: Kühler\n\n");
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, 8));
      controller.enqueue(bytes.slice(8));
      controller.close();
    },
  });
  const seen = [];
  for await (const message of messages(stream)) seen.push(message.data);
  expect(seen).toEqual(["Kühler"]);
});

test("joins the lines of one event and leaves out one that was cut off", async () => {
  expect((await read("data: a\ndata: b\n\ndata: cut")).map((message) => message.data)).toEqual(["a\nb"]);
});

test("starts after what was already seen and goes on with what is new", async () => {
  const seen: string[] = [];
  const stop = follow(new Api({ key: KEY }), {
    after: "8",
    onMessage: (message) => seen.push(message.id),
    onConnection: () => {},
    onRefused: () => {},
  });
  await until("the old events", () => seen.length === 2);
  server.happen("JobQueued", {});
  await until("the new event", () => seen.length === 3);
  stop();
  expect(seen).toEqual(["9", "10", "11"]);
});
