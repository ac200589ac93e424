"""Invented children, written straight into the tables: for tests of what shows them."""

from datetime import date
from typing import Any

from gonghu.domain.people.models import Child, IdentityNumber, Kinship, Person
from gonghu.domain.people.spelling import spelt
from gonghu.domain.people.terms import FileSource, FileState, NumberKind, Sex

VILLAGE = "120112100201"
BORN = date(2015, 2, 11)


def person(name: str, *, village: str = VILLAGE, number: str = "", **facts: Any) -> Person:
    """Write down a person, with a number if there is one."""
    pinyin, initials = spelt(name)
    made = Person(name=name, pinyin=pinyin, initials=initials, division_code=village, **facts)
    made.save()
    if number:
        IdentityNumber(person=made, kind=NumberKind.CITIZEN, number=number, from_on=date(2016, 1, 1)).save()
    return made


def child(name: str = "张小明", *, village: str = VILLAGE, number: str = "", **facts: Any) -> Child:
    """Open a child's file."""
    born_on = facts.pop("born_on", BORN)
    sex = facts.pop("sex", Sex.MALE)
    of = person(name, village=village, number=number, born_on=born_on, sex=sex)
    said = {"state": FileState.ON_FILE, "opened_on": date(2026, 1, 5), "source": FileSource.BY_HAND, **facts}
    made = Child(
        person=of, division_code=village, name=name, pinyin=of.pinyin, initials=of.initials, sex=sex, born_on=born_on,
        **said,
    )  # fmt: skip
    made.save()
    return made


def kin(of: Child, name: str, relation: str, **facts: Any) -> Person:
    """Give a child a relative."""
    relative = person(name, village=of.division_code, **facts)
    Kinship(person=of.person, relative=relative, relation=relation, from_on=of.born_on or BORN).save()
    return relative
