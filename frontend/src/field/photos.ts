// Photos (照片): drawn anew on a canvas, so upright, at most 1600 px, and with nothing in them but the picture.
import type { Bytes } from "./bytes.ts";
import { NotTaken } from "./file_limits.ts";
import { type Laying, layingOf, withoutMetadata } from "./photo_laying.ts";

const LONGEST = 1600;
const QUALITY = 0.8;

export async function smallPhoto(file: Blob): Promise<Bytes> {
  const { picture, laying } = await decoded(file).catch(() => {
    throw new NotTaken("这张图片打不开，请重新拍一张");
  });
  const shrink = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((each) => Math.max(1, Math.round(each * shrink))) as [number, number];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = laying.onItsSide ? [height, width] : [width, height];
  const drawing = canvas.getContext("2d", { alpha: false })!;
  drawing.setTransform(...laying.turned(width, height));
  drawing.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;
  if (!blob) throw new NotTaken("手机内存不够，请关掉其他应用后再拍");
  return new Uint8Array(await blob.arrayBuffer());
}

// The browser turns it as its metadata say; one that cannot be asked for that gets it without.
async function decoded(file: Blob): Promise<{ picture: ImageBitmap; laying: Laying }> {
  try {
    return { picture: await createImageBitmap(file, { imageOrientation: "from-image" }), laying: layingOf(1) };
  } catch (refusal) {
    if (!(refusal instanceof TypeError)) throw refusal;
    const { bytes, orientation } = withoutMetadata(new Uint8Array(await file.arrayBuffer()));
    return { picture: await createImageBitmap(new Blob([bytes], { type: file.type })), laying: layingOf(orientation) };
  }
}
