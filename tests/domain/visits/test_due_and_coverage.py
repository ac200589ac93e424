"""When visits are due and how far everybody was reached, against plain counting child by child."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests import children
from tests.domain.people.conftest import AT, BY, TOWN, VILLAGE

from gonghu.domain.access.officer import NotPermitted, day_of
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child, Household, HouseholdMember
from gonghu.domain.people.terms import Category, FileState, RiskLevel
from gonghu.domain.visits.facts import ChildAtVisit, VisitFacts
from gonghu.domain.visits.models import CoverageList, ListedChild
from gonghu.domain.visits.operations import except_child, fix_list, plan_follow_ups, record_visit, tally_coverage
from gonghu.domain.visits.operations.listing import ExceptionUnclear, ListWanted
from gonghu.domain.visits.plans import VisitPlan, plan_of_place
from gonghu.domain.visits.queries import (
    CoverageRow,
    coverage,
    coverage_counted_at,
    coverage_list,
    visits_due,
    visits_due_among,
)
from gonghu.domain.visits.queries.coverage import in_all
from gonghu.domain.visits.terms import (
    DueReason,
    ExceptionReason,
    FollowUpReason,
    ListKind,
    VisitKind,
    VisitOutcome,
)
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.standards.working_days import work_calendar
from gonghu.usecases.visit_lists import lists_of, tally_lists

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)
VILLAGES = (VILLAGE, "120112100202", "120112101201")


def seeing(*prefixes: str) -> Scope:
    return Scope(tuple(Reach(Area(prefix), frozenset({Permission.SEE_CHILDREN})) for prefix in prefixes))


DISTRICT, CITY, NATION, BOTH = seeing("120112"), seeing("1201"), seeing(""), seeing("120111", "120112")
ONE_DAY = timedelta(days=1)


@dataclass
class Seen:
    """What a plain reader knows of one child (一名儿童)."""

    child: Child
    household: UUID
    visits: list[tuple[date, VisitOutcome]]
    excepted: tuple[date, date] | None = None
    follow_ups: tuple[date, ...] = ()
    is_listed: bool = False

    @property
    def met(self) -> list[date]:
        return [on for on, outcome in self.visits if outcome == VisitOutcome.MET]


def at_visit(child: Child, household: UUID | None = None) -> ChildAtVisit:
    return ChildAtVisit(child.pk, child.division_code, child.category, household)


def visited(child: Child, on: date, outcome: VisitOutcome = VisitOutcome.MET, household: UUID | None = None) -> None:
    facts = VisitFacts(uuid4(), VisitKind.REGULAR, outcome, on)
    record_visit(child=at_visit(child, household), facts=facts, **BY)


def due_on(seen: Seen, plan: VisitPlan) -> date:
    """Work out by hand when the next visit is due."""
    child = seen.child
    if not seen.met:
        days = [work_calendar().add_working_days(child.opened_on, plan.scheme.first_visit_working_days)]
    elif child.risk_level:
        days = [max(seen.met) + timedelta(days=plan.scheme.of(RiskLevel(child.risk_level)).visit_every_days)]
    else:
        days = [max(seen.met) + timedelta(days=plan.not_assessed_days[child.category or "NONE"])]
    return min([*days, *seen.follow_ups])


def _ago(dice: random.Random, most: int) -> date:
    return ON - timedelta(days=dice.randint(0, most))


def town(dice: random.Random, count: int) -> list[Seen]:
    found, houses = [], [Household.objects.create(division_code=VILLAGE) for _ in range(4)]
    for number in range(count):
        child = children.child(
            f"张小{number}", village=dice.choice(VILLAGES), risk_level=dice.choice(["", *RiskLevel.values]),
            category=dice.choice(["", "ORPHAN", "POOR", "LEFT_BEHIND"]), opened_on=_ago(dice, 400),
            state=dice.choice([FileState.ON_FILE, FileState.RECOGNISED]),
        )  # fmt: skip
        house = dice.choice([None, *houses])
        if house:
            HouseholdMember.objects.create(
                person=child.person, household=house, relation="20", from_on=date(2020, 1, 1)
            )
        key = house.pk if house else child.pk
        made = [
            (ON - timedelta(days=dice.randint(0, 200)), dice.choice(list(VisitOutcome)))
            for _ in range(dice.randint(0, 3))
        ]
        for on, outcome in made:
            visited(child, on, outcome, key)
        found.append(Seen(child, key, made))
    return found


def test_the_days_of_the_plan_are_those_of_the_pack() -> None:
    plan = plan_of_place(VILLAGE)
    assert [plan.interval(risk=level, category="").days for level in RiskLevel] == [7, 30, 90, 180]
    assert plan.interval(risk="", category=Category.GUARD).days == 30
    for day in range(20):
        last = plan.opened_before(ON + day * ONE_DAY)
        assert plan.first_due_on(last) <= ON + day * ONE_DAY < plan.first_due_on(last + ONE_DAY)


def test_who_is_due_is_who_a_plain_count_finds() -> None:
    dice = random.Random(20261122)
    seen, plan = town(dice, 60), plan_of_place(VILLAGE)
    for each in seen[:6]:
        each.excepted = (ON - ONE_DAY, ON + dice.choice([-ONE_DAY, ONE_DAY]))
        except_child(
            child=at_visit(each.child), reason=ExceptionReason.AWAY, from_on=each.excepted[0], to_on=each.excepted[1],
            note="", **BY,
        )  # fmt: skip
    for each in seen[6:12]:
        event = ON - timedelta(days=6)
        plan_follow_ups(child=at_visit(each.child), reason=FollowUpReason.RETURNED_HOME, event_on=event, **BY)
        each.follow_ups = tuple(event + timedelta(days=days) for days in (7, 30, 90))
    for until in (ON - ONE_DAY, ON, ON + timedelta(days=7)):
        expected = {
            each.child.pk: due_on(each, plan)
            for each in seen
            if due_on(each, plan) <= until and not (each.excepted and each.excepted[0] <= ON <= each.excepted[1])
        }
        found = visits_due(scope=DISTRICT, on=ON, until=until)
        assert {due.child: due.due_on for due in found} == expected
        at_hand = visits_due_among(files=(each.child for each in seen), scope=DISTRICT, on=ON, until=until)
        assert sorted(at_hand, key=lambda due: due.child) == sorted(found, key=lambda due: due.child)
        assert [due.due_on for due in found] == sorted(due.due_on for due in found)


def test_a_campaign_makes_a_visit_due_until_the_child_was_met_in_it() -> None:
    child = children.child(opened_on=date(2026, 1, 5))
    visited(child, ON - ONE_DAY)
    wanted = ListWanted(ListKind.CAMPAIGN, "X", "专项", ON, ON + timedelta(days=5))
    fix_list(wanted=wanted, **BY)
    (due,) = visits_due(scope=DISTRICT, on=ON, until=ON + timedelta(days=5))
    assert (due.reason, due.due_on) == (DueReason.CAMPAIGN, ON + timedelta(days=5))
    visited(child, ON)
    assert visits_due(scope=DISTRICT, on=ON, until=ON + timedelta(days=5)) == []


def plain(code: str, seen: list[Seen], of: CoverageList) -> CoverageRow:
    """Count one place by hand."""

    def within(each: Seen) -> list[tuple[date, VisitOutcome]]:
        return [visit for visit in each.visits if of.from_on <= visit[0] <= of.to_on]

    def met(each: Seen) -> bool:
        return any(outcome == VisitOutcome.MET for _on, outcome in within(each))

    def excepted(each: Seen) -> bool:
        return each.excepted is not None and each.excepted[0] <= of.to_on and each.excepted[1] >= of.from_on

    here = [each for each in seen if each.child.division_code == code]
    listed = [each for each in here if each.is_listed]

    def count(wanted: Callable[[Seen], bool]) -> int:
        return sum(map(wanted, listed))

    return CoverageRow(
        code,
        listed=len(listed),
        met=count(met),
        excepted=count(lambda each: not met(each) and excepted(each)),
        tried=count(lambda each: not met(each) and not excepted(each) and bool(within(each))),
        households=len({each.household for each in listed}),
        households_met=len({each.household for each in listed if met(each)}),
        late=sum(not each.is_listed and met(each) for each in here),
        visits=sum(outcome == VisitOutcome.MET for each in here for _on, outcome in within(each)),
    )


def test_coverage_is_what_a_plain_count_finds_and_its_denominator_stays() -> None:
    dice = random.Random(7)
    seen = town(dice, 40)
    quarter = ListWanted(ListKind.QUARTER, "2026Q3", "三季度", date(2026, 7, 1), date(2026, 9, 30))
    of = fix_list(wanted=quarter, most=9, **BY)
    assert coverage_list(scope=DISTRICT, code=quarter.code) is None
    while of.fixed_at is None:
        of = fix_list(wanted=quarter, most=9, **BY)
    assert fix_list(wanted=quarter, most=9, **BY) == of == coverage_list(scope=DISTRICT, code=quarter.code)
    on_list = set(ListedChild.objects.everywhere("test").values_list("child", flat=True))
    for each in seen:
        each.is_listed = each.child.opened_on <= quarter.from_on
        assert (each.child.pk in on_list) == each.is_listed
    for each in seen[:8]:
        each.excepted = (date(2026, 9, 30), date(2026, 10, 9))
        except_child(
            child=at_visit(each.child), reason=ExceptionReason.HOSPITAL, from_on=each.excepted[0],
            to_on=each.excepted[1], note="", **BY,
        )  # fmt: skip
    # A file that is closed afterwards stays in the denominator.
    Child.objects.everywhere("test").filter(pk=seen[-1].child.pk).update(
        state=FileState.CLOSED, closed_on=date(2026, 10, 1)
    )
    town_rows = coverage(scope=DISTRICT, coverage_list=of, area=Area.of(TOWN))
    other = coverage(scope=DISTRICT, coverage_list=of, area=Area.of("120112101000"))
    assert [*town_rows, *other] == [plain(code, seen, of) for code in VILLAGES]
    total = in_all([*town_rows, *other], "120112000000")
    assert total.listed == len(on_list)
    (district,) = coverage(scope=DISTRICT, coverage_list=of, area=Area("1201"))
    assert (district.listed, district.met, district.rest) == (total.listed, total.met, total.rest)


def test_a_province_reads_the_tally_of_the_night_and_a_county_counts() -> None:
    dice = random.Random(11)
    town(dice, 25)
    far = children.child("李四", village="120111100201", opened_on=date(2026, 1, 5))
    of = fix_list(wanted=next(lists_of(ON)), **BY)
    city, today = Area("1201"), day_of(AT)

    def looked_at(area: Area, on: date | None = today, scope: Scope = CITY) -> list[CoverageRow]:
        return coverage(scope=scope, coverage_list=of, area=area, on=on)

    live = looked_at(city, on=None)
    assert [row.division_code for row in live] == ["120111000000", "120112000000"]
    assert looked_at(city) == live
    assert tally_lists(by=SYSTEM, at=AT, on=ON.isoformat()) == {"lists": 1}
    assert coverage_counted_at(scope=CITY, coverage_list=of, area=city, on=today) == AT
    assert looked_at(city) == live
    assert looked_at(Area(""), scope=NATION) == [in_all(live, "120000000000")]
    visited(far, ON)
    now = looked_at(city, on=None)
    assert (now[0].met, looked_at(city), now != live) == (1, live, True)
    # Of an older night nothing is told, and nobody is told more than a part of the area holds.
    assert looked_at(city, on=today + ONE_DAY) == looked_at(city, scope=BOTH) == now
    assert looked_at(Area("120111"))[0].met == 1
    assert sum(row.listed for row in looked_at(city)) == ListedChild.objects.everywhere("test").count() > 10
    with pytest.raises(NotPermitted):
        tally_coverage(coverage_list=of, by=Actor(uuid4(), None, "李四"), at=AT)


def test_a_list_is_the_clocks_and_an_exception_says_why() -> None:
    child: Any = at_visit(children.child())
    with pytest.raises(NotPermitted):
        fix_list(wanted=next(lists_of(ON)), by=Actor(uuid4(), None, "李四"), at=AT)
    with pytest.raises(ExceptionUnclear):
        except_child(child=child, reason=ExceptionReason.OTHER, from_on=ON, to_on=None, note=" ", **BY)


@pytest.mark.parametrize(
    ("on", "code", "from_on", "to_on"),
    [
        (date(2026, 1, 1), "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 11, 22), "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_one_quarter(on: date, code: str, from_on: date, to_on: date) -> None:
    quarter = next(lists_of(on))
    assert (quarter.code, quarter.from_on, quarter.to_on) == (code, from_on, to_on)


def test_a_campaign_is_listed_while_it_runs() -> None:
    assert "SUMMER-2026" in {each.code for each in lists_of(date(2026, 7, 15))}
    assert {each.kind for each in lists_of(ON)} == {ListKind.QUARTER}
