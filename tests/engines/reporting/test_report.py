"""report.html: complete in itself, masked, readable by anybody."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gonghu.engines.reporting import write_outputs
from gonghu.engines.reporting.report_page import magnitude, shade

from .deliveries import FAMILIES, FORMULA, INFECTED, Changes, Screened, screened

VOID = {"meta", "br", "wbr", "rect", "link", "hr", "img"}


class Outline(HTMLParser):
    """Collects what the tests ask of a page and checks that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(out: Path) -> str:
    return (out / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    return outline


def test_every_tag_is_closed_in_order(outline: Outline) -> None:
    assert (outline.wrong, outline.open) == ([], [])


def test_the_page_asks_no_other_host_for_anything(page: str, outline: Outline) -> None:
    assert not re.search(r"https?://|//[a-z]|url\(|@import|<script|<link|<img|<iframe", page)
    assert not [attributes for _, attributes in outline.tags if "src" in attributes or "href" in attributes]


def test_the_policy_of_the_page_allows_its_own_style_and_nothing_else(page: str, outline: Outline) -> None:
    policy = next(meta["content"] for meta in outline.of("meta") if "http-equiv" in meta)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy is not None
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not [attributes for _, attributes in outline.tags if "style" in attributes]


def test_no_child_can_be_looked_up_from_the_page(page: str) -> None:
    assert not [family.name for family in FAMILIES if family.name in page]
    assert not re.search(r"\d{17}[\dX]", page)
    assert "张**" in page
    assert "艾滋病" not in page.replace("艾滋病病毒感染者", "")
    assert INFECTED.child[-4:] not in page


def test_pictures_and_tables_are_named_for_those_who_cannot_see_them(outline: Outline, page: str) -> None:
    for svg in outline.of("svg"):
        assert svg.get("aria-hidden") == "true" or svg.get("aria-label") or svg.get("viewbox") == "0 0 20 12"
    assert len(outline.of("table")) == page.count("<caption>")
    assert len(outline.of("h1")) == 1
    assert outline.of("html")[0]["lang"] == "zh-CN"


def test_the_funnel_ends_with_the_children_something_was_found_about(page: str) -> None:
    told = re.findall(r'class="name">([^<]+)</span>\s*<span class="number">([\d,]+)', page)
    figures = dict(told)
    assert figures["名册的行"] == "65"
    assert (figures["儿童"], figures["发现问题"]) == ("9", "6")


def test_what_is_missing_and_unread_is_on_the_page(page: str) -> None:
    assert "失联父母认不出来。" in page
    assert "说明.xlsx" in page


def test_text_from_the_files_is_escaped(tmp_path: Path) -> None:
    delivery = screened()
    delivery.connection.execute("UPDATE intake_file SET path = '<b onload=x>.xlsx' WHERE file_no = 1")
    write_outputs(delivery.connection, delivery.record, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<b onload" not in text
    assert "&lt;b onload=x&gt;.xlsx" in text
    assert FORMULA not in text


def test_an_empty_district_still_has_a_page(tmp_path: Path) -> None:
    delivery = screened(Changes(instead={"household_register": []}, without=("child_welfare_roll",)))
    write_outputs(delivery.connection, delivery.record, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "没有儿童符合任何类别" in text
    assert "没有待核实的儿童" in text


def test_a_delivery_without_register_is_reported_from_the_roll_alone(tmp_path: Path) -> None:
    delivery = screened(Changes(without=("household_register",)))
    write_outputs(delivery.connection, delivery.record, tmp_path)
    assert len((tmp_path / "children.csv").read_text(encoding="utf-8").splitlines()) == 6


def test_small_numbers_show_beside_large_ones() -> None:
    assert magnitude(55_001, 55_001) == 100
    assert 40 < magnitude(200, 55_001) < 60
    assert magnitude(0, 55_001) == 0
    assert magnitude(0, 0) == 0


def test_only_nothing_has_no_shade() -> None:
    assert [shade(n, 10) for n in (0, 1, 2, 3, 10)] == [0, 1, 1, 2, 5]
    assert shade(3, 0) == 0


def test_the_same_run_gives_the_same_files(delivery: Screened, out: Path, tmp_path: Path) -> None:
    write_outputs(delivery.connection, delivery.record, tmp_path)
    for name in ("children.csv", "findings.xlsx", "review.xlsx", "findings.parquet"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name
