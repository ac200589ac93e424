"""Every screen, in large and in normal type: read by machines, hit by thumbs, taken in at a glance."""

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from gonghu.domain.people.card import write_card
from gonghu.domain.questionnaires.operations import publish_form, upload_form
from gonghu.foundation.acting import SYSTEM
from tests.browser.conftest import AXE
from tests.browser.field.conftest import Village, use_card
from tests.browser.field.telephone import Telephone

pytestmark = pytest.mark.django_db(transaction=True)

# Smallest target, smallest and largest type, in CSS pixels.
LARGE = (60, 18, 30)
NORMAL = (44, 14, 22)
# A question with its answers is one thing to take in, if they are few enough to stand there.
MOST_CONTROLS = MOST_OPTIONS = 8
LINE = 1.29
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]

MEASURED = """() => {
  const seen = (each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(each).visibility !== "hidden" && !each.disabled;
  };
  const all = (wanted) => [...document.querySelectorAll(wanted)].filter(seen);
  const controls = all("a, button, input:not([type=file]), textarea, select, label.button, label.option")
    .filter((each) => !(each.matches("input") && each.closest("label.option, label.button")));
  const texts = all("h1, h2, p, a, button, span, dt, dd, li, label, input, textarea, select")
    .filter((each) => each.innerText);
  const lines = texts.filter((each) => !each.matches("select"));
  const style = (each, name) => parseFloat(getComputedStyle(each)[name]);
  const sides = controls.map((each) => each.getBoundingClientRect()).flatMap((box) => [box.width, box.height]);
  return {
    options: Math.max(0, ...all(".options").map((each) => each.children.length)),
    controls: new Set(controls.map((each) => each.closest(".options, .dates") ?? each)).size,
    target: Math.min(...sides),
    smallest: Math.min(...texts.map((each) => style(each, "fontSize"))),
    largest: Math.max(...texts.map((each) => style(each, "fontSize"))),
    line: Math.min(...lines.map((each) => style(each, "lineHeight") / style(each, "fontSize"))),
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
}"""
JUDGED = """(tags) => axe.run({ runOnly: { type: "tag", values: tags } })
  .then((found) => found.violations.map((each) => `${each.id}: ${each.nodes.map((one) => one.target).join(" ")}`))"""


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
FORM = """
| survey |                      |          |                |                              |
|        | type                 | name     | label          | hint                         | appearance |
|        | note                 | before   | 请慢慢填       |                              |
|        | text                 | words    | 看到什么       | 一句话就好                   |
|        | integer              | number   | 家里几口人     |                              |
|        | select_one many      | relative | 谁照看         |                              |
|        | select_multiple few  | some     | 缺什么         | 可多选                       |
|        | image                | photo    | 照片（可不拍） | 用途：让负责的单位看到困难   |
|        | image                | signed   | 签名（可不签） | 说明来过                     | signature  |
|        | audio                | voice    | 录音（可不录） |                              |
|        | geopoint             | place    | 房子的位置     | 只用于下次上门找路           |
|        | begin_repeat         | things   | 别的事         |                              |
|        | text                 | thing    | 是什么事       |                              |
|        | end_repeat           |          |                |                              |
| choices |          |      |        |
|         | list_name | name | label |
|         | few | FOOD | 粮油 |
|         | few | CLOTHES | 衣被 |
"""
SETTINGS = """| settings |            |           |         |
|          | form_title | form_id   | version |
|          | 各种题     | complaint | kinds   |
"""


class Looking:
    """Looks at one screen after the other, and keeps pictures if somebody wants them (查看)."""

    def __init__(self, telephone: Telephone, size: str, pictures: Path | None) -> None:
        self.telephone, self.size, self.pictures = telephone, size, pictures

    def look(self, name: str) -> None:
        page = self.telephone.page
        page.wait_for_timeout(50)
        if self.pictures:
            page.screenshot(path=self.pictures / f"field-{name}-{self.size}.png")
        target, smallest, largest = LARGE if self.size == "large" else NORMAL
        found = page.evaluate(MEASURED)
        assert found["controls"] <= MOST_CONTROLS, (name, found)
        assert found["options"] <= MOST_OPTIONS, (name, found)
        assert found["target"] >= target, (name, found)
        assert found["smallest"] >= smallest, (name, found)
        assert found["largest"] >= largest, (name, found)
        assert found["line"] >= LINE, (name, found)
        assert found["overflow"] <= 0, (name, found)
        if self.size == "normal":
            # The same elements in the same colours: what differs was measured.
            return
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(JUDGED, TAGS) == [], name

    def show(self, address: str, words: str, name: str) -> None:
        self.telephone.show(address)
        self.telephone.sees(words)
        self.look(name)


