"""Where children are in a holiday, whose parents are both away, and weeks without a word; against plain counting."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import FIRST, SECOND, Town, employ, town
from tests.forms import right

from gonghu.domain.access.officer import NotPermitted, reached_by
from gonghu.domain.campaigns.holidays import Holiday, HolidaysInvalid, calendar_of, calendars
from gonghu.domain.campaigns.operations import tell_whereabouts
from gonghu.domain.campaigns.operations.telling import WhereaboutsUnclear
from gonghu.domain.campaigns.queries import (
    WhereaboutsWanted,
    away_told,
    children_alone,
    children_in_holiday,
    whereabouts_counts,
    whereabouts_told,
)
from gonghu.domain.campaigns.terms import AwayBasis, ParentsHome, Stay, WhereaboutsFacts
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import CategoryAssignment, Child, Circumstance
from gonghu.domain.people.terms import Category, CircumstanceKind
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms, receive_submission
from gonghu.domain.questionnaires.terms import Arrived
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskState
from gonghu.domain.visits.facts import ChildAtVisit, ContactFacts
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.operations import log_contact
from gonghu.domain.visits.terms import Contact
from gonghu.engines.forms import heading_of
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.holiday_whereabouts import ask_whereabouts
from gonghu.usecases.take_form import take_or_leave
from gonghu.usecases.weekly_contact import remind_of_contacts

__all__ = ["employ", "town"]
pytestmark = [
    pytest.mark.django_db,
    # The working days of a year are told by the state in the autumn before.
    pytest.mark.filterwarnings("ignore::gonghu.standards.working_days.MakeUpDaysUnknown"),
]

AT = datetime(2027, 2, 4, 2, 0, tzinfo=UTC)
TODAY = date(2027, 2, 4)
BY: dict[str, Any] = {"by": SYSTEM, "at": AT}
ALL = reached_by(SYSTEM)
ANSWERS = frozenset({"SPRING-2027", "WINTER-2027"})


def spring() -> Holiday:
    found = calendar_of(FIRST).of("SPRING-2027")
    assert found is not None
    return found


def at_visit(child: Child) -> ChildAtVisit:
    return ChildAtVisit(child.pk, child.division_code, child.category)


@dataclass
class Family:
    """What a plain reader knows of one child (一户)."""

    child: Child
    away: list[bool] = field(default_factory=list)
    is_left_behind: bool = False
    told: list[tuple[date, Stay, ParentsHome | None]] = field(default_factory=list)

    @property
    def last(self) -> tuple[date, Stay, ParentsHome | None] | None:
        return max(self.told, key=lambda each: each[0]) if self.told else None

    @property
    def basis(self) -> AwayBasis | None:
        """Work out by hand whether both parents are away."""
        _on, stay, parents = self.last or (None, None, None)
        if stay == Stay.PARENTS:
            return None
        if parents is not None:
            return AwayBasis.TOLD if parents == ParentsHome.NEITHER else None
        if self.away and all(self.away):
            return AwayBasis.RECORDED
        return AwayBasis.LEFT_BEHIND if self.is_left_behind else None


def family(dice: random.Random, number: int) -> Family:
    made = Family(children.child(f"张小{number}", village=dice.choice((FIRST, SECOND))))
    for relation in dice.choice(((), ("51",), ("51", "52"), ("51", "52"))):
        parent = children.kin(made.child, f"张{relation}{number}", relation)
        is_away = dice.random() < 0.7
        made.away.append(is_away)
        if is_away:
            Circumstance(person=parent, kind=CircumstanceKind.AWAY_FOR_WORK, from_on=date(2026, 3, 1)).save()
        elif dice.random() < 0.5:  # back before the holiday
            ended = {"from_on": date(2025, 3, 1), "to_on": date(2026, 12, 1)}
            Circumstance(person=parent, kind=CircumstanceKind.AWAY_FOR_WORK, **ended).save()
    if dice.random() < 0.3:
        made.is_left_behind = True
        CategoryAssignment(
            child=made.child, category=Category.LEFT_BEHIND, from_on=date(2026, 1, 1), decided_at=AT, source_key=uuid4()
        ).save()
    for on in dice.sample((date(2027, 1, 8), date(2027, 1, 25), date(2027, 2, 1)), dice.choice((0, 0, 1, 2))):
        said = (on, dice.choice(list(Stay)), dice.choice([None, *ParentsHome]))
        made.told.append(said)
        holiday = dice.choice(sorted(ANSWERS))
        facts = WhereaboutsFacts(holiday=holiday, stay=said[1], told_on=on, parents=said[2])
        tell_whereabouts(child=at_visit(made.child), facts=facts, **BY)
    return made


def test_lists_of_a_holiday_are_what_a_plain_count_finds() -> None:
    dice = random.Random(20270204)
    families = [family(dice, number) for number in range(40)]
    found = children_alone(scope=ALL, holiday=spring(), answers=ANSWERS)
    bases = {each.child: each.basis for each in away_told(rows=found, scope=ALL, holiday=spring(), on=TODAY)}
    assert bases == {each.child.pk: each.basis for each in families if each.basis}
    assert set(bases.values()) == set(AwayBasis)
    for is_told in (True, False):
        listed = children_in_holiday(scope=ALL, wanted=WhereaboutsWanted(ANSWERS, is_told))
        assert {child.pk for child in listed} == {each.child.pk for each in families if bool(each.told) == is_told}
    home = children_in_holiday(scope=ALL, wanted=WhereaboutsWanted(ANSWERS, True, Stay.HOME))
    last_stays = {each.child.pk: each.last[1] for each in families if each.last}
    assert {child.pk for child in home} == {key for key, stay in last_stays.items() if stay == Stay.HOME}
    rows = whereabouts_counts(scope=ALL, holidays=ANSWERS, area=Area.of(FIRST[:9]))
    assert [row.division_code for row in rows] == [FIRST, SECOND]
    assert sum(row.children for row in rows) == len(families)
    assert sum(row.told for row in rows) == len(last_stays) == sum(sum(row.stays.values()) for row in rows)


def test_a_week_without_a_word_is_one_task_of_the_director_until_a_parent_spoke(town: Town) -> None:
    silent, spoken, other = (children.child(name, village=FIRST) for name in ("张小明", "李小红", "王小刚"))
    for child, parents in ((silent, ParentsHome.NEITHER), (spoken, ParentsHome.NEITHER), (other, ParentsHome.FATHER)):
        facts = WhereaboutsFacts("SPRING-2027", Stay.HOME, date(2027, 1, 19), parents=parents)
        tell_whereabouts(child=at_visit(child), facts=facts, **BY)
    said(spoken, date(2027, 1, 28), Contact.MOTHER)
    said(silent, date(2027, 1, 28), Contact.OTHER)
    days = [date(2027, 1, 25) + timedelta(days=number) for number in range(40)]
    before = [remind(day) for day in days if day < TODAY]
    assert [count for count in before if count] == [2, 1]
    tasks = list(Task.objects.everywhere("test").filter(child=silent.pk))
    assert len(tasks) == 2
    assert {(task.owner_id, task.division_code) for task in tasks} == {(town.post(town.first), FIRST)}
    assert all("没有联系" in task.title and "张" not in task.title for task in tasks)
    (row,) = [each for each in away(silent, spoken) if each.child == silent.pk]
    assert ([week.number for week in row.silent], row.last_on) == ([1, 2], None)
    by_phone(town, silent)
    states = set(Task.objects.everywhere("test").filter(child=silent.pk).values_list("state", flat=True))
    assert states == {TaskState.DONE}
    assert sum(remind(day) for day in days if day <= TODAY) == 0
    # Two more weeks pass while the holiday lasts; once a week, and after it nobody is reminded.
    later = {day: remind(day) for day in days if day > TODAY}
    assert {day: count for day, count in later.items() if count} == {date(2027, 2, 10): 1, date(2027, 2, 17): 2}
    assert Task.objects.everywhere("test").filter(child=other.pk).count() == 0


def said(child: Child, on: date, contact: Contact) -> None:
    facts = ContactFacts(uuid4(), on, contact, reached=True)
    log_contact(child=at_visit(child), facts=facts, by=SYSTEM, at=AT)


def remind(on: date) -> int:
    at = datetime(on.year, on.month, on.day, 2, 0, tzinfo=UTC)
    return remind_of_contacts(by=SYSTEM, at=at, on=on.isoformat())["tasks"]


def away(*wanted: Child) -> Sequence[Any]:
    found = children_alone(scope=ALL, holiday=spring(), answers=ANSWERS).filter(pk__in=[each.pk for each in wanted])
    return away_told(rows=found, scope=ALL, holiday=spring(), on=TODAY)


def by_phone(town: Town, child: Child) -> None:
    keep_shipped_forms(**BY)
    xml = right("weekly_contact", child=child.pk, contact_on=TODAY)
    assert arrived(town, xml).state == "ACCEPTED"


def arrived(town: Town, xml: bytes) -> Submission:
    by, heading = acting(town.first, AT), heading_of(xml)
    assert heading.instance is not None
    sent = Arrived(heading.instance, heading.form_id, heading.version, xml, made_at=AT)
    kept = receive_submission(arrived=sent, by=by, at=AT).submission
    return take_or_leave(submission=kept, by=by, at=AT).submission


def test_the_form_of_a_visit_tells_where_a_child_is_and_closes_what_asked_for_it(town: Town) -> None:
    keep_shipped_forms(**BY)
    child = children.child(village=FIRST)
    assert ask_whereabouts(children=[child], holiday=spring(), by=acting(town.district, AT), at=AT) == 1
    task = Task.objects.everywhere("test").get()
    assert (task.owner_id, task.due_on) == (town.post(town.first), TODAY)
    told: dict[str, Any] = {"visited_on": TODAY, "holiday": "WINTER", "stay": "RELATIVES", "parents": "NEITHER"}
    days = {"left_on": date(2027, 2, 5), "back_on": date(2027, 2, 18)}
    xml = right("holiday_whereabouts", child=child.pk, **{**told, **days})
    assert arrived(town, xml).state == "ACCEPTED"
    task.refresh_from_db()
    assert (task.state, "去亲戚家" in task.outcome_note) == (TaskState.DONE, True)
    last = whereabouts_told(children=[child.pk], holidays=ANSWERS, scope=ALL)[child.pk]
    assert (last.holiday, last.stay, last.parents, last.looked_after) == (
        "WINTER-2027", Stay.RELATIVES, ParentsHome.NEITHER, "ALONE",
    )  # fmt: skip
    assert (last.place, last.from_on, last.back_on) == ("北京市大兴区", *days.values())
    # What came with a visit counts while the visit does.
    facts = {"child": child, "division_code": FIRST, "household": child.pk, "visited_on": TODAY, "accepted_at": AT}
    better = Visit.objects.create(kind="HOLIDAY", outcome="NOT_AT_HOME", **facts)
    Visit.objects.everywhere("test").filter(child=child, outcome="MET").update(replaced_by=better)
    assert whereabouts_told(children=[child.pk], holidays=ANSWERS, scope=ALL) == {}


def test_nobody_elsewhere_tells_and_nobody_tells_nonsense(town: Town) -> None:
    child = children.child(village=SECOND)
    fine = WhereaboutsFacts("SPRING-2027", Stay.HOME, TODAY)
    with pytest.raises(NotPermitted):
        tell_whereabouts(child=at_visit(child), facts=fine, by=acting(town.first, AT), at=AT)
    for days in ({"told_on": date(2027, 2, 5)}, {"from_on": date(2027, 2, 9), "back_on": date(2027, 2, 8)}):
        said: dict[str, Any] = {"holiday": "SPRING-2027", "stay": Stay.HOME, "told_on": TODAY, **days}
        facts = WhereaboutsFacts(**said)
        with pytest.raises(WhereaboutsUnclear):
            tell_whereabouts(child=at_visit(child), facts=facts, **BY)


def test_a_division_has_its_own_days_and_a_wrong_file_is_refused(tmp_path: Path) -> None:
    line = "  - {code: A, kind: SUMMER, name: 甲, from_on: 2026-07-01, to_on: 2026-08-31, contact: true}\n"
    other = line.replace("2026-07-01", "2026-06-20").replace("甲", "乙")
    national = "status: O\nbasis: 无\nholidays:\n"
    (tmp_path / "CN.yaml").write_text(national + line, encoding="utf-8")
    (tmp_path / "120112.yaml").write_text(national.replace("O", "V") + other, encoding="utf-8")
    own, country = calendars(folder=tmp_path)
    assert (own.holidays[0].from_on, country.holidays[0].from_on) == (date(2026, 6, 20), date(2026, 7, 1))
    assert (own.warning, bool(country.warning)) == ("", True)
    assert own.meant("SUMMER", date(2026, 4, 1)) is None
    assert own.current(date(2030, 1, 1)).code == "A"
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "CN.yaml").write_text(national + line.replace("2026-08-31", "2026-06-01"), encoding="utf-8")
    with pytest.raises(HolidaysInvalid, match="结束日期早于开始日期"):
        calendars(folder=wrong)
    (wrong / "CN.yaml").write_text(national + line.replace("true", "false"), encoding="utf-8")
    with pytest.raises(HolidaysInvalid, match="contact"):
        calendars(folder=wrong)


def test_the_rest_of_the_year_a_long_silence_is_one_task_where_the_district_wants_it(
    town: Town, settings: Settings, tmp_path: Path
) -> None:
    settings.GONGHU_HOME = tmp_path
    silent, spoken, new, home = (children.child(name, village=FIRST) for name in ("张一", "张二", "张三", "张四"))
    for child in (silent, spoken, new):
        CategoryAssignment(
            child=child, category=Category.LEFT_BEHIND, from_on=date(2026, 1, 1), decided_at=AT, source_key=uuid4()
        ).save()
    Child.objects.everywhere("test").filter(pk=new.pk).update(opened_on=date(2027, 5, 1))
    said(silent, date(2027, 4, 1), Contact.BOTH)
    said(spoken, date(2027, 5, 3), Contact.BOTH)
    assert remind(date(2027, 5, 10)) == 0
    (tmp_path / "clocks.yaml").write_text('contact_reminder: {districts: ["120112"]}', encoding="utf-8")
    assert [remind(date(2027, 5, 10)), remind(date(2027, 5, 11))] == [1, 0]
    (task,) = Task.objects.everywhere("test").filter(source_kind="weekly_contact")
    assert (task.child_id, task.owner_id) == (silent.pk, town.post(town.first))
    by_phone(town, silent)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    (tmp_path / "clocks.yaml").write_text('contact_reminder: {districts: ["120111"]}', encoding="utf-8")
    assert remind(date(2027, 6, 30)) == 0
    assert not Task.objects.everywhere("test").filter(child=home.pk).exists()
