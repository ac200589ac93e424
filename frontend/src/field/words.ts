// Dates and states in words (日期与状态用语).
import type { RecordState } from "./outbox.ts";
import type { SyncState } from "./sync.ts";

const DAY_MS = 24 * 3600 * 1000;

export const FULL = "手机存不下了。请连上网络，把已填的送出去，再接着填。";

export const RECORD_STATES: Record<RecordState, string> = {
  KEPT: "已保存在手机",
  DELIVERED: "已送达",
  NEEDS_CARE: "需处理",
};

const SYNC_STATES: Record<SyncState, string> = {
  IDLE: "还没有联网",
  BUSY: "正在送达……",
  DONE: "都已送达",
  OFFLINE: "没有网络，内容都在手机里",
  SIGN_IN: "登录已过期，内容都在手机里",
  SEALED: "账号已停用，内容都在手机里",
  NOT_YET: "登录还差一步，内容都在手机里",
  WAITING: "服务器忙，稍后自动再送",
  REFUSED: "已填的都已送达，资料没有更新",
  NO_ROOM: "手机存不下了，已填的先送出去；请删掉手机里不用的照片和应用",
  OTHER_OWNER: "登录的是另一个人，没有送出",
};

export function syncWords(state: SyncState, waiting: number): string {
  if (state === "DONE" && waiting) return `还有 ${waiting} 条等待送达`;
  return SYNC_STATES[state];
}

export function today(now: Date = new Date()): string {
  const pad = (each: number) => String(each).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export function daysUntil(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(today())) / DAY_MS);
}

export function dueWords(day: string): string {
  if (!day) return "";
  const days = daysUntil(day);
  if (days < 0) return `已过期 ${-days} 天`;
  if (days === 0) return "今天";
  if (days === 1) return "明天";
  return days < 7 ? `${days} 天内` : dayWords(day);
}

export function dayWords(day: string): string {
  const [year, month, date] = day.slice(0, 10).split("-").map(Number);
  return year && month && date ? `${year === new Date().getFullYear() ? "" : `${year}年`}${month}月${date}日` : day;
}

export function momentWords(moment: string): string {
  const at = new Date(moment);
  const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
  return `${dayWords(today(at))} ${time}`;
}

export function ageWords(born: string): string {
  if (!born) return "";
  const now = today();
  return `${Number(now.slice(0, 4)) - Number(born.slice(0, 4)) - (now.slice(5) < born.slice(5, 10) ? 1 : 0)} 岁`;
}
