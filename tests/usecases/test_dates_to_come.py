"""Days that come by themselves: against looking at every day, told once, the end of a sealed circumstance to few."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import FIRST, SECOND, Town, employ, town

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.ages import age_on
from gonghu.domain.people.models import (
    Carer,
    CategoryAssignment,
    Child,
    Circumstance,
    HealthRecord,
    Schooling,
)
from gonghu.domain.people.queries.coming import DatesWanted, dates_coming
from gonghu.domain.people.terms import (
    CareKind,
    Category,
    CircumstanceKind,
    DateKind,
    FileState,
    HealthKind,
    ReviewCause,
    SchoolStage,
    SchoolState,
)
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskKind
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.dates_to_come import SOURCE, tell_dates

__all__ = ["employ", "town"]
pytestmark = [
    pytest.mark.django_db,
    # The working days of a year are told by the state in the autumn before.
    pytest.mark.filterwarnings("ignore::gonghu.standards.working_days.MakeUpDaysUnknown"),
]
ALL = reached_by(SYSTEM)
SINCE = date(2024, 1, 1)
PUPIL = {"stage": SchoolStage.PRIMARY, "state": SchoolState.ENROLLED, "from_on": SINCE}


def night(on: date) -> dict[str, int]:
    at = datetime(on.year, on.month, on.day, 2, 0, tzinfo=UTC)
    return dict(tell_dates(by=SYSTEM, at=at, on=on.isoformat()))


def found(from_on: date, until: date, scope: Any = ALL, **said: Any) -> set[tuple[str, DateKind, date]]:
    days = dates_coming(scope=scope, wanted=DatesWanted(from_on, until, **said))
    return {(each.name, each.kind, each.on) for each in days}


def told(child: Child) -> list[Task]:
    return list(Task.objects.everywhere("test").filter(child=child.pk, source_kind=SOURCE).order_by("due_on"))


def test_birthdays_and_school_are_what_looking_at_every_day_finds() -> None:
    dice, born = random.Random(16), date(2008, 1, 1)
    days = [born + timedelta(days=dice.randrange(5_000)) for _ in range(60)]
    days += [
        date(2010, 5, 5),
        date(2008, 2, 29),
        date(2012, 2, 29),
        date(2020, 8, 31),
        date(2020, 9, 1),
        date(2019, 9, 1),
    ]
    files = [
        children.child(f"张{number}", born_on=day, category=dice.choice(("", Category.POOR)), state=FileState.ON_FILE)
        for number, day in enumerate(days)
    ]
    pupils = {file.pk for file in files if dice.random() < 0.2}
    for key in pupils:
        Schooling(person_id=key, **PUPIL).save()
    for from_on, until in ((date(2026, 1, 1), date(2026, 12, 31)), (date(2028, 2, 1), date(2028, 3, 1))):
        expected = set()
        for file, born_on in zip(files, days, strict=True):
            for day in (from_on + timedelta(days=number) for number in range((until - from_on).days + 1)):
                before = day - timedelta(days=1)
                turned = {age_on(born_on, day)} - {age_on(born_on, before)} if born_on < day else set()
                if 16 in turned:
                    expected.add((file.name, DateKind.SIXTEEN, day))
                if 18 in turned and file.category:
                    expected.add((file.name, DateKind.EIGHTEEN, day))
                is_new = (day.month, day.day) == (9, 1) and born_on < day and age_on(born_on, before) == 6
                if is_new and file.pk not in pupils:
                    expected.add((file.name, DateKind.SCHOOL, day))
        assert found(from_on, until) == expected
    assert {kind for _name, kind, _on in found(date(2026, 1, 1), date(2026, 12, 31))} == {
        DateKind.SIXTEEN, DateKind.EIGHTEEN, DateKind.SCHOOL,
    }  # fmt: skip


def test_ends_that_were_written_down_are_found_and_given_once_to_who_answers(town: Town) -> None:
    child, other = children.child("张小明", village=FIRST), children.child("李小红", village=SECOND)
    father = children.kin(child, "张建国", "51")
    Circumstance(person=father, kind=CircumstanceKind.SEVERE_ILLNESS, from_on=SINCE, to_on=date(2026, 12, 10)).save()
    HealthRecord(
        person=child.person, kind=HealthKind.DISABILITY, from_on=SINCE, expires_on=date(2026, 12, 20)
    ).save()  # fmt: skip
    Carer(child=other, kind=CareKind.ENTRUSTED, from_on=SINCE, to_on=date(2026, 12, 5)).save()
    Carer(child=child, kind=CareKind.PARENT, from_on=SINCE, to_on=date(2026, 12, 5)).save()
    assert found(date(2026, 12, 1), date(2026, 12, 31)) == {
        ("张小明", DateKind.CIRCUMSTANCE, date(2026, 12, 10)),
        ("张小明", DateKind.CERTIFICATE, date(2026, 12, 20)),
        ("李小红", DateKind.CARE, date(2026, 12, 5)),
    }
    assert night(date(2026, 10, 25))["tasks"] == 1
    assert night(date(2026, 11, 15))["tasks"] == 2
    assert night(date(2026, 11, 16))["tasks"] == 0
    tasks = told(child)
    assert [(task.due_on, task.owner_id, task.kind) for task in tasks] == [
        (date(2026, 12, 10), town.post(town.first), TaskKind.OTHER),
        (date(2026, 12, 20), town.post(town.first), TaskKind.OTHER),
    ]
    assert not any("张" in task.title or "重病" in task.title for task in tasks)


def test_a_release_is_known_to_few_gives_no_task_and_has_the_recognition_looked_at(town: Town) -> None:
    child = children.child("张小明", village=FIRST, category=Category.DEFACTO)
    held = CategoryAssignment(
        child=child, category=Category.DEFACTO, from_on=SINCE, decided_at=datetime(2026, 1, 1, tzinfo=UTC),
        source_key=uuid4(), review_on=date(2027, 5, 1), review_cause=ReviewCause.PERIOD,
    )  # fmt: skip
    held.save()
    father = children.kin(child, "张建国", "51")
    Circumstance(
        person=father, kind=CircumstanceKind.IMPRISONED, sealed_kind=SealedKind.PRISON, from_on=SINCE,
        to_on=date(2026, 12, 10),
    ).save()  # fmt: skip
    year: dict[str, Any] = {"from_on": date(2026, 12, 1), "until": date(2026, 12, 31)}
    at = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    assert len(found(**year, scope=acting(town.district, at).scope)) == 1
    for officer in (town.supervisor, town.first):
        assert found(**year, scope=acting(officer, at).scope) == set()
    assert night(date(2026, 12, 9)) == {"tasks": 0, "called": 0, "dropped": 0}
    assert [night(date(2026, 12, 11))["called"], night(date(2026, 12, 12))["called"]] == [1, 0]
    held.refresh_from_db()
    assert (held.review_on, held.review_cause, told(child)) == (date(2026, 12, 11), ReviewCause.EVENT, [])


def test_of_who_turns_eighteen_the_office_is_told_until_the_recognition_ends(town: Town) -> None:
    child = children.child("张小明", village=FIRST, born_on=date(2009, 1, 5), category=Category.GUARD)
    held = CategoryAssignment(
        child=child, category=Category.GUARD, from_on=SINCE, decided_at=datetime(2026, 1, 1, tzinfo=UTC),
        source_key=uuid4(),
    )  # fmt: skip
    held.save()
    assert night(date(2026, 12, 1))["tasks"] == 1
    (task,) = told(child)
    assert (task.kind, task.owner_id, task.due_on) == (TaskKind.REVIEW_CATEGORY, None, date(2027, 1, 5))
    held.to_on = date(2027, 1, 31)
    held.save()
    assert night(date(2027, 1, 6))["dropped"] == 1
    assert town.district
