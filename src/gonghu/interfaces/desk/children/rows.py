"""Children as lists and searches show them (儿童显示项): masked, with what may be told and no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category, FileState, RiskLevel, Sex
from gonghu.interfaces.desk.places import names_of, own_division
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.standards.masking import masked_name

_LOOKS: Final = {FileState.RECOGNISED: "good", FileState.LEAD: "wait", FileState.CLOSED: "off"}


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child in a list (儿童显示项)."""

    key: UUID
    name: str
    sex: str
    age: int | None
    place: str
    category: str
    state: str
    state_label: str
    risk: str
    risk_label: str
    opened_on: date


def child_rows(found: Sequence[Child], by: Officer, on: date) -> list[ChildRow]:
    """Write children as a list shows them to an officer."""
    places = places_shown([child.division_code for child in found], by)
    return [
        ChildRow(
            child.pk,
            masked_name(child.name),
            sex_shown(child.sex),
            age_on(child.born_on, on),
            places[child.division_code],
            category_shown(child.category, child.division_code, by.scope),
            child.state,
            str(FileState(child.state).label),
            child.risk_level,
            str(RiskLevel(child.risk_level).label) if child.risk_level else "",
            child.opened_on,
        )
        for child in found
    ]


def child_columns() -> list[Column[ChildRow]]:
    """Give the columns of a list of children."""
    file_of, years = address_of("desk:child"), _("%(n)s 岁")
    sex, place, category = attrgetter("sex"), attrgetter("place"), attrgetter("category")
    return [
        Column(_("姓名"), lambda row: link(file_of(row.key), row.name), attrgetter("name"), 10, "name"),
        Column(_("性别"), sex, sex, 6),
        Column(_("年龄"), lambda row: "" if row.age is None else years % {"n": row.age}, attrgetter("age"), 6, "name"),
        Column(_("村（居）"), place, place, 32),
        Column(_("类别"), category, category, 18),
        Column(_("状态"), lambda row: file_mark(row.state, row.state_label), attrgetter("state_label"), 10),
        Column(_("风险"), lambda row: risk_mark(row.risk, row.risk_label)),
        Column(_("风险等级"), taken=attrgetter("risk_label"), width=10),
        Column(_("建档"), lambda row: row.opened_on.isoformat(), look="code"),
        Column(_("建档日期"), taken=attrgetter("opened_on"), width=12),
    ]


def file_mark(state: str, label: str) -> SafeString:
    """Show how far a file has come."""
    return mark(_LOOKS.get(FileState(state), "plain"), label)


def risk_mark(level: str, label: str) -> SafeString:
    """Show how much a child is at risk; nothing before anybody judged it."""
    return format_html('<span class="risk risk-{}">{}</span>', level.lower(), label) if level else SafeString()


def places_shown(codes: Iterable[str], by: Officer) -> dict[str, str]:
    """Name places from the officer's own division down: in a town's list every line would repeat the city."""
    own = own_division(by)
    names = names_of([*codes, *([own] if own else [])])
    above = names.get(own, "")
    return {code: name.removeprefix(above) or name for code, name in names.items()}


def category_shown(category: str, division_code: str, scope: Scope) -> str:
    """
    Name a category to somebody; one that is a sealed fact is told below as the wider one it belongs to.

    “情况已核实” would say which, as only one category is sealed.
    """
    if not category:
        return ""
    kind = SEALED_CATEGORIES.get(Category(category))
    if kind and not scope.opens(kind, division_code):
        return str(Category.DIFFICULT.label)
    return str(Category(category).label)


def category_choices(division_code: str, scope: Scope) -> list[tuple[str, str]]:
    """Give the categories for choosing among them; a sealed one only to somebody who may know it there."""
    return [
        (category.value, str(category.label))
        for category in Category
        if category not in SEALED_CATEGORIES or scope.opens(SEALED_CATEGORIES[category], division_code)
    ]


def sex_shown(code: str) -> str:
    """Name a sex, nothing where it is not known."""
    return str(Sex(code).label) if code in (Sex.MALE, Sex.FEMALE) else ""


def age_on(born_on: date | None, on: date) -> int | None:
    """Count the full years of somebody on a day (周岁)."""
    if born_on is None or born_on > on:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_shown(born_on: date | None, on: date) -> str:
    """Say how old somebody is; of a baby in months."""
    age = age_on(born_on, on)
    if born_on is None or age is None:
        return _("年龄不详")
    if age == 0:
        months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
        return _("%(n)s 个月") % {"n": months}
    return _("%(n)s 岁") % {"n": age}
