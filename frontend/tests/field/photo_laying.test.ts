// How a photo lies is read from its metadata, which leave it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { layingOf, withoutMetadata } from "../../src/field/photo_laying.ts";

const START = [0xff, 0xd8];
const TABLES = [0xff, 0xdb, 0, 4, 1, 2];
const PIXELS = [0xff, 0xda, 0, 2, 7, 7, 0xff, 0xe1, 7];

function metadata(orientation: number, little: boolean): number[] {
  const short = (each: number) => (little ? [each & 255, each >> 8] : [each >> 8, each & 255]);
  const long = (each: number) => (little ? [...short(each), 0, 0] : [0, 0, ...short(each)]);
  const entry = [...short(0x0112), ...short(3), ...long(1), ...short(orientation), 0, 0];
  const table = [...(little ? [0x49, 0x49] : [0x4d, 0x4d]), ...short(42), ...long(8), ...short(1), ...entry, ...long(0)];
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...table];
  return [0xff, 0xe1, 0, body.length + 2, ...body];
}

test("the metadata are cut out, and say how it lies", () => {
  for (const little of [true, false]) {
    for (const said of [1, 3, 6, 8]) {
      const { bytes, orientation } = withoutMetadata(new Uint8Array([...START, ...metadata(said, little), ...TABLES, ...PIXELS]));
      assert.equal(orientation, said);
      assert.deepEqual([...bytes], [...START, ...TABLES, ...PIXELS]);
    }
  }
});

test("a picture without them, or broken, stays as it is", () => {
  for (const each of [[...START, ...TABLES, ...PIXELS], [0x89, 0x50, 0x4e, 0x47, 1, 2, 3], [0xff, 0xd8], [...START, 0xff, 0xe1, 0, 4, 1, 2, ...PIXELS]]) {
    const { orientation } = withoutMetadata(new Uint8Array(each));
    assert.equal(orientation, 1);
  }
});

test("every corner comes where the metadata say", () => {
  const [width, height] = [40, 30];
  const place = (orientation: number, x: number, y: number) => {
    const [a, b, c, d, e, f] = layingOf(orientation).turned(width, height);
    return [a * x + c * y + e, b * x + d * y + f];
  };
  // Where the first pixel of the first row of the file belongs in the upright picture.
  const first = { 1: [0, 0], 2: [40, 0], 3: [40, 30], 4: [0, 30], 5: [0, 0], 6: [30, 0], 7: [30, 40], 8: [0, 40] };
  for (const [orientation, corner] of Object.entries(first)) assert.deepEqual(place(Number(orientation), 0, 0), corner);
  assert.deepEqual([layingOf(6).onItsSide, layingOf(3).onItsSide, layingOf(9).turned(1, 1)], [true, false, [1, 0, 0, 1, 0, 0]]);
});
