"""Forms that say what a document orders about divisions (区划变更表单)."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghu.domain.divisions.models import Division
from gonghu.domain.divisions.numbering import proposed_codes
from gonghu.domain.divisions.terms import ChangeKind
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.standards.division_code import NotADivisionCode, pad
from gonghu.usecases.rearrange_divisions import DivisionOrder

_CODE_AND_NAME: Final = re.compile(r"([0-9]{2,12})[\s,，、]+(\S.*)")
_TWO_CODES: Final = re.compile(r"([0-9]{2,12})\D+([0-9]{2,12})\b.*")
_CODE: Final = re.compile(r"[0-9]{2,12}")


class CodeField(forms.CharField):
    """A code that may not be in use yet (新代码); gives twelve digits."""

    def clean(self, value: Any) -> str:
        """
        Check the digits.

        :raises ValidationError: they are no code
        """
        text: str = super().clean(value)
        return _padded(text) if text else ""


class LinesField(forms.CharField):
    """One thing a line (逐行填写)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5, "class": "form-control code"}), **kwargs)


class ChangeForm(DeskForm):
    """What every change needs: the day and the document (变更通用项)."""

    kind: ChangeKind
    on = DayField(label=_("生效日期"), help_text=_("从这一天起按新区划；晚于今天的，到当天自动随迁。"))
    document = forms.CharField(label=_("批准文件"), max_length=200, help_text=_("名称和文号，如“津政函〔2026〕1号”。"))
    field_order: tuple[str, ...] = ()

    def __init__(self, *args: Any, division: Division, **kwargs: Any) -> None:
        self.division = division
        kwargs["initial"] = {**self.first(), "on": timezone.localdate()}
        super().__init__(*args, **kwargs)

    def first(self) -> dict[str, Any]:
        """Give what is filled in before anybody types."""
        return {}

    def order(self) -> DivisionOrder:
        """Give what is ordered, once the form is valid."""
        return DivisionOrder(self.kind, (self.division.code,), on=self.cleaned_data["on"],
                             document=self.cleaned_data["document"], **self.words())  # fmt: skip

    def words(self) -> dict[str, Any]:
        """Give what this kind of change needs besides."""
        return {}


class RenameForm(ChangeForm):
    """Another name (更名)."""

    kind = ChangeKind.RENAMED
    name = forms.CharField(label=_("新名称"), max_length=100)
    field_order = ("name", "on", "document")

    def words(self) -> dict[str, Any]:
        """Give the name."""
        return {"name": self.cleaned_data["name"]}


class MoveForm(ChangeForm):
    """Another code, and so perhaps another place above (改隶)."""

    kind = ChangeKind.MOVED
    to_code = CodeField(label=_("新代码"), max_length=12, help_text=_("下级区划的代码随之改变，末几位不变。"))
    field_order = ("to_code", "on", "document")

    def words(self) -> dict[str, Any]:
        """Give the new code."""
        return {"into": {self.cleaned_data["to_code"]: self.division.name}}


class CreateForm(ChangeForm):
    """A division below, that follows no other (设立)."""

    kind = ChangeKind.CREATED
    code = CodeField(label=_("新区划的代码"), max_length=12)
    name = forms.CharField(label=_("名称"), max_length=100)
    field_order = ("code", "name", "on", "document")

    def order(self) -> DivisionOrder:
        """Give what is ordered; nothing is there before."""
        said = self.cleaned_data
        return DivisionOrder(
            self.kind,
            (),
            on=said["on"],
            document=said["document"],
            name=said["name"],
            into={said["code"]: said["name"]},
        )


class AbolishForm(ChangeForm):
    """The end, without heirs (撤销)."""

    kind = ChangeKind.ABOLISHED


