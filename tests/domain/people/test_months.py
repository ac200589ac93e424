"""Figures of months by place stay true, whatever becomes of the places: held against children who are followed."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.benefits import acting
from tests.children import child

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import NOTHING, Reach, Scope
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.divisions import operations as divisions
from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.national_list import division_row
from gonghu.domain.divisions.queries import full_names
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import count_children
from gonghu.domain.people.queries.months import counts_of_months, places_of_month, series_of
from gonghu.domain.people.terms import ClosingReason, FileState
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.division_code import Level

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 1, tzinfo=UTC)
START = date(2026, 1, 31)
COUNTIES = ("120112000000", "120111000000")
BY: dict[str, Any] = {"by": SYSTEM, "at": AT}
SEES = Scope((Reach(Area("12"), frozenset({Permission.SEE_FIGURES})),))
Write = Callable[["Country"], DivisionChange | None]


class Country:
    """Two counties of invented towns and villages, and children who are followed one by one."""

    def __init__(self, seed: int) -> None:
        self.chance, self.on, self.number = Random(seed), START, 300
        self.then: dict[date, dict[Any, str]] = {}
        rows = [("120000000000", ""), *((county, "120000000000") for county in COUNTIES)]
        for county in COUNTIES:
            for town in (f"{county[:6]}10{n}000" for n in range(3)):
                rows += [(town, county), *((f"{town[:9]}20{n}", town) for n in range(3))]
        Division.objects.bulk_create(
            Division(**division_row(code, f"地{code}", above, None)._asdict()) for code, above in rows
        )
        for _ in range(40):
            self.open_file()

    def places(self, level: Level, below: str = "") -> list[str]:
        rows = Division.objects.filter(level=level, valid_to=None, code__startswith=below)
        return sorted(rows.values_list("code", flat=True))

    def pick(self, level: Level, below: str = "") -> str:
        return self.chance.choice(self.places(level, below))

    def new(self, above: str, level: Level) -> str:
        self.number += 1
        return f"{above[:6]}{self.number}000" if level == Level.TOWNSHIP else f"{above[:9]}{self.number}"

    def open_file(self) -> None:
        state = self.chance.choice([FileState.RECOGNISED, FileState.ON_FILE])
        child("张小", village=self.pick(Level.VILLAGE), state=state)

    def change(self) -> None:
        level = self.chance.choice([Level.TOWNSHIP, Level.VILLAGE])
        write = self.chance.choice([self.rename, self.move, self.split, self.merge])
        made = write(level, {"on": self.on, "document": "津政函〔2026〕1号", **BY})
        divisions.follow_change(change=made, **BY)

    def rename(self, level: Level, words: dict[str, Any]) -> DivisionChange:
        return divisions.rename_division(code=self.pick(level), name=f"新{self.on}", **words)

    def move(self, level: Level, words: dict[str, Any]) -> DivisionChange:
        above = self.pick(Level.COUNTY if level == Level.TOWNSHIP else Level.TOWNSHIP)
        return divisions.move_division(code=self.pick(level), to_code=self.new(above, level), **words)

    def split(self, level: Level, words: dict[str, Any]) -> DivisionChange:
        code = self.pick(level)
        part = self.new(code, level)
        below = self.places(Level.VILLAGE, code[:9]) if level == Level.TOWNSHIP else []
        gone = {each: self.new(part, Level.VILLAGE) for each in below if self.chance.random() < 0.5}
        return divisions.split_division(code=code, into={code: "旧", part: "分"}, below=gone, **words)

    def merge(self, level: Level, words: dict[str, Any]) -> DivisionChange:
        one, other = self.chance.sample(self.places(level), 2)
        below = self.places(Level.VILLAGE, other[:9]) if level == Level.TOWNSHIP else []
        going = {each: self.new(one, Level.VILLAGE) for each in below}
        return divisions.merge_divisions(codes=[one, other], into=one, name=f"合{self.on}", below=going, **words)

    def close_some(self) -> None:
        rows = list(Child.objects.everywhere("test").exclude(state=FileState.CLOSED).values_list("pk", flat=True))
        gone = self.chance.sample(sorted(rows), 3)
        words = {"state": FileState.CLOSED, "closed_on": self.on, "closing_reason": ClosingReason.SETTLED}
        Child.objects.everywhere("test").filter(pk__in=gone).update(**words)

    def count(self) -> None:
        count_children(on=self.on, **BY)
        rows = Child.objects.everywhere("test").exclude(state=FileState.CLOSED)
        self.then[self.on] = dict(rows.values_list("pk", "division_code"))


@pytest.mark.parametrize("seed", range(3))
def test_no_child_is_lost_or_told_twice_by_any_renaming_split_merger_or_move(seed: int) -> None:
    country = Country(seed)
    for _ in range(4):
        country.count()
        for _ in range(country.chance.randint(1, 2)):
            country.on += timedelta(days=3)
            country.change()
        country.open_file()
        country.close_some()
        country.on = (country.on.replace(day=28) + timedelta(days=10)).replace(day=27)
    today = country.on
    now = dict(Child.objects.everywhere("test").values_list("pk", "division_code"))
    whole = counts_of_months(scope=SEES, area=Area("12"), on=today)
    for area in (Area.of(code) for level in (Level.COUNTY, Level.TOWNSHIP) for code in country.places(level)):
        told = counts_of_months(scope=SEES, area=area, on=today)
        by_month = {each.month.counted_on: each.files for each in series_of(told, area.low)}
        # Every child that was on file then belongs to where it would stand today.
        slow = {day: sum(area.holds(now[one]) for one in those) for day, those in country.then.items()}
        assert by_month == {day: number for day, number in slow.items() if number}
    for day, those in country.then.items():
        towns = places_of_month(whole, day.replace(day=1), Level.TOWNSHIP)
        # By the divisions of the day itself, under the names of then; in sum as many as there were.
        assert {each.code: each.files for each in towns} == Counter(f"{code[:9]}000" for code in those.values())
        assert set(full_names(codes=[each.code for each in towns], on=day)) == {each.code for each in towns}
        assert sum(each.files for each in towns) == len(those)


def test_a_change_entered_after_the_count_finds_what_was_counted_before() -> None:
    country = Country(1)
    town, other = country.places(Level.TOWNSHIP)[:2]
    country.on = date(2026, 3, 20)
    country.count()
    before = series_of(counts_of_months(scope=SEES, area=Area.of(town), on=country.on), town)[0].files
    # The document is of the beginning of the month.
    divisions.move_division(code=town, to_code="120112777", on=date(2026, 3, 1), document="津政函〔2026〕1号", **BY)
    moved = counts_of_months(scope=SEES, area=Area.of("120112777"), on=date(2026, 4, 1))
    assert sum(each.files for each in moved) == before > 0
    assert {each.code[:9] for each in moved} == {"120112777"}
    assert counts_of_months(scope=SEES, area=Area.of(town), on=date(2026, 4, 1)) == []
    assert counts_of_months(scope=SEES, area=Area.of(other), on=date(2026, 4, 1)) != []


def test_a_night_replaces_the_one_before_in_its_month_and_months_stay() -> None:
    country = Country(2)
    for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)):
        country.on = day
        country.count()
    months = series_of(counts_of_months(scope=SEES, area=Area("12"), on=country.on), "12")
    assert [each.month.counted_on for each in months] == [date(2026, 4, 1), date(2026, 3, 31)]
    assert all(each.files == 40 >= each.recognised > 0 for each in months)


def test_only_the_system_counts_and_only_who_sees_figures_is_told() -> None:
    country = Country(2)
    country.count()
    assert counts_of_months(scope=NOTHING, area=Area("12"), on=country.on) == []
    below = Scope((Reach(Area("120112100"), frozenset({Permission.SEE_FIGURES})),))
    assert counts_of_months(scope=below, area=Area("120112"), on=country.on) == []
    with pytest.raises(NotPermitted):
        count_children(on=country.on, by=acting("auditor", Role.AUDITOR), at=AT)
