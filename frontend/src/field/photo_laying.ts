// How a photo lies in its file (照片方向): Chromium before 104 cannot be asked to turn it, and some turn it unasked.
//
// So the metadata are cut out before it is decoded, and the canvas turns it as they said.
import { type Bytes, joined } from "./bytes.ts";

const START = 0xffd8;
const PIXELS = 0xffda;
const METADATA = 0xffe1;
const EXIF = 0x45786966;
const LITTLE_END_FIRST = 0x4949;
const ORIENTATION = 0x0112;
const UPRIGHT = 1;
// From here on, width and height change places.
const FIRST_ON_ITS_SIDE = 5;

// Six numbers that canvas takes for turning a picture of some width and height.
type Turn = [number, number, number, number, number, number];

const TURNS: readonly ((width: number, height: number) => Turn)[] = [
  () => [1, 0, 0, 1, 0, 0],
  (width) => [-1, 0, 0, 1, width, 0],
  (width, height) => [-1, 0, 0, -1, width, height],
  (_width, height) => [1, 0, 0, -1, 0, height],
  () => [0, 1, 1, 0, 0, 0],
  (_width, height) => [0, 1, -1, 0, height, 0],
  (width, height) => [0, -1, -1, 0, height, width],
  (width) => [0, -1, 1, 0, 0, width],
];

export type Laying = { onItsSide: boolean; turned: (width: number, height: number) => Turn };

export function layingOf(orientation: number): Laying {
  return { onItsSide: orientation >= FIRST_ON_ITS_SIDE && orientation <= TURNS.length, turned: TURNS[orientation - 1] ?? TURNS[0]! };
}

// A JPEG without its metadata, and how they said it lies; of anything else the bytes as they are.
export function withoutMetadata(bytes: Bytes): { bytes: Bytes; orientation: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Bytes[] = [];
  let orientation = UPRIGHT;
  let from = 0;
  if (bytes.length < 4 || view.getUint16(0) !== START) return { bytes, orientation };
  for (let at = 2; at + 4 <= bytes.length && view.getUint16(at) !== PIXELS; ) {
    const next = at + 2 + view.getUint16(at + 2);
    if (view.getUint16(at) === METADATA) {
      orientation = saidIn(view, at + 4, next) ?? orientation;
      parts.push(bytes.subarray(from, at));
      from = next;
    }
    at = next;
  }
  return { bytes: joined(...parts, bytes.subarray(from)), orientation };
}

function saidIn(view: DataView, at: number, end: number): number | null {
  const table = at + 6;
  if (end > view.byteLength || table + 8 > end || view.getUint32(at) !== EXIF) return null;
  const little = view.getUint16(table) === LITTLE_END_FIRST;
  const first = table + view.getUint32(table + 4, little);
  if (first + 2 > end) return null;
  for (let entry = first + 2, left = view.getUint16(first, little); left > 0 && entry + 12 <= end; entry += 12, left -= 1) {
    if (view.getUint16(entry, little) === ORIENTATION) return view.getUint16(entry + 8, little);
  }
  return null;
}
