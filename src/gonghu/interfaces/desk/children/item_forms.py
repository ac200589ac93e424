"""The form of one item of a child's file, and the titles of a workbook of them (采集项目表单)."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.item_fields import LONGEST, ItemField, ItemKind
from gonghu.interfaces.desk.children.file_forms import SinceField
from gonghu.interfaces.desk.forms import DayField, DeskForm

_EMPTY: Final = _("不知道了就空着：原来的留在历史里。")
COLUMNS: Final = (
    (_("分组"), 16), (_("项目"), 22), (_("内容"), 40), (_("自何日起"), 12),
    (_("至何日"), 12), (_("依据"), 24), (_("更正原因"), 30),
)  # fmt: skip


class ItemForm(DeskForm):
    """What an item says from a day on, and why it is corrected (更正采集项目)."""

    value = forms.CharField(label=_("内容"), required=False)
    from_on = SinceField()
    reason = forms.CharField(label=_("更正原因"), max_length=200, help_text=_("如“家里来电说明”“上次填错”。"))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, item: ItemField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = _value_field(item)
        field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        if isinstance(field.widget, forms.CheckboxSelectMultiple):
            field.widget.attrs["class"] = "one-of-several"
        self.fields["value"] = field

    @property
    def text(self) -> str:
        """Give the value as the operation takes it."""
        value = self.cleaned_data["value"]
        return " ".join(value) if isinstance(value, list) else str(value or "")


def _value_field(item: ItemField) -> forms.Field:
    words: dict[str, Any] = {"label": item.label, "required": False, "help_text": _EMPTY}
    if item.kind is ItemKind.CHOICES:
        return forms.MultipleChoiceField(choices=item.choices.items(), widget=forms.CheckboxSelectMultiple, **words)
    if item.choices:
        return forms.ChoiceField(choices=[("", "—"), *item.choices.items()], **words)
    if item.kind is ItemKind.DAY:
        return DayField(**words)
    if item.kind is ItemKind.MONTH:
        words["help_text"] = _("写成 2026-03 这样；不知道了就空着。")
    return forms.CharField(max_length=LONGEST, **words)
