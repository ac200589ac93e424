"""Files move, close, are sealed; what is known of a child follows one day after the other."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests.builders import number
from tests.domain.people.conftest import (
    AT,
    BORN,
    BY,
    CITY,
    NEXT_VILLAGE,
    ON,
    VILLAGE,
    XIQING_VILLAGE,
    again,
    employed,
    entered,
)

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role, SealedKind
from gonghu.domain.people.facts import (
    AddressFacts,
    CareFacts,
    CircumstanceFacts,
    HealthFacts,
    PersonFacts,
    PhoneFacts,
    SchoolFacts,
)
from gonghu.domain.people.families import NotOfTheFamily
from gonghu.domain.people.models import Address, Carer, Child, Circumstance, FormerPlace, Person, Phone, Schooling
from gonghu.domain.people.opening.found import ChildFound
from gonghu.domain.people.operations import (
    assess_risk,
    close_file,
    end_fact,
    merge_persons,
    move_child,
    open_files,
    record_circumstance,
    record_health,
    record_kin,
    record_schooling,
    reopen_file,
    seal_old_file,
    set_address,
    set_carer,
    set_phone,
    take_up_file,
)
from gonghu.domain.people.operations.files import FileNotClosed, FileStaysClosed, SamePlace
from gonghu.domain.people.operations.living import CarerMissing, UnknownRelation
from gonghu.domain.people.operations.merging import NotMergeable
from gonghu.domain.people.operations.risk import ReasonsMissing
from gonghu.domain.people.queries import child_file, children_in, family_of, search_children
from gonghu.domain.people.queries.files import NoSuchFile
from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    CircumstanceKind,
    ClosingReason,
    FactKind,
    FileState,
    HealthKind,
    PhoneKind,
    RiskLevel,
    SchoolStage,
    SchoolState,
)
from gonghu.domain.people.writing import FileClosed, LaterFactThere

pytestmark = pytest.mark.django_db

LATER = ON + timedelta(days=40)
FATHER = PersonFacts("张大山", number=number(date(1985, 1, 2), 11))
PRIMARY = SchoolFacts(SchoolStage.PRIMARY, SchoolState.ENROLLED, "一小", "三年级二班")
DROPPED = SchoolFacts(SchoolStage.PRIMARY, SchoolState.DROPPED_OUT, "一小", note="照看弟弟")


def test_a_child_that_moves_is_answered_for_elsewhere_and_the_file_says_where_it_was() -> None:
    child = entered()
    move_child(child=child, division_code=NEXT_VILLAGE, on=LATER, reason="投亲", **BY)
    move_child(child=child, division_code=XIQING_VILLAGE, on=LATER + timedelta(days=9), reason="转学", **BY)
    now = again(child)
    assert (now.division_code, now.person.division_code) == (XIQING_VILLAGE, XIQING_VILLAGE)
    rows = FormerPlace.objects.everywhere("test").order_by("from_on")
    assert [(row.division_code, row.from_on, row.to_on) for row in rows] == [
        (VILLAGE, ON, LATER - timedelta(days=1)),
        (NEXT_VILLAGE, LATER, LATER + timedelta(days=8)),
    ]


def test_nobody_moves_where_they_are_nor_before_they_came() -> None:
    child = entered()
    with pytest.raises(SamePlace):
        move_child(child=child, division_code=VILLAGE, on=LATER, reason="", **BY)
    move_child(child=child, division_code=NEXT_VILLAGE, on=LATER, reason="", **BY)
    with pytest.raises(LaterFactThere):
        move_child(child=child, division_code=VILLAGE, on=LATER, reason="", **BY)


def test_a_director_moves_a_child_away_and_no_longer_sees_it() -> None:
    child, director = entered(), employed(Role.VILLAGE_DIRECTOR, VILLAGE)
    move_child(child=child, division_code=NEXT_VILLAGE, on=LATER, reason="随迁", by=director, at=AT)
    assert not children_in(scope=director.scope).exists()
    with pytest.raises(NotPermitted):
        move_child(child=child, division_code=VILLAGE, on=LATER, reason="随迁", by=director, at=AT)


def test_a_closed_file_is_not_written_in() -> None:
    child = entered()
    close_file(child=child, reason=ClosingReason.SETTLED, on=ON, **BY)
    for write in (
        lambda: record_schooling(child=child, facts=PRIMARY, from_on=ON, **BY),
        lambda: close_file(child=child, reason=ClosingReason.DIED, on=ON, **BY),
        lambda: move_child(child=child, division_code=NEXT_VILLAGE, on=LATER, reason="", **BY),
    ):
        with pytest.raises(FileClosed):
            write()
    reopen_file(child=child, reason="再次困难", **BY)
    assert (again(child).state, again(child).closed_on) == (FileState.ON_FILE, None)
    with pytest.raises(FileNotClosed):
        reopen_file(child=child, reason="", **BY)


def test_a_lead_is_taken_up_once_verified() -> None:
    key = open_files(found=[ChildFound(1, "小明", VILLAGE, born_on=BORN)], **BY).children[1]
    child = Child.objects.everywhere("test").get(pk=key)
    take_up_file(child=child, **BY)
    assert again(child).state == FileState.ON_FILE


def test_the_file_before_an_adoption_is_found_by_nobody_but_who_may_know() -> None:
    child, director = entered(), employed(Role.VILLAGE_DIRECTOR, VILLAGE)
    sibling = entered("张小妹", sequence=2)
    for each in (child, sibling):
        record_kin(child=each, facts=FATHER, relation="51", from_on=BORN, **BY)
    district = employed(Role.DISTRICT_OFFICER)
    with pytest.raises(NotPermitted):
        seal_old_file(child=child, on=LATER, by=director, at=AT)
    seal_old_file(child=child, on=LATER, by=district, at=AT)
    for scope in (director.scope, CITY):
        assert [each.name for each in children_in(scope=scope)] == ["张小妹"]
        assert search_children(text="张三丰", scope=scope, on=ON) == []
        assert search_children(text=number(BORN, 1), scope=scope, on=ON) == []
        assert not Person.objects.visible_to(scope).filter(pk=child.pk).exists()
        assert [member.name for member in family_of(child=sibling, scope=scope, on=ON).members] == ["张**"]
        with pytest.raises(NoSuchFile):
            child_file(child=child.pk, scope=scope, on=ON)
    assert child_file(child=child.pk, scope=district.scope, on=ON).child == child
    with pytest.raises(FileStaysClosed):
        reopen_file(child=child, reason="", **BY)


def test_after_an_adoption_the_number_leads_to_the_new_file_only() -> None:
    old = entered()
    seal_old_file(child=old, on=ON, **BY)
    found = ChildFound(1, "李安", VILLAGE, number=number(BORN, 1))
    new = open_files(found=[found], **BY).children[1]
    assert new != old.pk
    assert open_files(found=[found], **BY).children[1] == new
    with pytest.raises(NotMergeable):
        merge_persons(kept=new, merged=old.pk, reason="", **BY)


def test_school_follows_school_and_one_of_the_same_day_is_corrected() -> None:
    child = entered()
    record_schooling(child=child, facts=PRIMARY, from_on=ON, **BY)
    record_schooling(child=child, facts=DROPPED, from_on=LATER, **BY)
    record_schooling(child=child, facts=PRIMARY, from_on=LATER, **BY)
    rows = Schooling.objects.everywhere("test").order_by("from_on")
    assert [(row.state, row.from_on, row.to_on) for row in rows] == [
        ("ENROLLED", ON, LATER - timedelta(days=1)),
        ("ENROLLED", LATER, None),
    ]
    with pytest.raises(LaterFactThere):
        record_schooling(child=child, facts=DROPPED, from_on=ON, **BY)


def test_who_looks_after_a_child_is_of_the_family_or_named() -> None:
    child = entered()
    grandfather = record_kin(child=child, facts=PersonFacts("张老汉"), relation="61", from_on=BORN, **BY).relative
    facts = CareFacts(CareKind.ENTRUSTED, carer=grandfather.pk, relation="61")
    assert set_carer(child=child, facts=facts, from_on=ON, **BY).carer == grandfather
    named = set_carer(child=child, facts=CareFacts(CareKind.ENTRUSTED, name="赵婶", relation="97"), from_on=LATER, **BY)
    assert named.carer
    assert named.carer.name == "赵婶"
    assert set_carer(child=child, facts=CareFacts(CareKind.NONE), from_on=LATER + timedelta(1), **BY).carer is None
    assert Carer.objects.everywhere("test").filter(to_on__isnull=True).count() == 1
    for facts, refusal in (
        (CareFacts(CareKind.GUARDIAN), CarerMissing),
        (CareFacts(CareKind.GUARDIAN, carer=uuid4()), NotOfTheFamily),
        (CareFacts(CareKind.GUARDIAN, name="某人", relation="00"), UnknownRelation),
    ):
        with pytest.raises(refusal):
            set_carer(child=child, facts=facts, from_on=LATER + timedelta(9), **BY)


def test_a_father_in_prison_is_told_to_the_district_only() -> None:
    child = entered()
    father = record_kin(child=child, facts=FATHER, relation="51", from_on=BORN, **BY).relative
    facts = CircumstanceFacts(CircumstanceKind.IMPRISONED, ON, None, "（2026）津01刑初1号")
    row = record_circumstance(child=child, person=father.pk, facts=facts, **BY)
    assert row.sealed_kind == SealedKind.PRISON
    director, district = employed(Role.VILLAGE_DIRECTOR, VILLAGE), employed(Role.DISTRICT_OFFICER)
    told = {
        officer: family_of(child=child, scope=officer.scope, on=ON).members[0].circumstances[0]
        for officer in (director, district)
    }
    assert (told[director].words, told[director].basis) == ("情况已核实", "")
    assert (told[district].words, told[district].basis) == ("服刑在押", "（2026）津01刑初1号")
    end_fact(child=child, kind=FactKind.CIRCUMSTANCE, fact=row.pk, on=LATER, **BY)
    assert Circumstance.objects.everywhere("test").get().to_on == LATER


def test_a_circumstance_is_of_somebody_of_the_family() -> None:
    child, stranger = entered(), entered("别人", sequence=3)
    facts = CircumstanceFacts(CircumstanceKind.DEAD, ON)
    with pytest.raises(NotOfTheFamily):
        record_circumstance(child=child, person=stranger.pk, facts=facts, **BY)


def test_a_protected_address_lies_encrypted_and_is_told_to_few() -> None:
    child = entered()
    facts = AddressFacts(AddressKind.LIVING, NEXT_VILLAGE, "安心路1号", is_protected=True)
    row = set_address(child=child, person=child.pk, facts=facts, from_on=ON, **BY)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT detail FROM {Address._meta.db_table}")
        lying = bytes(cursor.fetchone()[0])
    assert "安心路".encode() not in lying
    assert row.detail == "安心路1号"
    director, district = employed(Role.VILLAGE_DIRECTOR, VILLAGE), employed(Role.DISTRICT_OFFICER)
    told = [
        child_file(child=child.pk, scope=officer.scope, on=ON, unmasked=True).addresses[0].detail
        for officer in (director, district)
    ]
    assert told == ["情况已核实", "安心路1号"]


def test_a_new_telephone_takes_the_place_of_the_one_before() -> None:
    child = entered()
    for digits in ("13800138000", "13900139000"):
        set_phone(child=child, person=child.pk, facts=PhoneFacts(PhoneKind.FAMILY, digits), from_on=ON, **BY)
    (kept,) = Phone.objects.everywhere("test").filter(to_on__isnull=True)
    assert kept.number == "13900139000"


def test_illnesses_stand_side_by_side_and_disabilities_follow_each_other() -> None:
    child = entered()
    for facts in (
        HealthFacts(HealthKind.ILLNESS, detail="白血病"),
        HealthFacts(HealthKind.ILLNESS, detail="哮喘"),
        HealthFacts(HealthKind.DISABILITY, "4", "2"),
    ):
        record_health(child=child, person=child.pk, facts=facts, from_on=ON, **BY)
    worse = HealthFacts(HealthKind.DISABILITY, "4", "1")
    record_health(child=child, person=child.pk, facts=worse, from_on=LATER, **BY)
    open_ones = [row for row in child_file(child=child.pk, scope=CITY, on=LATER).health if row.to_on is None]
    assert sorted((row.kind, row.detail, row.disability_grade) for row in open_ones) == [
        ("DISABILITY", "", "1"), ("ILLNESS", "哮喘", ""), ("ILLNESS", "白血病", ""),
    ]  # fmt: skip


def test_the_last_assessment_of_risk_counts_and_has_reasons() -> None:
    child = entered()
    assess_risk(child=child, level=RiskLevel.EXTREME, reasons="独居", **BY)
    assess_risk(child=child, level=RiskLevel.MIDDLE, reasons="由祖母照护", **BY)
    assert again(child).risk_level == RiskLevel.MIDDLE
    with pytest.raises(ReasonsMissing):
        assess_risk(child=child, level=RiskLevel.LOW, reasons=" ", **BY)
