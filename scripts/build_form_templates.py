"""
Write the Word templates of the printed forms (文书的 Word 模板): python scripts/build_form_templates.py

Offices edit the templates in Word; the ones that are shipped are written here, so that a change to them can be read.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FOLDER = Path(__file__).parents[1] / "src/gonghu/packs/forms/CN"
FANGSONG, XIAOBIAOSONG, HEI, SONG = "仿宋", "方正小标宋简体", "黑体", "宋体"
TITLE, BODY, NUMBER, SHEET = 22, 16, 14, 12

CHILD = (
    ("姓名", "{{ child.name }}", "性别", "{{ child.sex }}"),
    ("出生日期", "{{ child.born_on }}", "证件号码", "{{ child.number }}"),
    ("户籍地", "{{ child.place }}"),
)


def main() -> None:
    """Write all of them."""
    _save(_application(), "application")
    _save(_letter(NOTICE, "予以确认"), "notice")
    _save(_letter(REFUSAL, "不予确认"), "refusal")
    _save(_lost_contact(), "lost_contact")


APPLIED = (
    "你（单位）于{{ received_on }}为{{ child.name }}（证件号码 {{ child.number }}）提出的“{{ line }}”申请，经查验，"
)

NOTICE = (
    APPLIED + "符合条件。现决定予以确认，自{{ from_month }}起执行。",
    "一、事实和理由", "{%p for row in reasons %}", "{{ row }}", "{%p endfor %}",
    "二、依据", "{%p for row in articles %}", "{{ row }}", "{%p endfor %}",
    "三、其他事项",
    "资金按月（次）发放到登记的账户。儿童或者父母的情况发生变化的，请在三十日内告知所在乡镇（街道）。",
    "对本决定不服的，{{ appeal }}",
)  # fmt: skip

REFUSAL = (
    APPLIED + "不符合条件，决定不予确认。",
    "一、理由", "{%p for row in reasons %}", "{{ row }}", "{%p endfor %}",
    "二、依据", "{%p for row in articles %}", "{{ row }}", "{%p endfor %}",
    "三、权利告知", "对本决定不服的，{{ appeal }}", "情况有变化或者有新材料的，可以随时重新申请。",
)  # fmt: skip


def _letter(paragraphs: Sequence[str], subject: str) -> Any:
    document = _page(top=37, left=28, right=26, bottom=35)
    document.core_properties.subject = subject
    _line(document, "{{ title }}", XIAOBIAOSONG, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{{ number }}", FANGSONG, BODY, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{{ applicant.name }}：", FANGSONG, BODY)
    for words in paragraphs:
        heading = words[:2] in ("一、", "二、", "三、")
        line = _line(document, words, HEI if heading else FANGSONG, BODY)
        line.paragraph_format.first_line_indent = Pt(2 * BODY)
    for words in ("", "{{ issuer }}（盖章）", "{{ issued_on }}"):
        _line(document, words, FANGSONG, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    return document


def _application() -> Any:
    document = _sheet("{{ line }}　　编号：{{ number }}")
    table = _table(document)
    _band(table, "儿童")
    _rows(table, *CHILD, ("现住址", "{{ child.address }}"), ("养育方式", "{{ care_form }}", "类别", "{{ category }}"))
    _band(table, "父母情况（依法保密的写“情况已核实”）")
    _band(table, "{%tr for parent in parents %}")
    _rows(table, ("{{ parent.role }}", "{{ parent.name }}", "证件号码", "{{ parent.number }}"))
    _rows(table, ("情形", "{{ parent.state }}"))
    _band(table, "{%tr endfor %}")
    _band(table, "申请人")
    _rows(
        table,
        ("姓名", "{{ applicant.name }}", "与儿童关系", "{{ applicant.relation }}"),
        ("受理单位", "{{ handled_by }}", "受理日期", "{{ received_on }}"),
        ("办理方式", "{{ procedure }}", "本步时限", "{{ due_on }}"),
    )
    _band(table, "部门名册比对查到的事实（查到的不再要求提交证明）")
    _repeated(table, "checked", "{{ row.name }}", "{{ row.words }}")
    _band(table, "一次性告知的材料")
    _repeated(table, "papers", "{{ row.name }}", "{{ row.state }}")
    _band(table, "办理意见")
    _repeated(table, "steps", "{{ row.act }}", "{{ row.words }}　{{ row.by }}　{{ row.on }}")
    _line(document, "申请人承诺以上情况属实，同意办理机关依法向有关部门查询核对。", FANGSONG, SHEET)
    _line(document, "申请人（签名或按指印）：　　　　　　　　日期：　　　　年　　月　　日", FANGSONG, SHEET)
    return document


def _lost_contact() -> Any:
    document = _sheet("（公安机关已出具查找回执的，附回执，不再填写村（居）、近邻证明。）编号：{{ number }}")
    table = _table(document)
    _band(table, "儿童")
    _rows(table, *CHILD)
    _band(table, "{%tr for parent in parents %}")
    _band(table, "{{ parent.role }}")
    _rows(
        table,
        ("姓名", "{{ parent.name }}", "证件号码", "{{ parent.number }}"),
        ("失联起始", "{{ parent.lost_since }}", "是否失联", "□ 是　□ 否"),
        ("最后联系", "时间、方式、内容："),
    )
    _band(table, "{%tr endfor %}")
    _band(table, "查找情况")
    _rows(
        table,
        ("公安机关", "报案日期：　　　　年　　月　　日　　回执编号：\n查找结果："),
        ("亲属", "姓名、关系、陈述：\n\n签名：　　　　　　　　日期："),
        ("近邻（两人）", "姓名、住址、陈述：\n\n签名：　　　　　　签名：　　　　　　日期："),
        ("村（居）委会", "六个月以上没有联系、没有履行抚养责任：□ 属实　□ 不属实\n负责人签名（盖章）：　　　　日期："),
        ("乡镇（街道）", "查验意见：\n\n负责人签名（盖章）：　　　　日期："),
        ("区县民政部门", "确认意见：\n\n负责人签名（盖章）：　　　　日期："),
    )
    _line(
        document,
        "失联指六个月以上与儿童没有联系、没有履行监护抚养责任，须有公安机关查找回执，或者由村（居）、乡镇（街道）查验认定；"
        "与法院宣告失踪（下落不明满二年）不同。",
        FANGSONG,
        SHEET,
    )
    return document


def _sheet(above: str) -> Any:
    document = _page(top=25, left=20, right=20, bottom=22)
    _line(document, "{{ title }}", XIAOBIAOSONG, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, above, FANGSONG, SHEET)
    return document


def _page(*, top: int, left: int, right: int, bottom: int) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in ("第 ", "PAGE", " 页　共 ", "NUMPAGES", " 页"):
        run = foot.add_run("" if words.isupper() else words)
        _set(run, SONG, NUMBER)
        if words.isupper():
            _field(run, words)
    return document


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _line(document: Any, words: str, font: str, size: int, alignment: Any = None) -> Any:
    line = document.add_paragraph()
    line.alignment = alignment
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = Pt(size * 1.75)
    _set(line.add_run(words), font, size)
    return line


def _set(run: Any, font: str, size: int) -> None:
    run.font.name, run.font.size = font, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Any) -> Any:
    table = document.add_table(rows=0, cols=4)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, (26, 59, 26, 59), strict=True):
        column.width = Mm(width)
    return table


def _band(table: Any, words: str) -> None:
    cells = table.add_row().cells
    _fill(cells[0].merge(cells[3]), words, HEI)


def _rows(table: Any, *rows: Sequence[str]) -> None:
    for row in rows:
        cells = table.add_row().cells
        if len(row) < len(cells):
            cells[1].merge(cells[3])
        for place, words in enumerate(row):
            _fill(cells[place], words, FANGSONG if place % 2 else HEI)


def _repeated(table: Any, name: str, *row: str) -> None:
    _band(table, f"{{%tr for row in {name} %}}")
    _rows(table, row)
    _band(table, "{%tr endfor %}")


def _fill(cell: Any, words: str, font: str) -> None:
    cell.text = ""
    for turn, part in enumerate(words.split("\n")):
        line = cell.paragraphs[0] if turn == 0 else cell.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        _set(line.add_run(part), font, SHEET)


def _save(document: Any, name: str) -> None:
    document.core_properties.author, document.core_properties.comments = "Gonghu", ""
    document.save(str(FOLDER / f"{name}.docx"))


if __name__ == "__main__":
    main()
