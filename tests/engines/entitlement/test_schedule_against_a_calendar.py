"""The engine against somebody with a calendar and a pencil, for lives nobody would think of."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gonghu.engines.entitlement import (
    INSTITUTION,
    SCATTERED,
    GrantTerms,
    OtherSpan,
    Step,
    added_to,
    differences,
    month_of,
    months_in,
    owed,
    runs_of,
    total_of,
)

from .conftest import Making
from .plain_calculator import Life, defacto_month

COUNTIES = ("360102", "360103", "360104")
FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 900).map(lambda days: FIRST + timedelta(days=days))
KINDS = st.sampled_from(["SUBSISTENCE", "DESTITUTE", "DISABILITY_LIVING"])
FEN = st.integers(0, 200_000)


def dated(changes: dict[date, Any]) -> list[tuple[date, Any]]:
    return sorted(changes.items())


@st.composite
def lives(draw: st.DrawFn) -> Life:
    return Life(
        standards={
            county: [
                (FIRST - timedelta(days=31), draw(FEN)),
                *dated(draw(st.dictionaries(DAYS, FEN, max_size=2))),
            ]
            for county in COUNTIES
        },
        others=[
            (kind, fen, begins, None if lasts is None else begins + timedelta(days=lasts))
            for kind, fen, begins, lasts in draw(
                st.lists(st.tuples(KINDS, FEN, DAYS, st.none() | st.integers(0, 300)), max_size=3)
            )
        ],
        moves=dated(draw(st.dictionaries(DAYS, st.sampled_from(COUNTIES), max_size=3))),
        care_changes=dated(draw(st.dictionaries(DAYS, st.sampled_from([INSTITUTION, SCATTERED]), max_size=2))),
        days={
            name: draw(st.sampled_from([0, 1, 15, 29, 31]))
            for name in ("standard_day", "others_day", "care_day", "move_day")
        },
    )


@given(life=lives(), begins=st.integers(0, 20), lasts=st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_what_is_owed_is_what_a_calendar_and_a_pencil_give(
    standards_for: Making, life: Life, begins: int, lasts: int
) -> None:
    first = month_of(FIRST) + begins
    figures = {county: {"defacto_standard": dated} for county, dated in life.standards.items()}
    standards = standards_for("defacto_allowance", figures, life.days)
    terms = GrantTerms(
        "defacto_allowance",
        life.county,
        first,
        first + lasts,
        moves=tuple(Step(on, county) for on, county in life.moves),
        care_changes=tuple(Step(on, care) for on, care in life.care_changes),
    )
    months = owed(terms, standards, [OtherSpan(*other) for other in life.others], first + 40)
    plain = [defacto_month(life, month // 12, month % 12 + 1) for month in range(first, first + lasts + 1)]
    assert [(m.division, m.care, m.amount_fen) for m in months] == plain
    assert all(m.standard_fen - m.deducted_fen == m.amount_fen for m in months)


@given(due=st.lists(FEN, max_size=6), had=st.dictionaries(st.integers(24240, 24250), FEN))
def test_differences_bring_what_was_had_to_what_is_owed(
    standards_for: Making, due: list[int], had: dict[int, int]
) -> None:
    changes = [(date(2020, n + 1, 1), fen) for n, fen in enumerate(due)]
    figures = {"360102": {"defacto_standard": changes}}
    terms = GrantTerms("defacto_allowance", "360102", 24240, 24239 + len(due))
    months = owed(terms, standards_for("defacto_allowance", figures), (), 24260)
    settled = dict(had)
    for month, fen in differences(months, had):
        settled[month] = settled.get(month, 0) + fen
    assert {m: fen for m, fen in settled.items() if fen} == {24240 + n: fen for n, fen in enumerate(due) if fen}


MONTHS, SMALL = st.integers(24230, 24250), st.integers(-5, 5)


@given(had=st.dictionaries(MONTHS, SMALL), more=st.lists(st.tuples(MONTHS, SMALL)))
def test_runs_tell_the_same_as_the_months_they_are_made_of(had: dict[int, int], more: list[tuple[int, int]]) -> None:
    kept = {month: fen for month, fen in had.items() if fen}
    assert months_in(runs_of(had)) == kept
    for month, fen in more:
        had[month] = had.get(month, 0) + fen
    assert added_to(runs_of(kept), more) == runs_of(had)
    assert total_of(runs_of(had)) == sum(had.values())