class BelowForm(ChangeForm):
    """A change that gives what stands below another code (下级去向)."""

    below = LinesField(
        label=_("下级区划的新代码"),
        required=False,
        help_text=_("每行：原代码 新代码。留空时由系统按空号填好，看过再确认；代码不变的不写。"),
    )

    def clean_below(self) -> dict[str, str]:
        """Read the lines."""
        return {old: _padded(new) for old, new in _pairs(self.cleaned_data["below"], _TWO_CODES)}

    def with_proposal(self) -> "BelowForm":
        """Give the form with the codes that were left to be proposed; itself if there are none."""
        ending, heir = self.ending()
        if self.cleaned_data["below"] or not ending:
            return self
        proposed = proposed_codes(codes=ending, into=heir, on=self.cleaned_data["on"])
        if not proposed:
            return self
        lines = "\n".join(f"{old} {new}" for old, new in proposed.items())
        filled = type(self)({**dict(self.data.items()), "below": lines}, division=self.division)
        filled.full_clean()
        return filled

    def ending(self) -> tuple[list[str], str]:
        """Give the codes that end, and the one that gets what stands below unless something else is said."""
        raise NotImplementedError


class SplitForm(BelowForm):
    """Into several (分设)."""

    kind = ChangeKind.SPLIT
    into = LinesField(
        label=_("分设为"),
        help_text=_(
            "每行：代码 名称。原代码继续使用的，也写一行。原区划本级的岗位、任务等归入第一行，请事后逐一核对。"
        ),
    )
    field_order = ("into", "below", "on", "document")

    def first(self) -> dict[str, Any]:
        """Fill in the division itself, which mostly goes on."""
        return {"into": f"{self.division.code} {self.division.name}"}

    def clean_into(self) -> dict[str, str]:
        """Read the lines; the first is the first heir."""
        return dict(_pairs(self.cleaned_data["into"], _CODE_AND_NAME))

    def ending(self) -> tuple[list[str], str]:
        """Give the division if it ends, and its first heir."""
        into = self.cleaned_data["into"]
        return ([] if self.division.code in into else [self.division.code], next(iter(into)))

    def words(self) -> dict[str, Any]:
        """Give the heirs and what goes to them."""
        return {"into": self.cleaned_data["into"], "below": self.cleaned_data["below"]}


class MergeForm(BelowForm):
    """With others into one (合并)."""

    kind = ChangeKind.MERGED
    others = LinesField(label=_("与哪些区划合并"), help_text=_("每行一个代码。"))
    into = CodeField(label=_("合并后的代码"), max_length=12)
    name = forms.CharField(label=_("合并后的名称"), max_length=100)
    field_order = ("others", "into", "name", "below", "on", "document")

    def first(self) -> dict[str, Any]:
        """Fill in the division itself, which mostly takes the others in."""
        return {"into": self.division.code, "name": self.division.name}

    def clean_others(self) -> list[str]:
        """Read the codes."""
        found = [_padded(each) for each in _CODE.findall(self.cleaned_data["others"])]
        if not found:
            raise forms.ValidationError(_("请每行写一个区划代码，在“行政区划”页可以查到。"))
        return list(dict.fromkeys(each for each in found if each != self.division.code))

    def ending(self) -> tuple[list[str], str]:
        """Give the divisions that end, and the one they become."""
        into = self.cleaned_data["into"]
        return [code for code in (self.division.code, *self.cleaned_data["others"]) if code != into], into

    def order(self) -> DivisionOrder:
        """Give what is ordered, with all that merge."""
        said = self.cleaned_data
        return DivisionOrder(
            self.kind, (self.division.code, *said["others"]), on=said["on"], document=said["document"],
            name=said["name"], into={said["into"]: said["name"]}, below=said["below"],
        )  # fmt: skip


def _pairs(text: str, line_shape: re.Pattern[str]) -> Iterable[tuple[str, str]]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = line_shape.fullmatch(line)
        if not match:
            raise forms.ValidationError(_("“%s”这一行看不懂，请按说明填写。") % line)
        found.append((_padded(match[1]), match[2].strip()))
    return found


def _padded(text: str) -> str:
    try:
        return pad(text.strip())
    except NotADivisionCode as problem:
        raise forms.ValidationError(_("“%s”不是区划代码，应为 2、4、6、9 或 12 位数字。") % text) from problem
