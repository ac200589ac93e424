// Binding this WeChat to an account (绑定微信), with the invitation that a supervisor shows.
const { ask } = require("../../shell/server");

Page({
  data: { invitation: "", agreed: false, busy: false, message: "", next: "" },

  /** @param {{ detail: { value: string } }} event */
  typed(event) {
    this.setData({ invitation: event.detail.value.trim() });
  },

  /** @param {{ detail: { value: string[] } }} event */
  agree(event) {
    this.setData({ agreed: event.detail.value.length > 0 });
  },

  scan() {
    wx.scanCode({
      onlyFromCamera: true,
      scanType: ["qrCode"],
      success: (seen) => this.setData({ invitation: seen.result.trim().slice(0, 40) }),
      // Whoever closes the camera again types instead.
      fail: () => undefined,
    });
  },

  async bind() {
    const { invitation, agreed, busy } = this.data;
    if (busy) return;
    if (!invitation) return this.say("还没有邀请码", "请扫督导员给的二维码，或输入 12 位邀请码。");
    if (!agreed) return this.say("还没有同意隐私说明", "请先阅读隐私说明，再勾选“已阅读并同意”。");
    this.setData({ busy: true, message: "", next: "" });
    const answer = await ask("bind", { invitation });
    this.setData({ busy: false });
    if (answer.ok) wx.redirectTo({ url: "/pages/field/field" });
    else this.say(answer.refusal.message, answer.refusal.next);
  },

  /**
   * @param {string} message
   * @param {string} next
   */
  say(message, next) {
    this.setData({ message, next });
  },
});
