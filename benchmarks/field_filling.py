"""Villages full of invented children, each with a director who visits them, put straight into the tables."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db import connection, transaction

from benchmarks.desk_filling import AT
from benchmarks.desk_site import TYPED
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Address, Carer, Child, Kinship, Person, Phone, Schooling
from gonghu.domain.people.spelling import given, spelt
from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    FileSource,
    FileState,
    PhoneKind,
    RiskLevel,
    SchoolStage,
    SchoolState,
    Sex,
)
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.cli.init import make_ready
from gonghu.standards.division_names import places_within
from gonghu.usecases.demonstration import Player, employ

DISTRICT: Final = "360121"
CHILDREN: Final = 60
_SINCE: Final = date(2026, 10, 1)
_NAMES: Final = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华宇轩子涵欣怡浩然梓萱一诺佳俊文斌辉力志永健世广义兴良海山仁波"
    "宁贵福生龙元全国"
)


def fill(villages: int) -> dict[str, Any]:
    """Make the site and its directors, each with a village of sixty children; name them with their children."""
    make_ready()
    load_divisions(by=SYSTEM, at=AT, area=Area.of(DISTRICT))
    keep_shipped_forms(by=SYSTEM, at=AT)
    codes = sorted(code for code in places_within(DISTRICT) if not code.endswith("000"))[:villages]
    players = [Player(_name(at), "王秀英", Role.VILLAGE_DIRECTOR, code, "走访") for at, code in enumerate(codes)]
    employ(players=players, password=TYPED, at=AT)
    found = {}
    for at, code in enumerate(codes):
        with transaction.atomic():
            found[_name(at)] = [str(each) for each in _children(code)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found


def _name(at: int) -> str:
    return f"director{at}"


def _children(village: str) -> Iterator[uuid.UUID]:
    """Fill a village: every child has a grandmother with a telephone, an address and a school."""
    for at in range(CHILDREN):
        name = "赵" + _NAMES[at]
        child, carer = _person(name, village), _person("李桂英", village)
        given_name, given_pinyin = given(name)
        Child.objects.create(
            person=child, division_code=village, name=name, pinyin=child.pinyin, initials=child.initials,
            given_name=given_name, given_pinyin=given_pinyin, sex=Sex.MALE, born_on=date(2015, 3, 1 + at % 28),
            state=FileState.ON_FILE, risk_level=RiskLevel.values[at % len(RiskLevel.values)], opened_on=_SINCE,
            source=FileSource.BY_HAND,
        )  # fmt: skip
        Kinship.objects.create(person=child, relative=carer, relation="62", from_on=_SINCE)
        Carer.objects.create(child_id=child.pk, carer=carer, kind=CareKind.GUARDIAN, relation="62", from_on=_SINCE)
        Phone.objects.create(person=carer, kind=PhoneKind.OWN, number=f"138{at:08d}", from_on=_SINCE)
        Address.objects.create(
            person=child, kind=AddressKind.LIVING, division_code=village, detail=f"村南路{at}号", from_on=_SINCE
        )
        Schooling.objects.create(
            person=child, stage=SchoolStage.PRIMARY, state=SchoolState.ENROLLED, school="中心小学", form="五年级",
            from_on=_SINCE,
        )  # fmt: skip
        yield child.pk


def _person(name: str, village: str) -> Person:
    pinyin, initials = spelt(name)
    made: Person = Person.objects.create(name=name, pinyin=pinyin, initials=initials, division_code=village)
    return made
