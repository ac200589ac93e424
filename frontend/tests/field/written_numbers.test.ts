// What is no number does not count as one, and what is one is found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { numberOf } from "../../src/field/written_numbers.ts";

test("a number is found in what a hand wrote, and nothing else is kept", () => {
  const whole = ["１２０", "120厘米", "约 120", "12.5", "-5", "一百二", "abc", ""].map((each) => numberOf(each, false));
  assert.deepEqual(whole, ["120", "120", "120", "12", "-5", "", "", ""]);
  const parts = ["12.5", "１２。５公斤", "12.5.5", "."].map((each) => numberOf(each, true));
  assert.deepEqual(parts, ["12.5", "12.5", "12.5", ""]);
});
