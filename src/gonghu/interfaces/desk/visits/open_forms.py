"""Forms that open a file for a child that a form found (新发现儿童建档表单)."""

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DeskForm
from gonghu.standards.citizen_number_repair import Repair, Slip
from gonghu.standards.masking import masked_number
from gonghu.usecases.open_found_child import FoundNumber, NumberChosen

TOLD, TYPED, WITHOUT = "told", "typed", "without"
_SLIPS: Final = {
    Slip.SWAPPED_NEIGHBOURS: _("第 %(n)s 位和后一位颠倒了"),
    Slip.WRONG_DIGIT: _("第 %(n)s 位写错了"),
    Slip.DOUBLED_DIGIT: _("第 %(n)s 位写了两遍"),
    Slip.EXTRA_DIGIT: _("第 %(n)s 位多写了"),
    Slip.MISSING_DIGIT: _("第 %(n)s 位漏写了"),
}


class OpenForm(DeskForm):
    """That a file is opened for a child that a form found (建档表单), with which number if the one told is doubted."""

    which = forms.ChoiceField(label=_("用哪个身份证号"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("正确的证件号码"),
        required=False,
        max_length=18,
        help_text=_("选“照证件重新输入”时填；填报里原来的号码不动。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    counts = forms.BooleanField(label=_("已对照证件：出生日期、性别不一致时以号码为准"), required=False)
    different = forms.BooleanField(label=_("已逐个核对，都不是同一个孩子"))

    def __init__(self, *args: Any, alike: bool, found: FoundNumber | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alike:
            del self.fields["different"]
        if found is None:
            for name in ("which", "number", "counts"):
                del self.fields[name]
            return
        whole = [(TOLD, _("号码没有错：出生日期、性别以号码为准"))] if found.is_whole else []
        # By its place, so that no number stands whole on a masked page.
        repairs = [(str(place), _repaired(each)) for place, each in enumerate(found.repairs)]
        rest = [(TYPED, _("照证件重新输入")), (WITHOUT, _("先不写号码：有号码但尚未取得"))]
        cast("forms.ChoiceField", self.fields["which"]).choices = [*whole, *repairs, *rest]
        self.found = found

    def clean(self) -> dict[str, Any]:
        """Ask for the number that is to be typed."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("which") == TYPED and not said.get("number"):
            self.add_error("number", forms.ValidationError(_("请照证件输入号码，或选“先不写号码”。")))
        return said

    @property
    def chosen(self) -> NumberChosen | None:
        """Give the number that was chosen; none where none was asked for."""
        which = self.cleaned_data.get("which")
        if not which:
            return None
        if which == TOLD:
            return NumberChosen(self.found.told, counts=True)
        if which == TYPED:
            return NumberChosen(str(self.cleaned_data["number"]).strip().upper(), counts=self.cleaned_data["counts"])
        return NumberChosen("" if which == WITHOUT else self.found.repairs[int(which)].number)


def _repaired(repair: Repair) -> str:
    """Say which number may be meant, masked, and what the slip would have been."""
    return f"{masked_number(repair.number)}（{_SLIPS[repair.slip] % {'n': repair.place}}）"
