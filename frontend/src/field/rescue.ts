// The rescue file (救援文件): what was not sent leaves the telephone as a letter that only the deployment opens.
import { type Bytes, fromText, toBase64 } from "./bytes.ts";
import { letter } from "./letter.ts";
import type { Outbox } from "./outbox.ts";

// Pieces stay well below what the server takes as one line.
const PIECE = 1 << 20;

export async function rescueFile(outbox: Outbox, to: string, device: string): Promise<File> {
  const parts: string[] = [];
  for await (const line of letter(pieces(outbox), to, device, new Date().toISOString())) parts.push(line, "\n");
  const day = new Date().toISOString().slice(0, 10);
  return new File(parts, `gonghu-rescue-${day}.txt`, { type: "text/plain" });
}

// First each record, then its files in stretches.
async function* pieces(outbox: Outbox): AsyncGenerator<Bytes> {
  for (const record of (await outbox.records()).filter((each) => each.state !== "DELIVERED")) {
    const { uuid, form, version, sequence, made_at, base, xml, replaces } = record;
    const files = record.files.map(({ name, sha256, size }) => ({ name, sha256, size }));
    yield fromText(JSON.stringify({ record: { uuid, form, version, sequence, made_at, base, xml, files, ...(replaces && { replaces }) } }));
    for (const { name } of record.files) {
      const bytes = await outbox.file(uuid, name);
      for (let from = 0; bytes && from < bytes.length; from += PIECE) {
        const content = toBase64(bytes.slice(from, from + PIECE));
        yield fromText(JSON.stringify({ part: { record: uuid, name, from, content } }));
      }
    }
  }
}
