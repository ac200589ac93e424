"""Controls written straight are those that Django's templates write."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghu.foundation.pages.controls import PlainControls

NASTY = """<b>"&'>{0}%s"""
CHOICES = [("", NASTY), (NASTY, "一"), ("甲组", [("1", "1"), ("2", NASTY)]), (3, 4)]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.TextInput(attrs={"placeholder": NASTY, "maxlength": 50, "required": True, "disabled": False}), NASTY),
    (forms.TextInput(), None),
    (forms.NumberInput(attrs={"min": 0}), 0),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "2026-11-01"),
    (forms.HiddenInput(), "1"),
    (forms.Select(attrs={"class": "form-select"}, choices=CHOICES), "2"),
    (forms.SelectMultiple(choices=CHOICES), [NASTY, "3"]),
    (forms.CheckboxInput(), True),
    (forms.PasswordInput(), "never shown"),
    (forms.Textarea(), NASTY),
]


def plain(html: str) -> str:
    return re.sub(r"\s*(</?(?:option|optgroup|select))", r"\1", html).strip()


@pytest.mark.parametrize(("widget", "value"), WIDGETS, ids=lambda each: type(each).__name__)
def test_a_control_is_the_one_of_the_templates(widget: forms.Widget, value: object) -> None:
    ours, djangos = (
        widget.render("field", value, {"id": "id_field"}, renderer) for renderer in (PlainControls(), DjangoTemplates())
    )
    assert plain(ours) == plain(djangos)
    assert "<b>" not in ours


@settings(max_examples=40)
@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_stays_text(value: str, label: str, hint: str) -> None:
    for widget in (forms.TextInput(attrs={"placeholder": hint}), forms.Select(choices=[(value, label), ("x", hint)])):
        ours = widget.render("field", value, None, PlainControls())
        assert plain(ours) == plain(widget.render("field", value, None, DjangoTemplates()))
