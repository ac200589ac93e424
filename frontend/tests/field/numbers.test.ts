// Whom to call: those on duty on the day, each number once, and the number that is always there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answering, dialled } from "../../src/field/numbers.ts";

test("what is dialled is what was meant, however it was written", () => {
  const written = ["110", "138 0013 8000", "022-2839 1234 转 8", "０２２－１２３４"];
  assert.deepEqual(written.map(dialled), ["tel:110", "tel:13800138000", "tel:022-28391234,8", "tel:022-1234"]);
});

test("today's shift is called first, and the station where nobody is on the roster", () => {
  const duty = [
    { on: "2026-11-23", name: "李娜", phone: "13800138000" },
    { on: "2026-11-24", name: "王强", phone: "022-1" },
  ];
  const phones = (day: string) => answering({ duty, duty_phone: "022-1" }, day).map(({ phone, name }) => `${name}${phone}`);
  assert.deepEqual(phones("2026-11-23"), ["李娜13800138000", "022-1"]);
  assert.deepEqual(phones("2026-11-24"), ["王强022-1"]);
  assert.deepEqual(phones("2026-12-24"), ["022-1"]);
  assert.deepEqual(answering({ duty: [], duty_phone: "" }, "2026-11-23"), []);
});
