"""The workbook to fill in (在发名册模板): one row a child, choices to pick from, and a word about every column."""

from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.people.terms import Category
from gonghu.domain.takeovers.sheets import field_titles

_ROWS: Final = 5_000
_WIDTHS: Final = {"id_number": 22, "account": 24, "category": 20, "village": 26, "bank": 18, "town": 16}
_FEW: Final = {"title": None, "x_scale": 1.6}
_CATEGORIES: Final = (Category.ORPHAN, Category.DEFACTO, Category.HIV, Category.SEVERE, Category.POOR)
_STATES: Final = ("发放中", "暂停", "已退出")
_RELATIONS: Final = (
    "本人",
    "祖父",
    "祖母",
    "外祖父",
    "外祖母",
    "父亲",
    "母亲",
    "伯父",
    "叔叔",
    "姑姑",
    "舅舅",
    "姨母",
    "福利院",
)


def template_book() -> bytes:
    """Write the workbook."""
    file = BytesIO()
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet(_("在发名册"))
        header = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "font_name": "宋体"})
        text = workbook.add_format({"num_format": "@", "font_name": "宋体"})
        sheet.freeze_panes(1, 2)
        for place, (name, title) in enumerate(field_titles().items()):
            sheet.set_column(place, place, _WIDTHS.get(name, 14), text)
            sheet.write_string(0, place, title, header)
            if words := _words().get(name):
                sheet.write_comment(0, place, words, {"x_scale": 1.6, "y_scale": 0.8})
            _offer(sheet, place, name)
    return file.getvalue()


def _offer(sheet: Worksheet, place: int, name: str) -> None:
    """Let a cell be picked from a list."""
    lists = {
        "category": [str(each.label) for each in _CATEGORIES],
        "care_form": [str(each.label) for each in CareForm],
        "state": list(_STATES),
        "relation": list(_RELATIONS),
    }
    if name in lists:
        said = {"validate": "list", "source": lists[name], "error_type": "warning"}
        sheet.data_validation(1, place, _ROWS, place, said)


def _words() -> dict[str, str]:
    return {
        "name": _("与户口簿一致。"),
        "id_number": _("18 位，按文本填写；校验位不对的会退回。"),
        "category": _("从下拉选项里选；整份名册是同一项目的，可以空着，上传时选。"),
        "care_form": _("社会散居或集中养育；两种标准不同。"),
        "amount": _("上个月实际发给这名儿童的钱，元。与本级标准不同的，核对时会说明相差多少、可能为什么。"),
        "since": _("从哪一年哪一月开始享受，如 2021-03。"),
        "state": _("不是在发的会退回。"),
        "account": _("按文本填写，避免末几位变成 0；与上月打款的账号一致。"),
        "holder": _("账户的户名；空着按儿童本人登记。"),
        "relation": _("户主是儿童的什么人。"),
        "village": _("写全称或 12 位代码；已有档案的以档案为准。"),
        "subsistence": _("另外在领低保的，写每月金额；生活补贴按规定补差。"),
    }
