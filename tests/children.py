"""Invented children, written straight into the tables: for tests of what shows them."""

from datetime import date
from typing import Any

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.models import (
    Address,
    Carer,
    Child,
    Circumstance,
    HealthRecord,
    IdentityNumber,
    Kinship,
    Person,
    Phone,
    Schooling,
)
from gonghu.domain.people.spelling import given, spelt
from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    CircumstanceKind,
    FileSource,
    FileState,
    HealthKind,
    NumberKind,
    PhoneKind,
    SchoolStage,
    SchoolState,
    Sex,
)

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
    given_name, given_pinyin = given(name)
    made = Child(
        person=of, division_code=village, name=name, pinyin=of.pinyin, initials=of.initials, given_name=given_name,
        given_pinyin=given_pinyin, sex=sex, born_on=born_on, **said,
    )  # fmt: skip
    made.save()
    return made


def kin(of: Child, name: str, relation: str, **facts: Any) -> Person:
    """Give a child a relative."""
    relative = person(name, village=of.division_code, **facts)
    Kinship(person=of.person, relative=relative, relation=relation, from_on=of.born_on or BORN).save()
    return relative


def whole_file() -> Child:
    """Fill a child's file: father in prison, mother dead, a sister, the grandfather looks after both."""
    since = date(2024, 5, 1)
    made = child("张小明", number="120112201502110015")
    father = kin(made, "张建国", "51", sex=Sex.MALE, number="120112198505010015")
    kin(made, "李秀英", "52", sex=Sex.FEMALE, died_on=date(2022, 3, 1))
    grandfather, of = person("张老栓", sex=Sex.MALE), made.person
    sister = child("张小红", sex=Sex.FEMALE, born_on=date(2018, 1, 1))
    Kinship(person=sister.person, relative=father, relation="51", from_on=date(2018, 1, 1)).save()
    Kinship(person=father, relative=grandfather, relation="51", from_on=since).save()
    Circumstance(
        person=father, kind=CircumstanceKind.IMPRISONED, sealed_kind=SealedKind.PRISON, basis="刑初12号", note="六年",
        from_on=since,
    ).save()  # fmt: skip
    Carer(child=made, carer=grandfather, kind=CareKind.ENTRUSTED, relation="61", from_on=since).save()
    home = {"division_code": made.division_code, "detail": "幸福里3号", "from_on": since}
    Address(person=of, kind=AddressKind.LIVING, **home).save()
    Phone(person=grandfather, kind=PhoneKind.OWN, number="13812345678", from_on=since).save()
    HealthRecord(person=of, kind=HealthKind.HIV, detail="阳性", from_on=since).save()
    Schooling(
        person=of, stage=SchoolStage.PRIMARY, state=SchoolState.ENROLLED, school="咸水沽第一小学", form="五年级二班",
        from_on=since,
    ).save()  # fmt: skip
    return made
