// Numbers as a hand writes them (手写数字): full-width digits, and words before or after them.
export function numberOf(written: string, decimal: boolean): string {
  const plain = written.normalize("NFKC").replace("。", ".").replace(/^[^\d-]+/, "");
  return plain.match(decimal ? /^-?\d*\.?\d*/ : /^-?\d*/)![0];
}
