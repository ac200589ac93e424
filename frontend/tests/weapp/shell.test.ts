// The mini-program: binds by invitation only, opens the field app with a ticket, and says in words what does not work.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compiled, Phone, refusal } from "./phone.ts";

const SITE = "https://gonghu.example.gov.cn";
const TICKET = { status: 200, data: { ticket: "a+b/c", seconds: 60, open: "/field/wechat/open" } };

test("a bound WeChat opens the field app with a ticket, each time with a fresh code", async () => {
  const phone = new Phone(() => TICKET);
  const page = await phone.open("field");
  assert.deepEqual(page.find("web-view").map(({ src }) => src), [`${SITE}/field/wechat/open?ticket=a%2Bb%2Fc`]);
  await page.fails();
  await page.tap("再试一次");
  assert.deepEqual(phone.asked.map(({ url, method, data }) => [url, method, data.code]), [
    [`${SITE}/field/wechat/enter`, "POST", "code-1"],
    [`${SITE}/field/wechat/enter`, "POST", "code-2"],
  ]);
});

test("a ticket leads nowhere but to the site", async () => {
  for (const open of ["https://elsewhere.example/", "//elsewhere.example/", "@elsewhere.example", "\\\\x", 7, undefined]) {
    const page = await new Phone(() => ({ status: 200, data: { ticket: "x", open } })).open("field");
    assert.deepEqual(page.find("web-view"), []);
    assert.match(page.shown, /没有回应/);
  }
});

test("a WeChat that is not bound is led to binding", async () => {
  const phone = new Phone(refusal(403, "NOT_BOUND"));
  await phone.open("field");
  assert.deepEqual(phone.went, ["/pages/bind/bind"]);
});

test("whatever the site or WeChat answers, there are words and a way on", async () => {
  const cases: [ConstructorParameters<typeof Phone>[0], RegExp][] = [
    [refusal(422, "WECHAT_CODE"), /WECHAT_CODE/],
    [refusal(403, "SEALED"), /SEALED/],
    [refusal(429, "TOO_OFTEN"), /TOO_OFTEN/],
    [() => "NO_NETWORK", /没有网络/],
    [() => ({ status: 200, data: "<html>sign in to this network</html>" }), /没有回应/],
    [() => ({ status: 502, data: "<html>" }), /没有回应/],
    [() => ({ status: 500, data: { code: 1 } }), /没有回应/],
    [() => ({ status: 200, data: null }), /没有回应/],
  ];
  for (const [answers, words] of cases) {
    const page = await new Phone(answers).open("field");
    assert.deepEqual(page.find("web-view"), []);
    assert.match(page.shown, words);
    assert.doesNotMatch(page.shown, /正在打开|。。/);
    assert.match(page.shown, /。\S{3,}再试一次/);
  }
});

test("without a login code nothing is sent, and trying again helps", async () => {
  const phone = new Phone(() => TICKET);
  phone.loginFails = true;
  const page = await phone.open("field");
  assert.deepEqual([phone.asked.length, page.find("web-view")], [0, []]);
  phone.loginFails = false;
  await page.tap("再试一次");
  assert.match(page.find("web-view")[0]?.src as string, /ticket=/);
});

test("a page that does not load can be tried again", async () => {
  const page = await new Phone(() => TICKET).open("field");
  await page.fails();
  assert.deepEqual(page.find("web-view"), []);
  await page.tap("再试一次");
  assert.match(page.find("web-view")[0]?.src as string, /ticket=/);
});

test("binding wants an invitation and consent, then leads on", async () => {
  const phone = new Phone(() => ({ status: 200, data: { bound: true } }));
  const page = await phone.open("bind");
  await page.tap("绑定");
  assert.match(page.shown, /还没有邀请码/);
  await page.change("input", " abcd efgh jkmn ");
  await page.tap("绑定");
  assert.match(page.shown, /还没有同意/);
  assert.equal(phone.asked.length, 0);
  await page.change("checkbox-group", ["agreed"]);
  await page.tap("绑定");
  assert.deepEqual(phone.asked[0]?.data, { invitation: "abcd efgh jkmn", code: "code-1" });
  assert.deepEqual([phone.asked[0]?.url, phone.went], [`${SITE}/field/wechat/bind`, ["/pages/field/field"]]);
});

test("an invitation is scanned, and closing the camera changes nothing", async () => {
  const phone = new Phone(() => TICKET);
  const page = await phone.open("bind");
  await page.tap("扫邀请码");
  assert.equal(page.find("input")[0]?.value, "");
  phone.scanned = "ABCD-EFGH-JKMN\n";
  await page.tap("扫邀请码");
  assert.equal(page.find("input")[0]?.value, "ABCD-EFGH-JKMN");
});

test("a refused binding keeps what was typed and says what to do", async () => {
  for (const code of ["INVITATION", "BOUND_ELSEWHERE", "WECHAT_CODE"]) {
    const phone = new Phone(refusal(422, code));
    const page = await phone.open("bind");
    await page.change("input", "ABCD");
    await page.change("checkbox-group", ["agreed"]);
    await page.tap("绑定");
    assert.deepEqual([page.find("input")[0]?.value, page.find("checkbox")[0]?.checked, phone.went], ["ABCD", true, []]);
    assert.match(page.shown, new RegExp(code));
    assert.equal(page.find("button").some(({ disabled }) => disabled), false);
  }
});

test("a double tap binds once", async () => {
  const phone = new Phone(() => ({ status: 200, data: { bound: true } }));
  const page = await phone.open("bind");
  await page.change("input", "ABCD");
  await page.change("checkbox-group", ["agreed"]);
  await page.tap("绑定", 2);
  assert.equal(phone.asked.length, 1);
});

test("leaving asks once more, then ends the binding", async () => {
  const phone = new Phone(() => ({ status: 200, data: { bound: false } }));
  phone.confirms = false;
  const page = await phone.open("privacy");
  await page.tap("解除绑定");
  assert.equal(phone.asked.length, 0);
  phone.confirms = true;
  await page.tap("解除绑定");
  assert.equal(phone.asked[0]?.url, `${SITE}/field/wechat/leave`);
  assert.match(page.shown, /已解除/);
});

test("every page of app.json is there, and none asks for a position, a name or a telephone number", () => {
  const weapp = new URL("../../weapp/", import.meta.url);
  const { pages, ...rest } = JSON.parse(readFileSync(new URL("app.json", weapp), "utf8"));
  const sources = pages.flatMap((page: string) =>
    ["js", "wxml", "json"].map((end) => readFileSync(new URL(`${page}.${end}`, weapp), "utf8")),
  );
  const all = [JSON.stringify(rest), ...sources].join("\n");
  assert.doesNotMatch(all, /getLocation|chooseLocation|getUserProfile|getPhoneNumber|getWeRunData|permission/);
});

test("a template that WeChat would refuse is found", () => {
  for (const broken of ["<view", "<view wx:if='{{a'></view>", "<view>{{</view>"]) {
    assert.notDeepEqual(compiled("broken", broken).wrong, []);
  }
});
