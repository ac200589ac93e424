// What a record may hold (附件限额): looked at when a photo is taken, not when it is sent.
import type { Settings } from "./server.ts";

// Told to whoever takes a photo or speaks a note, in these words.
export class NotTaken extends Error {}

const MEGABYTE = 1 << 20;

export function refuseFile(size: number, others: number, limits: Pick<Settings, "most_files" | "most_file_bytes">): void {
  if (!size) throw new NotTaken("这个文件是空的，请重新拍或重新录。");
  if (size > limits.most_file_bytes) throw new NotTaken(`文件太大，最大 ${Math.floor(limits.most_file_bytes / MEGABYTE)} MB，请重新拍或重新录。`);
  if (others >= limits.most_files) throw new NotTaken(`一份表最多 ${limits.most_files} 个照片和录音，已经满了。可以先去掉一个，或者另填一份。`);
}
