"""Every screen, in large and in normal type: read by machines, hit by thumbs, taken in at a glance."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from gonghu.domain.people.card import write_card
from gonghu.foundation.acting import SYSTEM
from tests.browser.conftest import AXE
from tests.browser.field.conftest import Village
from tests.browser.field.telephone import Telephone

pytestmark = pytest.mark.django_db(transaction=True)

# Smallest target, smallest and largest type, in CSS pixels.
LARGE = (60, 18, 30)
NORMAL = (44, 14, 22)
MOST_CONTROLS = 8
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
  const texts = all("h1, h2, p, a, button, span, dt, dd, li, label, input, textarea").filter((each) => each.innerText);
  const style = (each, name) => parseFloat(getComputedStyle(each)[name]);
  const sides = controls.map((each) => each.getBoundingClientRect()).flatMap((box) => [box.width, box.height]);
  return {
    controls: new Set(controls.map((each) => each.closest(".options, .dates") ?? each)).size,
    target: Math.min(...sides),
    smallest: Math.min(...texts.map((each) => style(each, "fontSize"))),
    largest: Math.max(...texts.map((each) => style(each, "fontSize"))),
    line: Math.min(...texts.map((each) => style(each, "lineHeight") / style(each, "fontSize"))),
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
}"""
JUDGED = """(tags) => axe.run({ runOnly: { type: "tag", values: tags } })
  .then((found) => found.violations.map((each) => `${each.id}: ${each.nodes.map((one) => one.target).join(" ")}`))"""


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
        assert found["target"] >= target, (name, found)
        assert found["smallest"] >= smallest, (name, found)
        assert found["largest"] >= largest, (name, found)
        assert found["line"] >= LINE, (name, found)
        assert found["overflow"] <= 0, (name, found)
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(JUDGED, TAGS) == [], name

    def show(self, address: str, words: str, name: str) -> None:
        self.telephone.show(address)
        self.telephone.sees(words)
        self.look(name)


def two_values(village: Village) -> UUID:
    """Let two people write the same field without knowing of each other."""
    said = {"child": village.child.pk, "by": SYSTEM, "at": timezone.now()}
    for school in ("第一小学", "第二小学"):
        met = write_card(changes={"school": (school, "")}, source=uuid4(), **said)
    return met[0].key


@pytest.mark.parametrize("size", ["large", "normal"])
def test_every_screen_can_be_read_and_hit_by_everybody(
    village: Village, begun: Telephone, pictures: Path | None, size: str
) -> None:
    met = two_values(village)
    looking = Looking(begun, size, pictures)
    if size == "normal":
        begun.show("settings")
        begun.tap("改用普通字号")
    for address, words, name in (
        ("today", "已过期", "today"), ("filled", "还没有填过表", "filled"), ("harm", "先打电话", "harm"),
        ("more", "投诉建议", "more"), ("policies", "下一页", "policies"), ("policies/defacto", "依据", "policy"),
        ("contacts", "每周至少", "contacts"), ("settings", "导出救援文件", "settings"),
    ):  # fmt: skip
        looking.show(address, words, name)
    begun.show("filled")
    begun.tap("现在送达")
    begun.sees("有两种写法")
    looking.show(f"conflict/{met}", "留给督导员", "conflict")
    begun.show("today")
    begun.tap("张小明")
    begun.sees("开始")
    looking.look("child")
    begun.tap("换一张表")
    begun.sees("第 1 页")
    looking.look("choose")
    begun.show("today")
    begun.tap("张小明")
    begun.tap("开始")
    begun.sees("先放下")
    looking.look("form-date")
    if size == "large":
        begun.tap("下一题")
        begun.sees("见到孩子了吗")
        looking.look("form-choice")
        begun.page.emulate_media(color_scheme="dark")
        looking.look("form-choice-dark")
        begun.page.emulate_media(color_scheme="light")
    begun.show("settings")
    begun.tap("锁上")
    begun.sees("忘记 PIN")
    looking.look("locked")
