// Files of what was sent back are brought once, and go when it is mended; what the telephone itself filled stays.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { bringReturnedFiles } from "../../src/field/returned.ts";
import { filled, telephone } from "./telephone.ts";

test("files of what was sent back are there when it is mended, and go afterwards", async () => {
  let asked = 0;
  let down = true;
  const http = createServer((request, response) => {
    asked += 1;
    const known = !down && request.url?.endsWith("/one/files/a.jpg");
    response.writeHead(known ? 200 : 404, { "Content-Type": known ? "image/jpeg" : "application/json" });
    response.end(known ? "picture" : "{}");
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  const { store, outbox, server } = await telephone(`http://127.0.0.1:${(http.address() as AddressInfo).port}/field/api/`);
  const own = await filled(outbox, 500);
  const back = [{ key: "one", files: [{ name: "a.jpg", type: "image/jpeg" }] }];
  await bringReturnedFiles(store, outbox, server, back);
  assert.equal(await outbox.file("one", "a.jpg"), null, "it comes the next time");
  down = false;
  await bringReturnedFiles(store, outbox, server, back);
  await bringReturnedFiles(store, outbox, server, back);
  assert.equal(asked, 2);
  assert.equal(new TextDecoder().decode((await outbox.file("one", "a.jpg"))!), "picture");
  await bringReturnedFiles(store, outbox, server, []);
  assert.equal(await outbox.file("one", "a.jpg"), null);
  assert.equal((await outbox.file(own.uuid, "photo.jpg"))?.length, 500);
  http.close();
});
