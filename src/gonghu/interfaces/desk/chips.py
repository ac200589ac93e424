"""What a list is cut to, in words (筛选条件标签), each with the way to take it away."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

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
    said = getattr(form, "cleaned_data", {})
    found = []
    for name, field in form.fields.items():
        value = said.get(name)
        if value not in (None, "", [], False):
            found.append(Chip(str(field.label), _in_words(field, value), without(request, name)))
    return found


def _in_words(field: forms.Field, value: object) -> str:
    if isinstance(field, DivisionField):
        return names_of([str(value)])[str(value)]
    if isinstance(field, forms.MultipleChoiceField) and isinstance(value, list):
        words = dict(field.choices)
        return "、".join(str(words.get(each, each)) for each in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return "✓" if value is True else str(value)
