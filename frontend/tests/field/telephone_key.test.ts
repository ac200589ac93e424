// The telephone signs in with its own key: what it signs is what the server asked, and the key never lies open.
import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { TelephoneKey } from "../../src/field/telephone_key.ts";
import { telephone } from "./telephone.ts";

// The head of a P-256 key as others write it (SPKI); the point follows.
const HEAD = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex");

async function server(refuse: () => boolean) {
  const asked: { path: string; body: { public?: string; challenge?: string; signature?: string } }[] = [];
  const http = createServer(async (request, response) => {
    const body = JSON.parse((await all(request)).toString() || "{}");
    asked.push({ path: request.url ?? "", body });
    const refused = refuse() && !request.url?.endsWith("/challenge");
    response.writeHead(refused ? 401 : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(refused ? { code: "SIGN_IN" } : { challenge: "asked by the server", csrf: "token" }));
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  return { asked, http, address: `http://127.0.0.1:${(http.address() as AddressInfo).port}/field/api/` };
}

async function all(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test("a telephone signs what the server asks with the key that it told", { timeout: 20_000 }, async () => {
  let refused = true;
  const { asked, http, address } = await server(() => refused);
  const { store, server: line, database } = await telephone(address);
  const key = new TelephoneKey(store, line, "device-1");
  assert.equal(await key.signIn(), false, "nobody knows the key yet");
  await key.tell("手机");
  assert.equal(await key.signIn(), false, "the server did not take it");
  refused = false;
  await key.tell("手机");
  const told = asked.filter((each) => each.path.endsWith("/device"));
  assert.equal(told.length, 2);
  assert.equal(told[0]!.body.public, told[1]!.body.public);
  await key.tell("手机");
  assert.equal(asked.filter((each) => each.path.endsWith("/device")).length, 2, "it is told once");
  assert.equal(await key.signIn(), true);
  const { challenge, signature } = asked.at(-1)!.body;
  const point = createPublicKey({ key: Buffer.concat([HEAD, Buffer.from(told[1]!.body.public!, "base64")]), format: "der", type: "spki" });
  const said = Buffer.from(`gonghu telephone sign-in 1\n${challenge}`);
  const proof = Buffer.from(signature!, "base64");
  assert.ok(verify("sha256", said, { key: point, dsaEncoding: "ieee-p1363" }, proof));
  assert.ok(!verify("sha256", Buffer.from(challenge!), { key: point, dsaEncoding: "ieee-p1363" }, proof));
  const lying = Buffer.concat(((await database.getAll("settings")) as Uint8Array[]).map((each) => Buffer.from(each)));
  assert.ok(!lying.includes("secret"));
  refused = true;
  const before = asked.length;
  for (let times = 0; times < 5; times += 1) assert.equal(await key.signIn(), false, "a card is needed");
  assert.equal(asked.length - before, 4, "it is not tried for ever");
  http.closeAllConnections();
  http.close();
});
