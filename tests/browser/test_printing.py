"""What is printed is a paper that an office can send: one title, numbered pages, nothing cut, no controls."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gonghu.domain.tasks.operations import draft_order, issue_order, open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM
from tests.browser.conftest import City, Visitor
from tests.children import child

pytestmark = pytest.mark.django_db(transaction=True)
TASKS = 40
A4_TEXT_PX = 156 / 25.4 * 96


def printed(page: Page, path: Path) -> int:
    """Print a page as the browser's own dialogue would; give how many sheets it takes."""
    page.emulate_media(media="print")
    paper = page.pdf(path=path, prefer_css_page_size=True)
    return max(int(count) for count in re.findall(rb"/Count (\d+)", paper))


def cut_off(page: Page, within: str, wide: float) -> list[str]:
    """Lay a part of the page out as wide as the paper's text, and find what does not fit."""
    found: list[str] = page.evaluate(
        """([within, wide]) => {
          const part = document.querySelector(within);
          part.style.setProperty('width', `${wide}px`);
          const edge = part.getBoundingClientRect().left + wide + 1;
          return [...part.querySelectorAll('*')]
            .filter((each) => each.getBoundingClientRect().right > edge || each.scrollWidth > each.clientWidth + 1)
            .filter((each) => getComputedStyle(each).display !== 'inline')
            .map((each) => each.outerHTML.slice(0, 100));
        }""",
        [within, wide],
    )
    return found


def test_an_order_is_printed_as_an_office_writes(
    city: City, visit: Callable[..., Visitor], pictures: Path | None, tmp_path: Path
) -> None:
    at, today = timezone.now(), timezone.localdate()
    of = child("欧阳小明", village="120112100201")
    wanted = [
        TaskOrder(TaskKind.VERIFY_LEAD, f"核实线索：应保未保 {each}", "120112100201", child=of.pk)
        for each in range(TASKS)
    ]
    order = draft_order(tasks=open_tasks(orders=wanted, by=SYSTEM, at=at), by=SYSTEM, at=at)
    issue_order(
        order=order.pk, requirement="一、逐项查明逾期原因。\n二、书面答复整改情况。", due_on=today + timedelta(days=10),
        responsible="咸水沽镇人民政府", by=SYSTEM, at=at,
    )  # fmt: skip
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    visitor.open(f"/tasks/orders/{order.pk}/")
    assert not visitor.page.is_visible(".paper")
    sheets = printed(visitor.page, (pictures or tmp_path) / "order.pdf")
    assert sheets in {3, 4}
    # The page of the whole document, so that no empty sheet of another comes before it.
    assert visitor.page.evaluate("getComputedStyle(document.body).page") == "official"
    shown = visitor.page.locator("body").inner_text()
    assert shown.count("督办单") == 1
    words = ("咸水沽镇人民政府：", "二、书面答复整改情况。", "民政局（盖章）", "欧阳**", str(TASKS))
    assert all(word in shown for word in words)
    assert cut_off(visitor.page, ".paper", A4_TEXT_PX) == []


def test_the_sheet_of_a_child_fits_one_page(
    city: City, visit: Callable[..., Visitor], pictures: Path | None, tmp_path: Path
) -> None:
    of = child("欧阳小明", village="120112100201")
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    visitor.open(f"/children/{of.pk}/sheet")
    visitor.page.fill("[name=other]", "入户走访前核对情况")
    visitor.follow("main .btn-primary")
    visitor.page.wait_for_selector(".sheet")
    assert printed(visitor.page, (pictures or tmp_path) / "sheet.pdf") == 1
    assert "导出" not in visitor.page.locator("main").inner_text()
    assert cut_off(visitor.page, ".sheet", 178 / 25.4 * 96) == []
