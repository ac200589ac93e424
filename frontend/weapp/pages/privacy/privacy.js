// What is done with personal information (隐私说明), and the way out: this WeChat is bound no more.
const { ask } = require("../../shell/server");

Page({
  data: { busy: false, message: "", next: "" },

  leave() {
    wx.showModal({
      title: "解除绑定？",
      content: "解除后，这个微信不能再进入走访端；手机里未送达的内容不会删除。再用时请督导员重新邀请。",
      confirmText: "解除绑定",
      success: (said) => (said.confirm ? this.left() : undefined),
    });
  },

  async left() {
    if (this.data.busy) return;
    this.setData({ busy: true, message: "", next: "" });
    const answer = await ask("leave");
    const { message, next } = answer.ok
      ? { message: "已解除绑定", next: "这个微信不能再进入走访端。" }
      : answer.refusal;
    this.setData({ busy: false, message, next });
  },
});
