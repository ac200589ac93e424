"""XML and forms of people who mean harm: each is refused by name, and nothing in it is followed."""

import io
import zipfile
from typing import Any

import pytest
from tests.forms import DAY, SHIPPED, filled, right

from gonghu.engines.forms import (
    Flaw,
    FormRefused,
    UnreadableInstance,
    answers,
    as_workbook,
    compile_form,
    heading_of,
    objections,
    read_instance,
)

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
NS = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
# What is sent, and the flaw that is named.
HOSTILE: list[tuple[str, Any, Flaw]] = [
    ("external entity", '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><data>&e;</data>', Flaw.DOCUMENT_TYPE),
    ("network entity", '<!DOCTYPE d [<!ENTITY e SYSTEM "http://127.0.0.1/">]><data>&e;</data>', Flaw.DOCUMENT_TYPE),
    ("parameter entity", '<!DOCTYPE d [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]><data/>', Flaw.DOCUMENT_TYPE),
    ("public entity", '<!DOCTYPE d [<!ENTITY e PUBLIC "x" "file:///etc/passwd">]><data>&e;</data>', Flaw.DOCUMENT_TYPE),
    ("laughs", f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><data>&l9;</data>', Flaw.DOCUMENT_TYPE),
    ("quadratic", f'<!DOCTYPE d [<!ENTITY a "{"a" * 9999}">]><data>{"&a;" * 999}</data>', Flaw.DOCUMENT_TYPE),
    ("external subset", '<!DOCTYPE data SYSTEM "http://127.0.0.1/x.dtd"><data/>', Flaw.DOCUMENT_TYPE),
    ("plain doctype", "<!DOCTYPE data><data/>", Flaw.DOCUMENT_TYPE),
    ("small letters", "<!doctype data><data/>", Flaw.DOCUMENT_TYPE),
    ("element declaration", "<!DOCTYPE d [<!ELEMENT d ANY>]><d/>", Flaw.DOCUMENT_TYPE),
    ("default attribute", '<!DOCTYPE d [<!ATTLIST d a CDATA "x">]><d/>', Flaw.DOCUMENT_TYPE),
    ("notation", '<!DOCTYPE d [<!NOTATION n SYSTEM "x">]><d/>', Flaw.DOCUMENT_TYPE),
    ("doctype after a comment", "<!-- a --><!DOCTYPE d><d/>", Flaw.DOCUMENT_TYPE),
    ("doctype after a line", "\n\n<!DOCTYPE d><d/>", Flaw.DOCUMENT_TYPE),
    ("unknown entity", "<data>&nobody;</data>", Flaw.NOT_XML),
    ("inclusion", f'<data {NS}><xi:include href="file:///etc/passwd" parse="text"/></data>', Flaw.INCLUSION),
    ("inclusion as root", f'<xi:include {NS} href="file:///etc/passwd"/>', Flaw.INCLUSION),
    ("inclusion below", f'<data><g {NS}><xi:include href="/etc/passwd"/></g></data>', Flaw.INCLUSION),
    ("style sheet", '<?xml-stylesheet type="text/xsl" href="http://127.0.0.1/"?><data/>', Flaw.INSTRUCTION),
    ("instruction inside", '<data><?php echo 1 ?></data>', Flaw.INSTRUCTION),
    ("instruction after", "<data/><?x y?>", Flaw.INSTRUCTION),
    ("deep", "<a>" * 50 + "</a>" * 50, Flaw.TOO_DEEP),
    ("very deep", "<a>" * 5000 + "</a>" * 5000, Flaw.TOO_DEEP),
    ("many", f"<data>{'<a/>' * 6000}</data>", Flaw.TOO_MANY),
    ("large", f"<data>{'a' * 1_100_000}</data>", Flaw.TOO_LARGE),
    ("long text", f"<data><a>{'a' * 30_000}</a></data>", Flaw.TOO_LONG),
    ("long attribute", f'<data a="{"a" * 30_000}"/>', Flaw.TOO_LONG),
    ("empty", "", Flaw.EMPTY),
    ("blank", " \n ", Flaw.EMPTY),
    ("text", "hello", Flaw.NOT_XML),
    ("JSON", '{"a": 1}', Flaw.NOT_XML),
    ("page", "<html><body><form></html>", Flaw.NOT_XML),
    ("cut", "<data><a>1</a", Flaw.NOT_XML),
    ("two roots", "<data/><data/>", Flaw.NOT_XML),
    ("undeclared prefix", "<a:data/><", Flaw.NOT_XML),
    ("control letter", "<data>\x01</data>", Flaw.NOT_XML),
    ("nothing letter", "<data>\0</data>", Flaw.NOT_UTF8),
    ("two bytes a letter", "<data/>".encode("utf-16"), Flaw.NOT_UTF8),
    ("hidden in UTF-16", "<!DOCTYPE d [<!ENTITY e SYSTEM '/etc/passwd'>]><d>&e;</d>".encode("utf-16"), Flaw.NOT_UTF8),
    ("hidden in UTF-7", b"<?xml version='1.0' encoding='utf-7'?>+ADw-data/+AD4-", Flaw.NOT_UTF8),
    ("other letters", "<?xml version='1.0' encoding='gbk'?><data>中</data>".encode("gbk"), Flaw.NOT_UTF8),
    ("damaged letters", b"<data>\xff\xfe\xfd</data>", Flaw.NOT_UTF8),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "flaw"), [pytest.param(sent, flaw, id=name) for name, sent, flaw in HOSTILE])
