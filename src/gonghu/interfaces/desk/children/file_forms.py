"""What all forms of one child's file have in common (档案表单)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.standards.relationship import relationships

FamilyMember = tuple[str, str]
"""The key of a person of the child's family, and what the person is called on a form."""


class EditForm(DeskForm):
    """A form of one child's file (档案维护); it may be told who belongs to the family."""

    def __init__(self, *args: Any, family: Iterable[FamilyMember] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, FamilyField):
                field.choices = [*field.first, *family]


class FamilyField(forms.ChoiceField):
    """Somebody of the child's family (家庭成员)."""

    def __init__(self, *, first: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.first = list(first)
        super().__init__(choices=self.first, **kwargs)


class RelationField(forms.ChoiceField):
    """What somebody is to another, of the relations that are usual there (关系，GB/T 4761)."""

    def __init__(self, codes: Iterable[str], **kwargs: Any) -> None:
        words = relationships()
        none = [] if kwargs.get("required", True) else [("", "—")]
        super().__init__(choices=[*none, *((code, Label(words[code])) for code in codes)], **kwargs)


class EvidenceField(forms.CharField):
    """What something is known by (依据)."""

    def __init__(self, hint: Any = "") -> None:
        hint = hint or _("从哪里知道的，如户口簿、学校证明、走访时本人说。")
        super().__init__(label=_("依据"), required=False, max_length=200, help_text=hint)


class SinceField(DayField):
    """From which day on something holds (起始日期)."""

    def __init__(self, hint: Any = "") -> None:
        super().__init__(label=_("自何日起"), help_text=hint)
