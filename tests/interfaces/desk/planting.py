"""
One row of every table of the domain in each of some places, filled from the fields themselves.

Whatever is written begins with a sign that stands nowhere else: one for what is known of children, one for what is
known of staff, each of its own for every place. A page that shows the sign shows something of that place, masked or
not. A context that is added later is planted without being named here; only what its tables refuse is.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FileField
from django.utils import timezone

from gonghu.domain.access.models import (
    AttemptCount,
    CardLook,
    LoginCard,
    RolePermission,
    SecondFactor,
    WechatBinding,
    WechatInvitation,
)
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import Category
from gonghu.domain.questionnaires.models import FormVersion, Questionnaire
from gonghu.foundation.encryption import BlindIndex, EncryptedText
from gonghu.standards import citizen_number

Row = models.Model
Planted = dict[type[Row], Row]

CHILD_SIGNS, STAFF_SIGNS, TOKENS = "烎嫑氼夯孬囧", "甯郗逄亓仉佘", "坤乾震巽坎离"
CONTEXTS_OF_STAFF: Final = {"access", "audit", "workforce"}
PUBLIC: Final = {"divisions", "organisations"}
# What stands in a form is no secret, and only a compiled one is a form.
FORMS: Final = {Questionnaire, FormVersion}
NOT_PLANTED: Final = {
    RolePermission, AttemptCount, CardLook, SecondFactor, LoginCard, WechatBinding, WechatInvitation, *FORMS
}  # fmt: skip
_SHORTEST_TEXT: Final = 8


@dataclass
class Plot:
    """A place, what is planted there, and how it is recognised (一处)."""

    number: int
    code: str
    rows: Planted = field(default_factory=dict)
    seconds: Planted = field(default_factory=dict)
    is_second: bool = False

    @property
    def child_sign(self) -> str:
        return CHILD_SIGNS[self.number]

    @property
    def staff_sign(self) -> str:
        return STAFF_SIGNS[self.number]

    @property
    def token(self) -> str:
        """What a search is asked for, so that what was asked is not taken for an answer."""
        return f"{TOKENS[self.number]}草"

    @property
    def citizen_number(self) -> str:
        return next(each for each in numbers_of(self.number) if citizen_number.key(each))

    def keys(self, *, of_children: bool | None = None) -> dict[str, type[Row]]:
        """List the keys of what stands here and is not public, all or those of children or of staff."""
        return {
            str(row.pk): model
            for model, row in self.rows.items()
            if model._meta.app_label not in PUBLIC
            and isinstance(row.pk, uuid.UUID)
            and of_children in (None, is_of_children(model))
        }


def numbers_of(turn: int) -> Iterator[str]:
    for last in "0123456789X":
        yield f"1201122015021100{turn}{last}"


def is_of_children(model: type[Row]) -> bool:
    return (
        model._meta.app_label not in CONTEXTS_OF_STAFF | PUBLIC
        or getattr(model, "scoped_by", ScopedBy()).child is not None
    )


def tables() -> list[type[Row]]:
    """List the tables of the domain; divisions are the same for all."""
    found = [each for each in apps.get_models() if each.__module__.startswith("gonghu.domain.")]
    return [each for each in found if each._meta.app_label != "divisions" and each not in NOT_PLANTED]


Special = Callable[[Plot], Any]
TODAY = timezone.localdate

EMPTY_FORM: Final = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>走访</h:title><model><instance><data id="planted" version="1"><meta><instanceID/></meta></data></instance>
</model></h:head><h:body/></h:html>"""

EMPTY_TABLE: Final = """| survey |
| | type | name | label |
| | text | words | 说明 |
"""

ROLL_SAYS: Final = ("name", "number", "account", "holder", "bank", "relation")