def test_xml_that_means_harm_is_refused_by_name(sent: str | bytes, flaw: Flaw) -> None:
    with pytest.raises(UnreadableInstance) as refused:
        read_instance(sent if isinstance(sent, bytes) else sent.encode())
    assert refused.value.flaw == flaw
    assert "root:" not in str(refused.value)


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "a\\b.jpg", ".hidden", "a\nb.jpg", "x" * 300],
)
def test_a_photo_is_named_plainly(name: str) -> None:
    form = SHIPPED["regular_visit"].form
    said = answers(form, right("regular_visit", photo=name), today=DAY)
    assert [(each.field, each.reason) for each in objections(form, said, today=DAY)] == [("photo", "附件名不对")]


def test_a_script_in_an_answer_is_nothing_but_text() -> None:
    form = SHIPPED["regular_visit"].form
    script = "<script>alert(1)</script>"
    assert answers(form, right("regular_visit", wish=script), today=DAY).text("wish") == script


def test_what_the_form_does_not_have_comes_near_no_condition() -> None:
    form = SHIPPED["complaint"].form
    sent = filled(form, {"kind": "WORK", "words": "x"}).replace(b"<meta>", b"<kind2>BURDEN</kind2><meta>")
    said = answers(form, sent, today=DAY)
    assert [each.field for each in objections(form, said, today=DAY)] == ["kind2"]
    assert heading_of(sent).form_id == "complaint"


