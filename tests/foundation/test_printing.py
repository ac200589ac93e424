"""Printed forms: what is filled in stands there as text, and a template can do no more than that."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from docx import Document
from pypdf import PdfReader
from pytest_django import Settings

from gonghu.foundation.labels import Label
from gonghu.foundation.printing import (
    FontMissing,
    PageUnprintable,
    TemplateMissing,
    WordTemplateUnusable,
    pdf_of,
    template_file,
    word_of,
)
from gonghu.foundation.printing.fonts import found_in

AT = datetime(2026, 11, 22, 1, 2, 3, 4, tzinfo=UTC)
VILLAGE = "120112100201"
NAMED = "张𠮷明#[x]{{ 7*7 }}<w:b/>&"
FACTS: dict[str, Any] = {
    "title": "失联情况认定表", "issuer": "津南区民政局", "number": "〔2026〕3号", "issued_on": "2026年11月22日",
    "line": "事实无人抚养儿童基本生活补贴", "care_form": "社会散居", "category": "", "handled_by": "咸水沽镇",
    "child": {
        "name": NAMED, "sex": "男", "born_on": "2015年2月11日", "number": "120112201502110015", "place": "幸福村",
        "address": "",
    },
    "parents": [{"role": "父亲", "name": "张建国", "number": "", "state": "情况已核实", "lost_since": ""}],
    "applicant": {"name": "张老栓", "relation": "祖父"}, "received_on": "2026年11月1日", "procedure": "一般程序",
    "due_on": "", "checked": [], "papers": [{"name": "户口簿", "state": "待交"}], "steps": [],
    "reasons": ["父亲情况已核实。"], "articles": ["民发〔2019〕62号"], "appeal": "可以申请行政复议。",
    "from_month": "2026年12月",
}  # fmt: skip
FORMS = ("application", "notice", "refusal", "lost_contact")


def text_of_word(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_the_same_as_pdf_and_as_word(name: str) -> None:
    page = PdfReader(BytesIO(pdf_of(name=name, division_code=VILLAGE, facts=FACTS, at=AT)))
    printed = "".join("".join(each.extract_text() for each in page.pages).split())
    written = text_of_word(word_of(name=name, division_code=VILLAGE, facts=FACTS))
    for told in ("".join(NAMED.split()), "120112201502110015", "失联情况认定表"):
        assert told in printed
        assert told in "".join(written.split())
    assert "49" not in printed + written
    assert f"第1页共{len(page.pages)}页" in printed
    assert all(descriptor_of(font) for each in page.pages for font in fonts_of(each))


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_a_form_is_chinese_whatever_language_the_desk_has() -> None:
    facts = FACTS | {"care_form": Label("社会散居"), "procedure": Label("一般程序")}
    with override("en"):
        page = PdfReader(BytesIO(pdf_of(name="application", division_code=VILLAGE, facts=facts, at=AT)))
        written = text_of_word(word_of(name="application", division_code=VILLAGE, facts=facts))
    for told in ("".join(each.extract_text() for each in page.pages), written):
        assert "社会散居" in "".join(told.split())
        assert "Living" not in told


def descriptor_of(font: Any) -> bool:
    """Tell whether a font is embedded and says which characters it writes."""
    below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return "/ToUnicode" in font and bool({"/FontFile2", "/FontFile3"} & below.keys())


def test_the_office_s_own_template_comes_before_the_one_that_is_shipped(tmp_path: Path, settings: Settings) -> None:
    settings.GONGHU_HOME = tmp_path
    for place, words in (("CN", "全国"), ("120112", "津南")):
        folder = tmp_path / "forms" / place
        folder.mkdir(parents=True)
        document = Document()
        document.add_paragraph(f"{words}：{{{{ child.name }}}}")
        document.save(str(folder / "notice.docx"))
    assert "津南：张" in text_of_word(word_of(name="notice", division_code=VILLAGE, facts=FACTS))
    assert "全国：张" in text_of_word(word_of(name="notice", division_code="110101001001", facts=FACTS))
    with pytest.raises(TemplateMissing):
        template_file(name="nothing.docx", division_code=VILLAGE)


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ nobody }}",
        "{% if %}",
        "{{ child.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    ],
)
def test_a_template_that_asks_for_what_it_was_not_given_is_refused(
    wrong: str, tmp_path: Path, settings: Settings
) -> None:
    settings.GONGHU_HOME = tmp_path
    folder = tmp_path / "forms" / "CN"
    folder.mkdir(parents=True)
    document = Document()
    document.add_paragraph(wrong)
    document.save(str(folder / "notice.docx"))
    with pytest.raises(WordTemplateUnusable, match=r"notice\.docx"):
        word_of(name="notice", division_code=VILLAGE, facts=FACTS)


@pytest.mark.parametrize(
    "wrong", ["#facts.nobody", '#import "@preview/cetz:0.3.0": *', '#read("/etc/passwd")', '#read("../../etc/passwd")']
)
def test_a_page_neither_reads_the_machine_nor_fetches_anything(wrong: str, tmp_path: Path, settings: Settings) -> None:
    settings.GONGHU_HOME = tmp_path
    folder = tmp_path / "forms" / "CN"
    folder.mkdir(parents=True)
    (folder / "notice.typ").write_text(f'#import "layout.typ": *\n{wrong}', encoding="utf-8")
    with pytest.raises(PageUnprintable, match=r"notice\.typ"):
        pdf_of(name="notice", division_code=VILLAGE, facts=FACTS, at=AT)


def test_a_machine_without_chinese_typefaces_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        found_in(tmp_path, system=False)