SPECIAL: Final[dict[str, Special]] = {
    "benefits.Application.handling_division": lambda plot: plot.code[:9].ljust(12, "0"),
    "benefits.Grant.paying_division": lambda plot: plot.code[:6].ljust(12, "0"),
    "access.Account.sign_in_name": lambda plot: f"planted{plot.number}{'b' if plot.is_second else ''}",
    "access.Account.password": lambda _: "!",
    "access.Account.disabled_at": lambda _: None,
    "access.Account.last_login": lambda _: None,
    "access.Post.organisation": lambda _: None,
    "access.AccessGrant.categories": lambda _: [Category.ORPHAN.value],
    "access.RetentionDecision.until_on": lambda _: TODAY(),
    "organisations.OpeningHours.closes": lambda _: time(17),
    "access.RetentionRule.months": lambda _: 1,
    # What a policy is called is published, and the same for all.
    "policies.ToldReason.policy": lambda _: "benefit",
    "policies.ToldReason.name": lambda _: "基本生活补贴",
    "people.Person.died_on": lambda _: None,
    # What is given, and from which month, is the same for all.
    "benefits.Application.line": lambda _: "defacto_allowance",
    "benefits.Application.batch": lambda _: None,
    "benefits.Grant.line": lambda _: "defacto_allowance",
    "benefits.Grant.from_month": lambda _: TODAY().replace(day=1),
    "benefits.Batch.line": lambda _: "holiday_gift",
    "benefits.Batch.school_round": lambda _: None,
    "benefits.SchoolRound.line": lambda _: "orphan_scholarship",
    "benefits.SchoolStudent.line": lambda _: "orphan_scholarship",
    "benefits.SchoolStudent.left_reason": lambda _: "",
    "benefits.Decision.batch": lambda _: None,
    "audit.AuditEntry.chain": lambda plot: f"{plot.number}{plot.is_second:d}",
    "benefits.DocumentCount.county": lambda plot: f"{plot.number}{plot.is_second:d}",
    # Which quarter or campaign a list is of is the same for all; who is on it is not.
    "visits.CoverageList.name": lambda _: "季度名单",
    "visits.CoverageList.fixed_at": lambda _: timezone.now(),
    "visits.CoverageList.code": lambda plot: f"planted{plot.number}{'b' if plot.is_second else ''}",
    "questionnaires.FormVersion.xform": lambda _: EMPTY_FORM,
    "questionnaires.FormVersion.source": lambda _: EMPTY_TABLE.encode(),
    "questionnaires.FormVersion.meaning": lambda _: "",
    "questionnaires.Questionnaire.form_id": lambda plot: f"planted{plot.number}{'b' if plot.is_second else ''}",
    # Funds are the deployment's, and named alike to all who see money.
    "ledger.Fund.code": lambda plot: f"FUND{plot.number}{'B' if plot.is_second else ''}",
    "ledger.Fund.name": lambda _: "区级资金",
    "ledger.Entry.month": lambda _: TODAY().replace(day=1),
    "ledger.Accrual.runs": lambda _: "24312:1",
    "campaigns.SweptHousehold.outcome": lambda _: "",
    "payments.Stop.decided_by": lambda _: None,
    "insurance.KeyingItem.keyed_by": lambda _: None,
    **{f"insurance.MedicalBill.{name}_fen": lambda _: 0 for name in ("basic", "illness", "aid", "other")},
    "people.CategoryAssignment.first_by": lambda _: None,
    "people.CategoryAssignment.second_by": lambda _: None,
    "people.CategoryAssignment.source_key": lambda _: uuid.uuid4(),
    "people.CardConflict.field": lambda _: "school",
    "people.CardConflict.choice": lambda _: "",
    "people.CardConflict.chosen_at": lambda _: None,
    "people.CardNote.field": lambda _: "health_note",
    "people.CardWriting.field": lambda _: "school",
    "people.IdentityNumber.number": lambda plot: plot.citizen_number,
    "people.MergedReference.row": lambda _: str(uuid.uuid4()),
    "people.MergedReference.table": lambda _: "people.person",
    "people.MergedReference.column": lambda _: "name",
    "takeovers.TakeoverRow.said": lambda plot: json.dumps(dict.fromkeys(ROLL_SAYS, plot.child_sign) | {"cells": []}),
}
"""What the field alone does not say; the rest is guessed from it."""


def plant(plot: Plot) -> list[str]:
    """Plant one row of every table; say of which that failed, and why."""
    failed = []
    for model in tables():
        try:
            with transaction.atomic():
                row_of(model, plot, ())
        except Exception as problem:  # whatever a table refuses is told, with its name
            failed.append(f"{model._meta.label}: {str(problem).splitlines()[0]}")
    return failed


