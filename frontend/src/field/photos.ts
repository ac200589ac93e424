// Photos (照片): drawn anew on a canvas, so upright, at most 1600 px, and with nothing in them but the picture.
import type { Bytes } from "./bytes.ts";
import { NotTaken } from "./file_limits.ts";

const LONGEST = 1600;
const QUALITY = 0.8;

export async function smallPhoto(file: Blob): Promise<Bytes> {
  // The browser turns it as its metadata say; the canvas then knows no metadata.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new NotTaken("这张图片打不开，请重新拍一张");
  });
  const shrink = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * shrink));
  canvas.height = Math.max(1, Math.round(picture.height * shrink));
  const drawing = canvas.getContext("2d", { alpha: false })!;
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;
  if (!blob) throw new NotTaken("手机内存不够，请关掉其他应用后再拍");
  return new Uint8Array(await blob.arrayBuffer());
}
