"""Forms of calls for help (求助表单)."""

from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.people.queries import children_in, search_children
from gonghu.domain.visits.call_terms import ORDINARY_OUTCOMES, CallChannel, CallerKind, CallState, CallUrgency
from gonghu.domain.visits.operations.calling import CallUnclear, telephone_of
from gonghu.domain.visits.queries import unanswered_of_telephone
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.children.rows import age_shown, places_shown, sex_shown
from gonghu.interfaces.desk.forms import DeskForm, MomentField
from gonghu.interfaces.desk.places import DivisionField, names_of
from gonghu.interfaces.desk.sentences import sentence
from gonghu.standards.masking import masked_name

EVERY: Final = "ALL"
LATE: Final = "late"
NOBODY: Final = "NONE"
ANOTHER: Final = "NEW"
YES, NO = "YES", "NO"
_MOST: Final = 8
_WIDE: Final = forms.Textarea(attrs={"rows": 4})


class CallFilter(DeskForm):
    """Which calls for help to list (求助筛选表单)."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("未办结")), (LATE, _("过了回拨时限")), *CallState.choices, (EVERY, _("全部状态"))],
    )
    channel = forms.ChoiceField(label=_("途径"), required=False, choices=[("", _("全部途径")), *CallChannel.choices])
    days = forms.ChoiceField(
        label=_("什么时候来的"),
        required=False,
        choices=[("", _("不限")), ("1", _("今天和昨天")), ("7", _("近七天")), ("30", _("近三十天"))],
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")
    child = forms.ChoiceField(label=_("儿童"), required=False)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = _key(self.data.get("child"))
        found = children_in(scope=by.scope).filter(pk=asked).first() if asked else None
        if found is None:
            del self.fields["child"]
        else:
            cast("forms.ChoiceField", self.fields["child"]).choices = [
                ("", _("全部儿童")),
                (str(found.pk), masked_name(found.name)),
            ]


class CallForm(DeskForm):
    """
    A call for help as it is written down (求助登记表单).

    Children who may be meant, and calls from the same telephone that still wait, are asked about when they are found.
    """

    called_at = MomentField(label=_("什么时候"))
    channel = forms.ChoiceField(label=_("途径"), choices=CallChannel.choices)
    caller = forms.ChoiceField(label=_("谁求助"), choices=[("", _("请选择")), *CallerKind.choices])
    caller_name = forms.CharField(
        label=_("姓名"), required=False, max_length=50, help_text=_("保密，只给回拨的人看；不愿说的不写。")
    )
    phone = forms.CharField(
        label=_("回拨电话"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    join = forms.ChoiceField(
        label=_("这个号码已有没办结的求助"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选：并入原来的一件，还是另记一件。")},
    )
    words = forms.CharField(
        label=_("什么事、要什么"), max_length=2000, widget=_WIDE, help_text=_("照原话写，不追问孩子。保密存放。")
    )
    urgency = forms.ChoiceField(label=_("多急"), choices=CallUrgency.choices, widget=forms.RadioSelect)
    place = DivisionField(label=_("在哪里"))
    child_words = forms.CharField(
        label=_("哪个孩子"),
        required=False,
        max_length=50,
        help_text=_("姓名、拼音、首字母或证件号末四位；不知道是谁可以不填。"),
    )
    child = forms.ChoiceField(
        label=_("是哪一个"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选是哪一个；说不准就选最后一项。")},
    )
    known = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("child", self._children(by), (NOBODY, _("都不是，或说不准")))
        self._offer("join", self._waiting(by), (ANOTHER, _("是另一件事，另记一件")))

    def clean_phone(self) -> str:
        """
        Give the telephone as digits.

        :raises ValidationError: it is none
        """
        try:
            return telephone_of(self.cleaned_data["phone"])
        except CallUnclear as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal

    def clean_child_words(self) -> str:
        """
        Say where nobody was found.

        :raises ValidationError: nobody was
        """
        text: str = self.cleaned_data["child_words"]
        if text.strip() and "child" not in self.fields:
            raise forms.ValidationError(_("没有找到这个孩子。不知道是谁可以不填，把说法写在内容里。"))
        return text

    @property
    def chosen_child(self) -> UUID | None:
        """Give the child that was chosen, or with whom somebody came here."""
        said = self.cleaned_data.get("child")
        return _key(said) if said else self.cleaned_data.get("known")

    def _children(self, by: Officer) -> list[tuple[str, str]]:
        today = timezone.localdate()
        found = search_children(text=self.data.get("child_words", ""), scope=by.scope, on=today, most=_MOST)
        places = places_shown([each.division_code for each in found], by)
        return [
            (
                str(each.pk),
                " ".join(
                    [
                        masked_name(each.name),
                        sex_shown(each.sex),
                        age_shown(each.born_on, today),
                        places[each.division_code],
                    ]
                ),
            )
            for each in found
        ]

    def _waiting(self, by: Officer) -> list[tuple[str, str]]:
        try:
            phone = telephone_of(self.data.get("phone", ""))
        except CallUnclear:
            return []
        found = unanswered_of_telephone(phone=phone, scope=by)
        names = names_of([each.place_division_code for each in found])
        return [
            (
                str(each.pk),
                f"{minute(each.called_at)} {names[each.place_division_code]} {worded(each.get_state_display())}"
                + str(_("：并入这一件")),
            )
            for each in found
        ]

    def _offer(self, name: str, found: list[tuple[str, str]], otherwise: tuple[str, Any]) -> None:
        if found:
            cast("forms.ChoiceField", self.fields[name]).choices = [*found, otherwise]
        else:
            del self.fields[name]


class RingForm(DeskForm):
    """That somebody rang back (回拨表单)."""

    rang_at = MomentField(label=_("什么时候打的"))
    reached = forms.ChoiceField(
        label=_("联系上了吗"), widget=forms.RadioSelect, choices=[(YES, _("联系上了")), (NO, _("没联系上"))]
    )
    note = forms.CharField(
        label=_("说好了什么"), max_length=1000, widget=_WIDE, help_text=_("没联系上的，写打给谁、怎样没联系上。")
    )
    next_by = MomentField(
        label=_("下次什么时候前再打"), required=False, help_text=_("不用再打的不填；没联系上的必填。")
    )


class CloseCallForm(DeskForm):
    """How a call for help ended (求助办结表单)."""

    outcome = forms.ChoiceField(
        label=_("结果"), widget=forms.RadioSelect, choices=[(str(each), each.label) for each in ORDINARY_OUTCOMES]
    )
    note = forms.CharField(
        label=_("结果和依据"),
        max_length=1000,
        widget=_WIDE,
        help_text=_("已转办的写转给谁；联系不上的写试过什么办法。"),
    )


class HarmOfCallForm(DeskForm):
    """That a report of harm is made of a call (转侵害线索表单)."""

    in_danger = forms.BooleanField(label=_("孩子正处于危险"), required=False)
    told_police = forms.BooleanField(label=_("已报警"), required=False)


def minute(moment: datetime) -> str:
    """Write a moment to the minute."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def since(days: str) -> datetime | None:
    """Give since when calls are asked for: whole days back from today."""
    return timezone.localtime().replace(hour=0, minute=0, second=0) - timedelta(days=int(days)) if days else None


def _key(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