class Area:
    """Lets the server's answer hold more than this village has: one of each kind that takes long to come about."""

    def __init__(self, village: Village) -> None:
        self.keys = {kind: str(uuid4()) for kind in ("held", "returned", "reply", "sweep")}
        self.true: dict[str, str] = {}
        now = timezone.now().isoformat()
        about = {"child": str(village.child.pk), "name": "张小明"}
        record = {**about, "form": "regular_visit", "title": "定期走访", "made_at": now}
        returned = {"version": "1", "comment": "请补写", "xml": "", "files": []}
        answer = {"answer": "已经换了大字", "answered_by": "镇督导员", "answered_at": now}
        problem = {**about, "due_on": "2026-12-01", "state_label": "整改中", "task": str(uuid4())}
        self.waiting: dict[str, dict[str, Any]] = {
            f"held:{self.keys['held']}": {**record, "reasons": ["日期比档案早"]},
            f"returned:{self.keys['returned']}": {**record, **returned},
            f"reply:{self.keys['reply']}": {"said": "字太小", "said_at": now, **answer},
        }
        for title in ("电线破皮", "灶台没有护栏"):
            self.waiting[f"problem:{uuid4()}"] = {**problem, "title": title}
        self.waiting |= doors_of_a_round(self.keys["sweep"])
        self.more: dict[str, dict[str, Any]] = {}
        village.front.changed["/field/api/area"] = self.changed

    def changed(self, answer: bytes) -> bytes:
        said = json.loads(answer)
        self.true |= {f"{each['kind']}:{each['key']}": each["digest"] for each in said["items"]}
        for each in said["items"]:
            if each["kind"] == "child":
                each["body"]["both_away"] = True
        said["gone"] = [each for each in said["gone"] if each not in self.more]
        for name in said["gone"]:
            self.true.pop(name, None)
        for name, body in self.more.items():
            kind, key = name.split(":")
            said["items"].append({"kind": kind, "key": key, "digest": "more", "body": body})
        lines = sorted(f"{name} {digest}" for name, digest in (self.true | dict.fromkeys(self.more, "more")).items())
        said["area_digest"] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return json.dumps(said).encode()


def doors_of_a_round(sweep: str) -> dict[str, dict[str, Any]]:
    """Give a round with the list of one village, as the server's answer holds it."""
    told = {"from_on": "2026-01-01", "to_on": "2036-12-31", "too_many": False}
    rest = {"head": "王**", "outcome": "", "seen_on": "", "version": "", "added": False}
    labels = ("村口第一家", "幸福里3号院东屋，靠近水塔的那一户", "祠堂后", "供销社楼上", "九号", "磨坊边")
    doors = [{**rest, "key": str(uuid4()), "number": at, "label": label} for at, label in enumerate(labels, start=1)]
    doors[4] |= {"outcome": "FOUND", "seen_on": "2026-11-20", "version": "FOUND 2026-11-20", "added": True}
    return {
        f"sweep:{sweep}": {"name": "冬季入户摸排", **told},
        f"doors:{sweep}.120112100201.0": {"sweep": sweep, "village": "幸福村", "doors": doors},
    }


def every_kind_of_question(village: Village) -> None:
    """Let the village have a form of its own with one question of each kind."""
    choices = "".join(f"|  | many | {number} | 第 {number} 种 |\n" for number in range(1, 23))
    made = upload_form(
        content=(FORM + choices + SETTINGS).encode(), file_name="kinds.md", division_code=village.child.division_code,
        by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    publish_form(version=made.pk, by=SYSTEM, at=timezone.now())


def two_values(village: Village) -> UUID:
    """Let two people write the same field without knowing of each other."""
    said = {"child": village.child.pk, "by": SYSTEM, "at": timezone.now()}
    for school in ("第一小学", "第二小学"):
        met = write_card(changes={"school": (school, "")}, source=uuid4(), **said)
    return met[0].key


@pytest.mark.parametrize("size", ["large", "normal"])
def test_every_screen_can_be_read_and_hit_by_everybody(
    village: Village, telephone: Telephone, pictures: Path | None, size: str
) -> None:
    every_kind_of_question(village)
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
        ("today", "已过期", "today"), ("filled", "需处理", "filled"), ("harm", "先打电话", "harm"),
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
