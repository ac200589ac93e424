"""What departments list of a child stands in its file, never over what an officer wrote, and is taken back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.domain.people.conftest import AT, BY, ON, employed, entered

from gonghu.domain.access.terms import Role
from gonghu.domain.people.facts import SchoolFacts
from gonghu.domain.people.models import HealthRecord, Schooling
from gonghu.domain.people.opening.found import DisabilitySaid, SchoolingSaid
from gonghu.domain.people.operations import close_file, forget_departments, note_departments, record_schooling
from gonghu.domain.people.terms import ClosingReason, SchoolStage, SchoolState
from gonghu.usecases.departments_in_files import stage_of

pytestmark = pytest.mark.django_db

RUN, LATER_RUN = UUID(int=7), UUID(int=8)
NEXT_TERM = ON + timedelta(days=90)
PUPIL = SchoolingSaid(SchoolStage.PRIMARY, SchoolState.ENROLLED, "咸水沽第一小学", "学生.xlsx·第3行")
OLDER = SchoolingSaid(SchoolStage.JUNIOR, SchoolState.ENROLLED, "咸水沽第二中学", "学生.xlsx·第9行")


def noted(child: UUID, school: SchoolingSaid, run: UUID = RUN, on: date = ON, **more: Any) -> int:
    return note_departments(schools={child: school}, disabilities={}, source_key=run, on=on, **(BY | more))


def schools() -> list[tuple[str, date, date | None]]:
    rows = Schooling.objects.everywhere("a test looks").order_by("from_on")
    return [(row.school, row.from_on, row.to_on) for row in rows]


def test_a_school_is_written_once_and_followed_by_the_next() -> None:
    child = entered()
    assert [noted(child.pk, PUPIL), noted(child.pk, PUPIL, LATER_RUN, NEXT_TERM)] == [1, 0]
    assert noted(child.pk, OLDER, LATER_RUN, NEXT_TERM) == 1
    before = (PUPIL.school, ON, NEXT_TERM - timedelta(days=1))
    assert schools() == [before, (OLDER.school, NEXT_TERM, None)]
    assert forget_departments(source_key=LATER_RUN, **BY) == 1
    assert schools() == [(PUPIL.school, ON, None)]


def test_what_an_officer_wrote_stays() -> None:
    child = entered()
    record_schooling(child=child, facts=SchoolFacts(SchoolStage.SPECIAL, SchoolState.ENROLLED), from_on=ON, **BY)
    assert noted(child.pk, PUPIL, on=NEXT_TERM) == 0
    assert schools() == [("", ON, None)]


def test_a_disability_holds_from_its_certificate_on() -> None:
    child, issued = entered(), date(2024, 5, 6)
    said = {child.pk: DisabilitySaid("5", "3", issued, "残疾人.xlsx·第2行")}
    for written in (1, 0):
        assert note_departments(schools={}, disabilities=said, source_key=RUN, on=ON, **BY) == written
    row = HealthRecord.objects.everywhere("a test looks").get()
    assert (row.disability_type, row.disability_grade, row.from_on) == ("5", "3", issued)


def test_closed_files_and_foreign_places_are_left_alone() -> None:
    child = entered()
    stranger = employed(Role.DISTRICT_OFFICER, "120111000000")
    assert noted(child.pk, PUPIL, by=stranger, at=AT) == 0
    close_file(child=child, reason=ClosingReason.MOVED_AWAY, on=ON, **BY)
    assert noted(child.pk, PUPIL) == 0


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("小学五年级", SchoolStage.PRIMARY),
        ("职业高中", SchoolStage.VOCATIONAL),
        ("普通高中", SchoolStage.SENIOR),
        ("高职（专科）", SchoolStage.COLLEGE),
        ("特殊教育学校小学部", SchoolStage.SPECIAL),
        ("", SchoolStage.OTHER),
    ],
)
def test_stages_are_read_from_a_lists_own_words(words: str, stage: SchoolStage) -> None:
    assert stage_of(words) == stage
