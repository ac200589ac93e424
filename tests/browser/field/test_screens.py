"""Every screen, in large and in normal type: read by machines, hit by thumbs, taken in at a glance."""

from pathlib import Path

import pytest

from tests.browser.field.conftest import Village, use_card
from tests.browser.field.looking import Looking
from tests.browser.field.one_of_each import Area, every_kind_of_question, two_on_duty, two_values
from tests.browser.field.telephone import Telephone

pytestmark = pytest.mark.django_db(transaction=True)

# A voice of the telephone itself that comes late, and what it says.
VOICE = """
  window.said = [];
  const voice = { localService: true, lang: "zh-CN" };
  const speech = new EventTarget();
  Object.assign(speech, { getVoices: () => [], cancel: () => {}, speak: (each) => said.push(each.text) });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  window.tellVoices = () => {
    speech.getVoices = () => [voice];
    speech.dispatchEvent(new Event("voiceschanged"));
  };
"""
CHANGE_VAULT = """async (days) => {
  const opened = await new Promise((done) => {
    const asked = indexedDB.open("gonghu-field");
    asked.onsuccess = () => done(asked.result);
  });
  const table = opened.transaction("vault", "readwrite").objectStore("vault");
  await new Promise((done) => {
    table.get("vault").onsuccess = ({ target }) => {
      const row = target.result;
      for (const [name, since] of Object.entries(days)) row[name] = Date.now() + since * 24 * 3600 * 1000;
      table.put(row, "vault").onsuccess = done;
    };
  });
  opened.close();
}"""


@pytest.mark.parametrize("size", ["large", "normal"])
def test_every_screen_can_be_read_and_hit_by_everybody(
    village: Village, telephone: Telephone, pictures: Path | None, size: str
) -> None:
    every_kind_of_question(village)
    two_on_duty(village)
    area = Area(village)
    telephone.page.add_init_script(VOICE)
    looking = Looking(telephone, "large", pictures)
    first_use(village, telephone, looking if size == "large" else None)
    looking.size = size
    if size == "normal":
        telephone.show("settings")
        telephone.tap("改用普通字号")
    looking.show("filled", "还没有填过表", "filled-none")
    met = two_values(village)
    area.more = area.waiting
    telephone.tap("现在送达")
    telephone.sees("工作人员正在核对")
    lists(telephone, looking)
    cards(telephone, looking)
    looking.show(f"conflict/{met}", "留给督导员", "conflict")
    for kind, words in (("held", "工作人员正在核对"), ("returned", "退回修改"), ("reply", "已经换了大字")):
        looking.show(f"record/{kind}:{area.keys[kind]}", words, kind)
    forms(telephone, looking)
    closed(village, telephone, looking)


def first_use(village: Village, telephone: Telephone, looking: Looking | None) -> None:
    telephone.open()
    telephone.sees("请先登录")
    if looking:
        looking.look("sign-in")
    use_card(village, telephone)
    telephone.open()
    telephone.sees("请设置一个 PIN")
    if looking:
        looking.look("new-pin")
    telephone.type_pin()
    telephone.sees("再输入一次")
    telephone.type_pin()
    telephone.sees("都已送达")


def lists(telephone: Telephone, looking: Looking) -> None:
    for address, words, name in (
        ("today", "已过期", "today"), ("filled", "需处理", "filled"), ("harm", "今天值班 王强", "harm"),
        ("more", "投诉建议", "more"), ("policies", "下一页", "policies"), ("policies/defacto", "依据", "policy"),
        ("contacts", "本周还没有记", "contacts"), ("settings", "导出救援文件", "settings"),
        ("pin", "现在的 PIN", "pin"), ("children", "李思雨", "children"), ("forms", "新发现的孩子", "forms"),
        ("sweep", "还有 5 户没有去", "sweep"),
    ):  # fmt: skip
        looking.show(address, words, name)
    telephone.show("sweep")
    telephone.tap("幸福里3号院")
    telephone.sees("没有人在家")
    looking.look("door")
    telephone.show("settings")
    telephone.tap("忘记本机")
    telephone.sees("要继续，请输入")
    looking.look("forget")


def cards(telephone: Telephone, looking: Looking) -> None:
    page = telephone.page
    telephone.show("today")
    telephone.tap("张小明")
    telephone.sees("开始")
    assert page.get_by_text("读一读").count() == 0
    page.evaluate("tellVoices()")
    telephone.tap("读一读")
    assert "电线破皮" in page.evaluate("said.at(-1)")
    looking.look("child")
    telephone.tap("共 2 个问题")
    telephone.sees("灶台没有护栏")
    looking.look("problems")
    telephone.show("today")
    telephone.tap("张小明")
    telephone.tap("换一张表")
    telephone.sees("第 1 页")
    looking.look("choose")


def forms(telephone: Telephone, looking: Looking) -> None:
    """Look at every kind of question, at a draft, and at what was filled."""
    page = telephone.page
    telephone.show("today")
    telephone.tap("张小明")
    telephone.tap("开始")
    telephone.sees("先放下")
    looking.look("form-date")
    if looking.size == "large":
        telephone.tap("下一题")
        telephone.sees("见到孩子了吗")
        looking.look("form-choice")
        page.emulate_media(color_scheme="dark")
        looking.look("form-choice-dark")
        page.emulate_media(color_scheme="light")
    looking.show("today", "接着填", "today-draft")
    telephone.show("filled")
    telephone.tap("下一页")
    looking.look("filled-rows")
    telephone.tap("没填完")
    telephone.tap("不填了")
    telephone.sees("会从手机里删除")
    looking.look("drop")
    telephone.tap("确定不填了")
    telephone.sees("现在送达")
    assert page.get_by_text("没填完").count() == 0
    telephone.show("forms")
    telephone.tap("各种题")
    telephone.sees("先放下")
    for number in range(1, 20):
        looking.look(f"question-{number}")
        if page.get_by_text("填完了，保存").count():
            break
        progress = page.locator(".progress").inner_text()
        telephone.tap("下一题")
        page.wait_for_function("was => document.querySelector('.progress').innerText !== was", arg=progress)
    telephone.tap("填完了，保存")
    telephone.tap("下一页")
    page.locator(".row", has_text="各种题").click()
    page.wait_for_selector(".back")
    looking.look("record")


def closed(village: Village, telephone: Telephone, looking: Looking) -> None:
    """Look at what stands before the PIN, and at what a telephone says that was away too long."""
    page, front = telephone.page, village.front
    telephone.show("settings")
    telephone.tap("锁上")
    telephone.sees("忘记 PIN")
    looking.look("locked")
    front.is_down = True
    telephone.tap("忘记 PIN")
    telephone.sees("连不上服务器")
    looking.look("forgotten")
    telephone.tap("返回")
    telephone.sees("请输入 PIN")
    page.evaluate(CHANGE_VAULT, {"contactAt": -4})
    telephone.open()
    telephone.type_pin()
    telephone.sees("4 天没有联网")
    looking.look("today-away")
    page.evaluate(
        "() => void navigator.locks.request('gonghu-field-window', { steal: true }, () => new Promise(() => {}))"
    )
    telephone.sees("已在另一个窗口打开")
    looking.look("other-window")
    page.evaluate(CHANGE_VAULT, {"contactAt": -40})
    telephone.open()
    telephone.sees("手机已封存")
    looking.look("sealed")
