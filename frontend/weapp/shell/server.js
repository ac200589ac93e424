// Asking the site (请求网站), each time with a fresh login code of WeChat: nothing that lets anybody in is kept here.
const { SITE } = require("../site");

const PATIENCE_MS = 10000;

/** @typedef {{ code: string, message: string, next: string }} Refusal 拒绝 */
/** @typedef {{ ok: true, said: Record<string, unknown> } | { ok: false, refusal: Refusal }} Answer 应答 */

/** @type {Refusal} */
const NO_NETWORK = {
  code: "NO_NETWORK",
  message: "没有网络",
  next: "请到有网络的地方再试。常在没有网络的地方走访，请在浏览器里打开走访端并装到手机桌面。",
};
/** @type {Refusal} */
const NO_LOGIN = {
  code: "NO_LOGIN",
  message: "微信没有给出登录凭证",
  next: "请点“再试一次”；还不行，关闭小程序后重新打开。",
};
/** @type {Refusal} */
const UNREADABLE = {
  code: "UNREADABLE",
  message: "网站暂时没有回应",
  next: "请过一会儿再试；急用时请用登录卡在浏览器里打开走访端。",
};

/**
 * Get a login code of WeChat and ask one address of the site with it.
 * @param {"bind" | "enter" | "leave"} address
 * @param {Record<string, string>} [said]
 * @returns {Promise<Answer>}
 */
async function ask(address, said = {}) {
  const code = await loginCode();
  return code ? post(address, { ...said, code }) : refused(NO_LOGIN);
}

/**
 * Give the page that a ticket opens, or nothing if the site said where in a way that leads elsewhere.
 * @param {Record<string, unknown>} said
 * @returns {string}
 */
function openingOf(said) {
  const { ticket, open } = said;
  if (typeof ticket !== "string" || typeof open !== "string" || !/^\/[\w-]/.test(open)) return "";
  return `${SITE}${open}?ticket=${encodeURIComponent(ticket)}`;
}

/** @returns {Promise<string>} */
function loginCode() {
  return new Promise((done) => {
    wx.login({ timeout: PATIENCE_MS, success: (given) => done(given.code || ""), fail: () => done("") });
  });
}

/**
 * @param {string} address
 * @param {Record<string, string>} data
 * @returns {Promise<Answer>}
 */
function post(address, data) {
  return new Promise((done) => {
    wx.request({
      url: `${SITE}/field/wechat/${address}`,
      method: "POST",
      header: { "content-type": "application/json" },
      timeout: PATIENCE_MS,
      data,
      success: (came) => done(answered(came.statusCode, came.data)),
      fail: () => done(refused(NO_NETWORK)),
    });
  });
}

/**
 * @param {number} status
 * @param {unknown} data
 * @returns {Answer}
 */
function answered(status, data) {
  if (typeof data !== "object" || data === null) return refused(UNREADABLE);
  const said = /** @type {Record<string, unknown>} */ (data);
  if (status === 200) return { ok: true, said };
  const { code, message, next } = said;
  if (typeof code !== "string" || typeof message !== "string" || typeof next !== "string") return refused(UNREADABLE);
  return refused({ code, message, next });
}

/**
 * @param {Refusal} refusal
 * @returns {Answer}
 */
function refused(refusal) {
  return { ok: false, refusal };
}

module.exports = { ask, openingOf, UNREADABLE };
