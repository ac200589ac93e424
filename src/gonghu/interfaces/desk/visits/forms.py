"""Forms of visits (走访表单)."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.card import CardField
from gonghu.domain.people.card.fields import CardFieldName
from gonghu.domain.people.item_fields import ItemField, ItemKind, item_fields
from gonghu.domain.people.terms import CareKind, ConflictChoice, SchoolStage, SchoolState
from gonghu.domain.questionnaires.terms import LARGEST_FILE
from gonghu.domain.visits.terms import (
    ExceptionReason,
    FollowUpReason,
    ProblemKind,
    ProblemState,
    VisitKind,
    VisitOutcome,
)
from gonghu.foundation.labels import Label, worded
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


def _small_enough(photo: "UploadedFile[bytes]") -> None:
    if (photo.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(_("照片超过 %(n)s MB，请缩小后再传。") % {"n": LARGEST_FILE >> 20})


OVERDUE, SOON = "overdue", "soon"
YES, NO = "yes", "no"


class VisitFilter(DeskForm):
    """Which visits to list (走访筛选表单)."""

    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部种类")), *VisitKind.choices])
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部结果")), *VisitOutcome.choices])
    since = DayField(label=_("从"), required=False)
    until = DayField(label=_("到"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class DueFilter(DeskForm):
    """Which children to visit (到期筛选表单)."""

    due = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[("", _("今天及以前到期")), (OVERDUE, _("已逾期")), (SOON, _("一周内到期"))],
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class CoverageFilter(DeskForm):
    """Of which list and place to show the coverage (覆盖筛选表单)."""

    period = forms.ChoiceField(label=_("名单"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["period"]).choices = periods


class FreshnessFilter(DeskForm):
    """Of which place to show how fresh what is known is, and what the colours tell (新旧筛选表单)."""

    by = forms.ChoiceField(
        label=_("颜色表示"), required=False, choices=[("", _("多久没见到")), ("late", _("逾期比例"))]
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class ProblemFilter(DeskForm):
    """Which problems to list (问题筛选表单)."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("未销号")), *ProblemState.choices, ("ALL", _("全部状态"))],
    )
    due = forms.ChoiceField(label=_("期限"), required=False, choices=[("", _("全部期限")), (OVERDUE, _("已逾期"))])
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部种类")), *ProblemKind.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class ExceptionForm(DeskForm):
    """Why a child is not visited for a while (例外表单)."""

    reason = forms.ChoiceField(label=_("原因"), choices=ExceptionReason.choices)
    from_on = DayField(label=_("从"))
    to_on = DayField(label=_("到（含当日）"), required=False, help_text=_("不知道哪天为止的可以不填，但请写明情况。"))
    note = forms.CharField(label=_("情况"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(DeskForm):
    """How a problem was put right (整改答复表单)."""

    words = forms.CharField(
        label=_("怎样整改的"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("至少 3 个字。")
    )
    evidence = forms.CharField(
        label=_("依据"), required=False, max_length=500, help_text=_("如：验收单编号。没有可以不填。")
    )
    photo = forms.FileField(
        label=_("整改照片"),
        required=False,
        help_text=_("可以不传。只拍改的地方，不拍孩子的正脸；拍摄地点等信息不会保存。"),
        validators=[_small_enough],
        widget=forms.ClearableFileInput({"accept": "image/*"}),
    )
    photo_more = forms.FileField(
        label=_("再一张"),
        required=False,
        validators=[_small_enough],
        widget=forms.ClearableFileInput({"accept": "image/*"}),
    )


class RecheckForm(DeskForm):
    """What a second look found (复查表单)."""

    solved = forms.ChoiceField(
        label=_("复查结论"),
        widget=forms.RadioSelect,
        choices=[(YES, _("已经解决，销号")), (NO, _("没有解决，继续整改"))],
    )
    note = forms.CharField(
        label=_("看到的情况"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("至少 3 个字。")
    )


class WhyForm(DeskForm):
    """Why a problem is opened again (重新整改表单)."""

    reason = forms.CharField(label=_("理由"), max_length=500, help_text=_("至少 3 个字，写给以后查看的人。"))


class SendBackForm(DeskForm):
    """What is to be mended in a filled form (退回修改表单)."""

    comment = forms.CharField(
        label=_("要改什么"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("填报人会在手机上看到这段话。"),
    )


class TakeForm(DeskForm):
    """That a filled form is taken all the same (采用表单), and which child it is about where it does not say."""

    child = forms.ChoiceField(label=_("哪名儿童"), required=False)

    def __init__(self, *args: Any, children: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if children:
            field = cast("forms.ChoiceField", self.fields["child"])
            field.choices, field.required = [("", _("请选择")), *children], True
        else:
            del self.fields["child"]


class ConflictForm(DeskForm):
    """Which of two values a card says from now on (冲突处理表单)."""

    choice = forms.ChoiceField(label=_("以哪个为准"), widget=forms.RadioSelect)
    value = forms.CharField(label=_("另行填写的内容"), required=False, max_length=500)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, about: CardField | ItemField, stood: str, brought: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = cast("forms.ChoiceField", self.fields["choice"])
        choices.choices = [
            (ConflictChoice.STOOD, _("保留档案内容：%(value)s") % {"value": _shown(stood)}),
            (ConflictChoice.BROUGHT, _("采用走访内容：%(value)s") % {"value": _shown(brought)}),
            (ConflictChoice.OTHER, _("都不对，另行填写")),
        ]
        known = _choices_of(about.name)
        if known:
            options = [("", _("请选择")), *known]
            self.fields["value"] = forms.ChoiceField(
                label=_("另行填写的内容"),
                required=False,
                choices=options,
                widget=forms.Select({"class": "form-select"}),
            )


class FollowUpForm(DeskForm):
    """After what a child is visited again (回访表单)."""

    reason = forms.ChoiceField(label=_("事由"), choices=FollowUpReason.choices)
    event_on = DayField(label=_("哪天"))


class ReplyForm(DeskForm):
    """The reply to a complaint or suggestion (答复表单)."""

    reply = forms.CharField(
        label=_("答复"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("至少 3 个字，提出人会看到。"),
    )


def _shown(value: str) -> str:
    """Write a value into a sentence: words of the domain in the language of the page, what people wrote as it is."""
    return (worded(value) if isinstance(value, Label) else value) or str(_("（空）"))


def _choices_of(name: str) -> list[tuple[str, str]]:
    """Give what a field of the card, or an item beyond it, may be where one of several is chosen."""
    codes = next((codes for field, codes in _CODES.items() if field == name), None)
    if codes is not None:
        return [(str(code), str(words)) for code, words in codes.choices]
    item = item_fields().get(name)
    return list(item.choices.items()) if item and item.kind is not ItemKind.CHOICES else []


_CODES = {
    CardFieldName.CARE_KIND: CareKind,
    CardFieldName.SCHOOL_STAGE: SchoolStage,
    CardFieldName.SCHOOL_STATE: SchoolState,
}
