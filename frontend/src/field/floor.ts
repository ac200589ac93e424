// What browsers from Chromium 80 on lack of what the app and the engine of its forms ask for (旧浏览器补全).
//
// Loaded before everything else. Syntax is the build's matter; which names may be asked for is held by a test over the
// built files. Whatever is there already is left as it is.

function lend(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

// Chromium 92. Behind the end, and before the beginning, there is nothing.
function at(this: ArrayLike<unknown>, place: number): unknown {
  const whole = Math.trunc(place) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}
for (const kind of [Array, String, Uint8Array]) lend(kind.prototype, "at", at);

// Chromium 85. A pattern says itself that it means all.
function replaceAll(this: string, wanted: string | RegExp, by: string & ((found: string) => string)): string {
  if (typeof wanted !== "string") return this.replace(wanted, by);
  return this.replace(new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "g"), by);
}
lend(String.prototype, "replaceAll", replaceAll);

// Chromium 85. Called with and without `new`.
function AllOfThem(errors: Iterable<unknown>, message?: string): Error {
  return Object.assign(new Error(message), { name: "AggregateError", errors: [...errors] });
}
lend(globalThis, "AggregateError", AllOfThem);

// Chromium 92: a random UUID, version 4.
function randomUUID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
lend(crypto, "randomUUID", randomUUID);

// Chromium 103. Older ones say AbortError of every end, which nobody here tells apart.
function timeout(ms: number): AbortSignal {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), ms);
  return ending.signal;
}
lend(AbortSignal, "timeout", timeout);
