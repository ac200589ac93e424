"""What a list is cut to, in words (筛选条件标签), each with the way to take it away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import HttpRequest

from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.places import DivisionField, names_of
from gonghu.interfaces.desk.saved_filters.shown import without


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a list (筛选条件标签)."""

    label: str
    value: str
    address: str


def chips_of(request: HttpRequest, form: forms.Form) -> list[Chip]:
    """List the conditions of a filter form that were filled in and understood."""
    chosen = getattr(form, "cleaned_data", {})
    found = []
    for name, field in form.fields.items():
        value = chosen.get(name)
        if value not in (None, "", [], False):
            found.append(Chip(str(field.label), _in_words(field, value), without(request, name)))
    return found


def _in_words(field: forms.Field, value: object) -> str:
    if isinstance(field, DivisionField):
        return names_of([str(value)])[str(value)]
    if isinstance(field, forms.ChoiceField):
        words = {str(key): str(word) for key, word in cast("Iterable[tuple[object, object]]", field.choices)}
        chosen = value if isinstance(value, list) else [value]
        return "、".join(worded(words.get(str(each), str(each))) for each in chosen)
    return "✓" if value is True else str(value)