SURVEY = "| survey |\n| | type | name | label | relevant | constraint | default | media::image |\n"
WRONG_FORMS = [
    ("| | select_one_from_file /etc/passwd | a | A | | | | |", "survey 表 第 2 行 “type”列：问卷不能引用外部文件"),
    ("| | csv-external | a | A | | | | |", "survey 表 第 2 行 “type”列：问卷不能引用外部文件"),
    ('| | calculate | a | A | | | pulldata("x", "y", "z", "1") | |', "问卷不能引用外部文件：pulldata()"),
    ("| | text | a | A | | | | jr://images/x.png |", "“media::image”列：问卷里不能放图片"),
    ("| | start-geopoint | a | A | | | | |", "不得在填写人不知情时采集"),
    ("| | deviceid | a | A | | | | |", "不得在填写人不知情时采集"),
    ("| | text | a | A | document('/etc/passwd') | | | |", "“relevant”列：不认识的函数：document()"),
    ("| | text | a | A | | regex(., '^(a+)+$') | | |", "“constraint”列：regex() 里重复套着重复"),
    ("| | text | a | A | ${b} = 1 | | | |", "survey 表 第 2 行 “relevant”列：公式提到的题“b”不在问卷里"),
    ("| | text | a | A | selected(.) | | | |", "survey 表 第 2 行 “relevant”列：公式写得不对"),
    ("| | text | a | A | ${b} = '' | | | |\n| | text | b | B | ${a} = '' | | | |", "显示条件绕成了圈：a → b → a"),
    ("| | text | a | A | | | | |\n| | text | a | B | | | | |", "survey 表 第 3 行 “name”列：题目代号“a”与第 2 行重复"),
    ("| | begin_group | a | A | | | | |", "survey 表 第 2 行：分组没有结束"),
    ("| | foo | a | A | | | | |", "survey 表 第 2 行 “type”列：不认识的题型“foo”"),
    ("| | select_one nobody | a | A | | | | |", "survey 表 第 2 行 “type”列：choices 表里没有选项表“nobody”"),
    ("| | select_one | a | A | | | | |", "survey 表 第 2 行 “type”列：select_one 后面要空一格"),
    ("| | text | a | A | | . != ‘是’ | | |", "“constraint”列：公式里有中文标点“‘”，请改成英文的 '"),
    ("| | text | a | A | | . != 是 | | |", "“constraint”列：公式里的文字“是”要放在英文引号里"),
    ("| | text | a | A | | . != YES | | |", "公式里的“YES”：是答案就放在英文引号里，如 'YES'"),
    ("| | text | a | A | | . != 'YES | | |", "公式里的引号没有成对"),
    ("| | text | a | A | | . = = 'x' | | |", "公式写不通，请检查括号是否成对"),
    ("| | text | a | A | | | | |\n| | text | A | B | | | | |", "survey 表 第 3 行 “name”列：题目代号“A”与第 2 行重复"),
]
CHOOSING = """
| survey |
| | type | name | label | required | calculation | relevent |
| | {0} |
| choices |
| | list_name | name | label |
| | yn | Y | 是 |
| | yn | {1} |
"""
GOOD, NO = "select_one yn | a | A | | | ", "N | 否"
SLIPS = [
    (GOOD.replace("A | |", "A | 必填 |"), NO, "survey 表 第 2 行 “required”列：看不懂“必填”：必填写 yes"),
    ("calculate | a | | | 1 + * 2 | ", NO, "survey 表 第 2 行 “calculation”列：公式写不通"),
    (
        "calculate | a | | | if(selected(${b}, 'X'), 1, 2) | |\n| | select_multiple yn | b | B | | |",
        NO,
        "没有“X”",
    ),
    (GOOD, NO, "survey 表 第 1 行 “relevent”列：没有“relevent”这一列，这一列写的都不起作用；要写的是“relevant”吗"),
    (GOOD, "N M | 否", "choices 表 第 3 行 “name”列：选项代号（name）里不能有空格"),
    (GOOD, "N | ", "choices 表 第 3 行 “label”列：选项缺文字"),
    ("select_one yn or_other | a | A | | |", NO, "请删去 or_other"),
]


@pytest.mark.parametrize(("rows", "told"), WRONG_FORMS, ids=lambda value: value[:40])
def test_a_form_that_cannot_be_used_is_refused_with_sheet_row_and_column(rows: str, told: str) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form(f"{SURVEY}{rows}\n", name="some_form", version="1")
    assert told in str(refused.value)


@pytest.mark.parametrize(("question", "choice", "told"), SLIPS)
def test_what_a_hand_slips_in_unnoticed_is_told_before_nobody_is_asked(question: str, choice: str, told: str) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form(CHOOSING.format(question, choice), name="some_form", version="1")
    assert told in str(refused.value)


def test_yes_may_be_said_in_chinese() -> None:
    survey = "| survey |\n| | type | name | label | required | remark |\n| | text | a | A | 是 | 我记的 |\n"
    form = compile_form(survey, name="some_form", version="1")
    assert [each.reason for each in objections(form, answers(form, filled(form, {}), today=DAY), today=DAY)] == [
        "没有填"
    ]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/worksheets/sheet1.xml", b"0" * (70 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04junk", bomb(), b"\xd0\xcf\x11\xe0" + bytes(600), b"x" * (5 << 20), b""]
)
def test_a_file_that_is_no_form_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form(content, name="some_form")
    assert all(problem.words for problem in refused.value.problems)


def test_the_name_of_a_file_on_the_server_is_no_form(tmp_path: Any) -> None:
    path = tmp_path / "form.md"
    path.write_text(SHIPPED["complaint"].source, encoding="utf-8")
    with pytest.raises(FormRefused):
        compile_form(str(path), name="some_form")


@pytest.mark.parametrize("form_id", ["complaint", "regular_visit"])
def test_a_form_comes_back_from_excel_as_it_was(form_id: str) -> None:
    shipped = SHIPPED[form_id]
    again = compile_form(as_workbook(shipped.source.encode()), name=form_id, meaning=shipped.meaning)
    assert [(each.path, each.kind, each.label, each.relevant) for each in again.fields] == [
        (each.path, each.kind, each.label, each.relevant) for each in shipped.form.fields
    ]