def row_of(model: type[Row], plot: Plot, above: tuple[type[Row], ...]) -> Row:
    """Give the row of a table in a place, planted if it is not there yet."""
    if model not in plot.rows:
        plot.rows[model] = planted(model, plot, (*above, model))
    return plot.rows[model]


def second_of(model: type[Row], plot: Plot, above: tuple[type[Row], ...]) -> Row:
    """Give another row of a table, for what must hold two that differ."""
    if model not in plot.seconds:
        second = Plot(plot.number, plot.code, dict(plot.rows), is_second=True)
        plot.seconds[model] = planted(model, second, (*above, model))
    return plot.seconds[model]


def planted(model: type[Row], plot: Plot, above: tuple[type[Row], ...]) -> Row:
    """Plant a row; where a table refuses one key in two columns, with another in the second."""
    values = values_of(model, plot, above, apart=False)
    try:
        with transaction.atomic():
            return saved(model, values)
    except IntegrityError:
        return saved(model, values_of(model, plot, above, apart=True))


def saved(model: type[Row], values: dict[str, Any]) -> Row:
    row = model(**values)
    row.save(force_insert=True)
    return row


def values_of(model: type[Row], plot: Plot, above: tuple[type[Row], ...], *, apart: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in model._meta.concrete_fields:
        value = models.NOT_PROVIDED if isinstance(each, BlindIndex) else value_of(model, each, plot, above)
        if apart and isinstance(each, models.ForeignKey) and value is not None and value in values.values():
            value = None if each.null else second_of(each.related_model, plot, above).pk
        if value is not models.NOT_PROVIDED:
            values[each.attname] = value
    return values


def value_of(model: type[Row], each: Any, plot: Plot, above: tuple[type[Row], ...]) -> Any:
    """Fill one field."""
    special = SPECIAL.get(f"{model._meta.label}.{each.name}")
    if special:
        return special(plot)
    if isinstance(each, models.ForeignKey):
        return key_of(each, plot, above)
    if each.name in {"child_key", "record_key"}:
        return row_of(Child, plot, above).pk
    if each.name == "category":
        return Category.ORPHAN.value
    return plot.code if each.name.endswith("division_code") else plain_value(model, each, plot)


def key_of(each: Any, plot: Plot, above: tuple[type[Row], ...]) -> Any:
    target = each.related_model
    if target._meta.app_label == "divisions" or (each.null and target in above):
        return None
    # The second of two persons, and whoever ended or refused something, is nobody.
    if each.null and each.name.split("_")[0] in {
        "second",
        "ended",
        "reviewed",
        "withdrawn",
        "closed",
        "split",
        "earlier",
    }:
        return None
    return row_of(target, plot, above).pk


def plain_value(model: type[Row], each: Any, plot: Plot) -> Any:
    """Fill a field of text, time or number."""
    if each.choices:
        return each.choices[0][0]
    if each.primary_key or isinstance(each, FileField) or (each.has_default() and each.default not in {"", None}):
        return models.NOT_PROVIDED
    if isinstance(each, EncryptedText | models.CharField | models.TextField):
        return text_of(model, each, plot)
    if isinstance(each, models.BinaryField) and each.unique:
        return f"{plot.number}{plot.is_second}".encode()
    return None if each.null else SAMPLES[type(each).__name__]


def text_of(model: type[Row], each: Any, plot: Plot) -> Any:
    longest = each.max_length or 100
    if longest < _SHORTEST_TEXT:
        return "1" if not each.blank else ""
    if model._meta.app_label in PUBLIC:
        return f"公开{plot.number}{plot.is_second}{each.name}"[:longest] if not each.null else None
    sign = plot.child_sign if is_of_children(model) else plot.staff_sign
    return f"{sign}{plot.token}{model.__name__}"[:longest]


SAMPLES: Final[dict[str, Any]] = {
    "DateTimeField": timezone.now(), "DateField": timezone.localdate(),
    "IntegerField": 1, "BigIntegerField": 1, "PositiveIntegerField": 1, "PositiveSmallIntegerField": 1,
    "SmallIntegerField": 1, "PositiveBigIntegerField": 1, "FloatField": 1.0, "DecimalField": Decimal(1),
    "BooleanField": False, "JSONField": {}, "TimeField": time(9), "BinaryField": b"1", "UUIDField": uuid.UUID(int=7),
    "DurationField": timedelta(days=1),
}  # fmt: skip
