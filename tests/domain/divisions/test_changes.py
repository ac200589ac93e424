"""Divisions are renamed, split, merged and moved, and every place can still be followed through time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gonghu.domain.divisions import operations
from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.queries import (
    NoSuchDivision,
    changes_of,
    children_of,
    division_as_of,
    full_names,
    predecessors_on,
    successors_on,
)
from gonghu.domain.divisions.rearranging import (
    AlreadyChanged,
    ChangeTooEarly,
    ChildrenLeftBehind,
    CodeTaken,
    WrongLevel,
)
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.audit.verification import verify

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, tzinfo=UTC)
BEFORE, ON, LATER = date(2026, 12, 31), date(2027, 1, 1), date(2030, 1, 1)
WRITE: dict[str, Any] = {"document": "津政函〔2026〕1号", "by": SYSTEM, "at": AT}
JINNAN, XIQING = "120112000000", "120111000000"
SHUANGXIN, SHUANGLIN = "120112001000", "120112002000"
NEW_TOWN = "120112199000"


@pytest.fixture(autouse=True)
def _two_counties() -> None:
    for county in (JINNAN, XIQING):
        operations.load_divisions(area=Area.of(county), by=SYSTEM, at=AT)


def below(code: str, on: date) -> list[str]:
    return [division.code for division in children_of(code=code, on=on)]


def as_of(code: str, on: date) -> str:
    return division_as_of(code=code, on=on).name


def test_a_new_name_holds_from_its_day_on() -> None:
    operations.rename_division(code="120112", name="新津南区", on=ON, **WRITE)
    assert (as_of(JINNAN, BEFORE), as_of(JINNAN, ON)) == ("津南区", "新津南区")
    assert full_names(codes=[SHUANGXIN], on=BEFORE) == {SHUANGXIN: "天津市津南区双新街道"}
    assert full_names(codes=[SHUANGXIN], on=ON) == {SHUANGXIN: "天津市新津南区双新街道"}
    assert successors_on(code=JINNAN, on=LATER) == (JINNAN,)


def test_a_town_that_moves_takes_its_villages_along() -> None:
    villages = below(SHUANGXIN, BEFORE)
    operations.move_division(code=SHUANGXIN, to_code="120111199", on=ON, **WRITE)
    assert as_of("120111199", ON) == "双新街道"
    assert division_as_of(code="120111199", on=ON).parent_code == XIQING
    moved = below("120111199000", ON)
    assert [code[9:] for code in moved] == [code[9:] for code in villages]
    assert len(villages) > 3
    assert below(SHUANGXIN, ON) == []
    assert below(SHUANGXIN, BEFORE) == villages
    assert successors_on(code=villages[0], on=ON) == (moved[0],)
    assert predecessors_on(code=moved[-1], on=BEFORE) == (villages[-1],)


def test_a_town_that_splits_may_go_on() -> None:
    villages = below(SHUANGXIN, BEFORE)
    gone = villages[0]
    into = {SHUANGXIN: "双新街道", NEW_TOWN: "新街道"}
    operations.split_division(code=SHUANGXIN, into=into, below={gone: "120112199001"}, on=ON, **WRITE)
    assert as_of(NEW_TOWN, ON) == "新街道"
    assert below(NEW_TOWN, ON) == ["120112199001"]
    assert below(SHUANGXIN, ON) == villages[1:]
    assert successors_on(code=SHUANGXIN, on=ON) == (SHUANGXIN, NEW_TOWN)
    assert predecessors_on(code=NEW_TOWN, on=BEFORE) == (SHUANGXIN,)
    assert Division.objects.filter(code=SHUANGXIN).count() == 1


def test_a_town_that_ends_by_splitting_must_say_where_everybody_goes() -> None:
    villages = below(SHUANGXIN, BEFORE)
    into = {NEW_TOWN: "新街道", "120112198": "又新街道"}
    with pytest.raises(ChildrenLeftBehind, match=villages[1]):
        operations.split_division(code=SHUANGXIN, into=into, below={villages[0]: "120112199001"}, on=ON, **WRITE)
    everybody = {code: f"120112199{code[9:]}" for code in villages}
    operations.split_division(code=SHUANGXIN, into=into, below=everybody, on=ON, **WRITE)
    assert len(below(NEW_TOWN, ON)) == len(villages)
    with pytest.raises(NoSuchDivision):
        division_as_of(code=SHUANGXIN, on=ON)


def test_towns_merge_into_one_of_them() -> None:
    villages = below(SHUANGLIN, BEFORE)
    kept = below(SHUANGXIN, BEFORE)
    moved = {code: f"120112001{900 + number}" for number, code in enumerate(villages)}
    operations.merge_divisions(
        codes=[SHUANGXIN, SHUANGLIN], into=SHUANGXIN, name="双新双林街道", below=moved, on=ON, **WRITE
    )
    assert as_of(SHUANGXIN, ON) == "双新双林街道"
    assert below(SHUANGXIN, ON) == [*kept, *moved.values()]
    assert successors_on(code=SHUANGLIN, on=ON) == (SHUANGXIN,)
    assert predecessors_on(code=SHUANGXIN, on=BEFORE) == (SHUANGXIN, SHUANGLIN)
    assert predecessors_on(code="120112001900", on=BEFORE) == (villages[0],)


def test_a_place_is_followed_through_several_changes() -> None:
    village = below(SHUANGXIN, BEFORE)[0]
    operations.move_division(code=SHUANGXIN, to_code="120111199", on=ON, **WRITE)
    operations.rename_division(code="120111199", name="西新街道", on=date(2028, 1, 1), **WRITE)
    operations.move_division(code="120111199", to_code=NEW_TOWN, on=LATER, **WRITE)
    last = f"120112199{village[9:]}"
    assert successors_on(code=village, on=LATER) == (last,)
    assert successors_on(code=village, on=date(2028, 6, 1)) == (f"120111199{village[9:]}",)
    assert predecessors_on(code=last, on=BEFORE) == (village,)
    assert [change.kind for change in changes_of(code="120111199")] == ["MOVED", "RENAMED", "MOVED"]


def test_a_code_given_out_anew_is_not_taken_for_the_old_place() -> None:
    operations.move_division(code=SHUANGXIN, to_code="120111199", on=ON, **WRITE)
    operations.create_division(code=SHUANGXIN, name="另一街道", on=date(2028, 1, 1), **WRITE)
    operations.move_division(code=SHUANGXIN, to_code="120111198", on=LATER, **WRITE)
    assert successors_on(code=SHUANGXIN, on=LATER) == ("120111199000",)
    assert successors_on(code=SHUANGXIN, since=date(2028, 6, 1), on=LATER) == ("120111198000",)


def test_a_division_is_set_up_and_abolished() -> None:
    operations.create_division(code=NEW_TOWN, name="新街道", on=ON, **WRITE)
    with pytest.raises(NoSuchDivision):
        division_as_of(code=NEW_TOWN, on=BEFORE)
    operations.abolish_division(code=NEW_TOWN, on=LATER, **WRITE)
    assert as_of(NEW_TOWN, date(2029, 12, 31)) == "新街道"
    assert successors_on(code=NEW_TOWN, since=ON, on=LATER) == ()
    with pytest.raises(NoSuchDivision):
        division_as_of(code=NEW_TOWN, on=LATER)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda: operations.rename_division(code="120112198", name="无", on=ON, **WRITE), NoSuchDivision),
        (lambda: operations.move_division(code=SHUANGXIN, to_code=SHUANGLIN, on=ON, **WRITE), CodeTaken),
        (lambda: operations.move_division(code=SHUANGXIN, to_code="120111", on=ON, **WRITE), WrongLevel),
        (lambda: operations.move_division(code=SHUANGXIN, to_code="120188001", on=ON, **WRITE), NoSuchDivision),
        (lambda: operations.create_division(code=SHUANGXIN, name="重", on=ON, **WRITE), CodeTaken),
        (lambda: operations.abolish_division(code=SHUANGXIN, on=ON, **WRITE), ChildrenLeftBehind),
        (
            lambda: operations.merge_divisions(codes=[SHUANGXIN, SHUANGLIN], into=NEW_TOWN, name="合", on=ON, **WRITE),
            ChildrenLeftBehind,
        ),
        (lambda: operations.rename_division(code=JINNAN, name="早", on=date(1950, 1, 1), **WRITE), AlreadyChanged),
    ],
)
def test_an_impossible_change_is_refused_and_leaves_nothing(
    change: Callable[[], object], problem: type[Exception]
) -> None:
    before = list(Division.objects.order_by("pk").values_list())
    entries = AuditEntry.objects.count()
    with pytest.raises(problem):
        change()
    assert list(Division.objects.order_by("pk").values_list()) == before
    assert AuditEntry.objects.count() == entries


def test_a_division_cannot_change_on_the_day_it_began() -> None:
    operations.rename_division(code=JINNAN, name="一", on=ON, **WRITE)
    with pytest.raises(ChangeTooEarly, match="2027-01-01"):
        operations.rename_division(code=JINNAN, name="二", on=ON, **WRITE)


def renamed() -> DivisionChange:
    change = DivisionChange.objects.create(kind="RENAMED", effective_on=ON, document=WRITE["document"])
    change.successions.create(from_code=JINNAN, to_code=JINNAN, effective_on=ON)
    return change


CHANGES: dict[str, Callable[[], object]] = {
    "divisions.rename": lambda: operations.rename_division(code=JINNAN, name="新", on=ON, **WRITE),
    "divisions.move": lambda: operations.move_division(code=SHUANGXIN, to_code=NEW_TOWN, on=ON, **WRITE),
    "divisions.split": lambda: operations.split_division(
        code=SHUANGXIN, into={SHUANGXIN: "双新街道", NEW_TOWN: "新街道"}, on=ON, **WRITE
    ),
    "divisions.merge": lambda: operations.merge_divisions(
        codes=[below(SHUANGXIN, ON)[0], below(SHUANGXIN, ON)[1]],
        into=below(SHUANGXIN, ON)[0],
        name="合",
        on=ON,
        **WRITE,
    ),
    "divisions.create": lambda: operations.create_division(code=NEW_TOWN, name="新", on=ON, **WRITE),
    "divisions.abolish": lambda: operations.abolish_division(code=below(SHUANGXIN, ON)[0], on=ON, **WRITE),
    "divisions.follow": lambda: operations.follow_change(change=renamed(), by=SYSTEM, at=AT),
    "divisions.wait": lambda: operations.wait_with_change(change=renamed(), by=SYSTEM, at=AT),
    "divisions.take_back": lambda: operations.take_back_change(change=renamed(), by=SYSTEM, at=AT),
    "divisions.load": lambda: operations.load_divisions(area=Area.of(JINNAN), by=SYSTEM, at=AT),
}


@pytest.mark.parametrize("verb", CHANGES)
def test_every_change_leaves_exactly_one_audit_entry(verb: str) -> None:
    entries = set(AuditEntry.objects.values_list("pk", flat=True))
    CHANGES[verb]()
    (last,) = AuditEntry.objects.exclude(pk__in=entries)
    assert (last.verb, last.actor, last.at) == (verb, "system", AT)
    assert verify().broken == ()


def test_every_operation_is_among_those_tried() -> None:
    names = {
        name for name, value in vars(operations).items() if getattr(value, "__module__", "") == operations.__name__
    }
    public = {name for name in names if not name.startswith("_")}
    assert {verb.partition(".")[2].partition("_")[0] for verb in CHANGES} == {name.partition("_")[0] for name in public}
