// A letter that only the own deployment opens (密函): what waits on the telephone leaves it as text, line by line.
//
// The first line is the head; each that follows is a piece: nonce and AES-256-GCM ciphertext, bound to the head, to the
// number of the piece and to whether it is the last. The key comes from a pair made for this letter and the point of
// the deployment.
import { type Bytes, fromBase64, fromText, joined, toBase64 } from "./bytes.ts";

const FORMAT = "gonghu letter 1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };

export async function* letter(pieces: AsyncIterable<Bytes>, to: string, from: string, madeAt: string): AsyncGenerator<string> {
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const head = JSON.stringify({ format: FORMAT, from, made_at: madeAt, key: toBase64(point) });
  yield head;
  const key = await letterKey(own.privateKey, point, fromBase64(to));
  let number = 0;
  let waiting: Bytes | null = null;
  for await (const piece of pieces) {
    if (waiting) yield sealed(key, head, number++, waiting, false);
    waiting = piece;
  }
  yield sealed(key, head, number, waiting ?? new Uint8Array(), true);
}

async function letterKey(own: CryptoKey, point: Bytes, theirs: Bytes): Promise<CryptoKey> {
  const their = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: their }, own, 256);
  const drawing = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(point, theirs), info: fromText(FORMAT) };
  return crypto.subtle.deriveKey(how, drawing, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

async function sealed(key: CryptoKey, head: string, number: number, piece: Bytes, last: boolean): Promise<string> {
  // Every letter has a key of its own, so a number is nonce enough.
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(8, number);
  const additionalData = fromText(`${head}\n${number}\n${last ? 1 : 0}`);
  return toBase64(joined(iv, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, piece))));
}
