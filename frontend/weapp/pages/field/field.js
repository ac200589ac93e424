// The first page (打开走访端): gets a ticket and opens the field app with it, or says why that does not work.
const { ask, openingOf, UNREADABLE } = require("../../shell/server");

Page({
  data: { address: "", busy: true, message: "", next: "" },

  onLoad() {
    return this.enter();
  },

  async enter() {
    this.setData({ busy: true, message: "", next: "" });
    const answer = await ask("enter");
    if (!answer.ok && answer.refusal.code === "NOT_BOUND") {
      wx.redirectTo({ url: "/pages/bind/bind" });
      return;
    }
    const address = answer.ok ? openingOf(answer.said) : "";
    const { message, next } = answer.ok ? UNREADABLE : answer.refusal;
    this.setData(address ? { address, busy: false } : { busy: false, message, next });
  },

  // The page behind could not be loaded, as without a network: its ticket may be over, so a new one is needed.
  failed() {
    const { message, next } = UNREADABLE;
    this.setData({ address: "", busy: false, message, next });
  },
});
