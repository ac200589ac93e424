// A hand that taps twice (连点两下): the second tap must not answer what has only just come to stand there.
const SECOND_TAP_MS = 300;

let over: ReturnType<typeof setTimeout>;

// Something else stands on the screen now; for the length of a second tap nothing on it can be hit.
export function turned(): void {
  const { dataset } = document.documentElement;
  dataset["turned"] = "true";
  clearTimeout(over);
  over = setTimeout(() => delete dataset["turned"], SECOND_TAP_MS);
}
