// What old browsers lack is lent to them, and does what the real thing does.
import assert from "node:assert/strict";
import { test } from "node:test";

type Lent = { owner: object; name: string };
const LENT: Lent[] = [
  { owner: Array.prototype, name: "at" },
  { owner: String.prototype, name: "at" },
  { owner: String.prototype, name: "replaceAll" },
  { owner: globalThis, name: "AggregateError" },
  { owner: Object.getPrototypeOf(crypto) as object, name: "randomUUID" },
  { owner: AbortSignal, name: "timeout" },
];

test("a browser without them is lent them", async () => {
  for (const { owner, name } of LENT) assert.ok(Reflect.deleteProperty(owner, name), name);
  await import("../../src/field/floor.ts");
  assert.deepEqual([[1, 2].at(-1), [1, 2].at(0), [1, 2].at(2), "词语".at(-1), [1].at(-2)], [2, 1, undefined, "语", undefined]);
  assert.equal("a.b.c".replaceAll(".", "$$"), "a$b$c");
  assert.equal("a.b".replaceAll(".", (found) => `<${found}>`), "a<.>b");
  assert.equal("aXbX".replaceAll(/X/g, ""), "ab");
  const several = new AggregateError([new Error("one")], "all");
  class Several extends AggregateError {}
  assert.deepEqual([several.message, several.errors.length, new Several([]) instanceof Error], ["all", 1, true]);
  const numbers = new Set(Array.from({ length: 100 }, () => crypto.randomUUID()));
  assert.equal(numbers.size, 100);
  for (const each of numbers) assert.match(each, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  const signal = AbortSignal.timeout(1);
  await new Promise((ended) => signal.addEventListener("abort", ended));
  assert.ok(signal.aborted);
});
