"""Findings go from run to run as a slow, plain reference says, and taking a run back leaves what was there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.children import child
from tests.findings import VILLAGE, reason, seen, stored

from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.models import CountyTally, Finding, FindingTally, FindingTurn, Run
from gonghu.domain.policies.operations import RunNotUndoable, findings_follow_child, recount_findings, undo_run
from gonghu.domain.policies.operations.standing import move
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies
from gonghu.domain.policies.queries import figures_by_place, funnel
from gonghu.domain.policies.terms import VERDICT_STATES, FindingState, Verdict
from gonghu.foundation.acting import SYSTEM

pytestmark = pytest.mark.django_db

WHY = "a test looks"
AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
TOLD = [reason("not_protected", "甲"), reason("not_protected", "乙"), reason("to_verify", "丙")]
Known = dict[tuple[UUID, str], tuple[str, str, str]]
"""State, verdict and fingerprint by child and policy."""


def rows() -> Any:
    return Finding.objects.everywhere(WHY)


def tallied() -> set[tuple[str, str, int]]:
    found = FindingTally.objects.everywhere(WHY).filter(findings__gt=0)
    return set(found.values_list("policy", "state", "findings"))


def standing() -> Known:
    return {
        (each.child_id, each.policy): (each.state, each.verdict, each.told.fingerprint)
        for each in rows().select_related("told")
    }


def expected(before: Known, found: dict[tuple[UUID, str], str], last: set[tuple[UUID, str]]) -> Known:
    """What the documents say becomes of findings, one at a time."""
    after = dict(before)
    for key, told in found.items():
        state, verdict, old = before.get(key, ("NEW", "", ""))
        if state == "RECOGNISED":
            after[key] = (state, verdict, told)
        elif state in {"NEW", "GONE", "SETTLED"} or told != old:
            after[key] = ("OPEN", "", told)
    for key, (state, verdict, old) in before.items():
        if key not in found and key in last and state in {"OPEN", "CONFIRMED"}:
            after[key] = ("GONE" if state == "OPEN" else "SETTLED", verdict, old)
    return after


found_by_child = some.dictionaries(some.integers(0, 3), some.sets(some.integers(0, 2), max_size=2))
verdicts = some.lists(some.tuples(some.integers(0, 3), some.sampled_from(list(Verdict)[1:])), max_size=2)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=some.lists(some.tuples(found_by_child, verdicts), max_size=4))
def test_findings_go_from_run_to_run_as_the_reference_says(history: list[tuple[Any, Any]]) -> None:

    with transaction.atomic():
        children = [child(f"孩子{number}").pk for number in range(4)]
        last: set[tuple[UUID, str]] = set()
        for turn, (found, said) in enumerate(history):
            seen_now: dict[tuple[UUID, str], Any] = {}
            for number, tellings in found.items():
                for each in sorted(tellings):
                    seen_now[children[number], TOLD[each].policy] = TOLD[each]
            before = standing()
            findings = [seen(key, told, stake_fen=100) for (key, _policy), told in seen_now.items()]
            stored(findings, TOLD, at=AT + timedelta(days=turn))
            prints = {key: told.fingerprint for key, told in seen_now.items()}
            assert standing() == expected(before, prints, last)
            last = set(prints)
            for number, verdict in said:
                mine = rows().filter(child_id=children[number], state__in=["OPEN", "CONFIRMED"])
                move(list(mine), state=VERDICT_STATES[verdict], verdict=verdict, at=AT)
            assert recount_findings(by=SYSTEM, at=AT) == 0
        transaction.set_rollback(True)


def test_a_province_a_county_and_a_town_are_told_the_same_sums() -> None:
    other_county, other_town = "120111001001", "120112101201"
    found = [
        seen(child(name).pk, TOLD[each], place=place, stake_fen=300)
        for name, each, place in (("甲一", 0, VILLAGE), ("乙二", 2, other_town), ("丙三", 0, other_county))
    ]
    stored(found, TOLD, at=AT, division="120100000000")
    move(list(rows().filter(division_code=VILLAGE)), state=FindingState.CONFIRMED, verdict=Verdict.CONFIRMED, at=AT)

    def told(area: str, reached: str = "12") -> list[tuple[int, int]]:
        scope = Scope((Reach(Area.of(reached), frozenset({Permission.SEE_FIGURES})),))
        places = figures_by_place(scope=scope, area=Area.of(area))
        leads = funnel(scope=scope, area=Area.of(area))
        return [
            (sum(each.live for each in places), sum(each.stake_fen for each in places)),
            (leads.leads, leads.verified),
        ]

    assert told("12") == told("1201") == [(3, 900), (3, 1)]
    assert told("120112") == told("1201", reached="120112") == [(2, 600), (2, 1)]
    assert told("120112100") == told("12", reached="120112100") == [(1, 300), (1, 1)]


def test_many_tallies_are_added_to_and_new_ones_begin() -> None:
    villages = [f"{number:012d}" for number in range(120112100201, 120112103201)]
    for times, places in ((2, villages[:2_000]), (1, villages)):
        delta = Delta()
        for place in places:
            delta.count((place, "not_protected", "ORPHAN", "OPEN", ""), 100, times=times)
        add_to_tallies(delta)
    sums = FindingTally.objects.everywhere(WHY).values_list("findings").annotate(Count("pk")).order_by("findings")
    assert list(sums) == [(1, 1_000), (3, 2_000)]
    whole = CountyTally.objects.everywhere(WHY).get()
    assert (whole.division_code, whole.findings, whole.stake_fen) == ("120112000000", 7_000, 700_000)


def test_a_refuted_finding_comes_back_only_when_its_facts_change() -> None:
    at, one = AT, child().pk
    stored([seen(one, TOLD[0])], TOLD, at=at)
    move(list(rows()), state=FindingState.REFUTED, verdict=Verdict.REFUTED, at=at)
    stored([seen(one, TOLD[0])], TOLD, at=at + timedelta(days=1))
    assert rows().get().state == FindingState.REFUTED
    _run, result = stored([seen(one, TOLD[1])], TOLD, at=at + timedelta(days=2))
    assert (rows().get().state, rows().get().verdict, result.changed) == (FindingState.OPEN, "", 1)
    assert [each.child for each in result.to_verify] == [one]


def test_taking_a_run_back_leaves_everything_as_it_stood() -> None:
    at = AT
    one, other, third = (child(name).pk for name in ("甲一", "乙二", "丙三"))
    stored([seen(one, TOLD[0]), seen(other, TOLD[2], stake_fen=300)], TOLD, at=at)
    move(list(rows().filter(child_id=one)), state=FindingState.CONFIRMED, verdict=Verdict.CONFIRMED, at=at)
    before = list(rows().order_by("pk").values())
    tallies = set(
        FindingTally.objects.everywhere(WHY).filter(findings__gt=0).values_list("policy", "state", "findings")
    )
    run, _result = stored([seen(one, TOLD[1]), seen(third, TOLD[0])], TOLD, at=at + timedelta(days=1))
    assert FindingTurn.objects.filter(run=run).count() == 2

    undone = undo_run(run=run.pk, by=SYSTEM, at=at)

    assert list(rows().order_by("pk").values()) == before
    assert (undone.removed, undone.restored, undone.kept, undone.children) == (1, 2, 0, (third,))
    assert tallied() == tallies
    assert recount_findings(by=SYSTEM, at=at) == 0


def test_only_the_last_run_of_a_place_is_taken_back() -> None:
    at, one = AT, child().pk
    first, _result = stored([seen(one, TOLD[0])], TOLD, at=at)
    stored([seen(one, TOLD[0])], TOLD, at=at + timedelta(days=1))
    with pytest.raises(RunNotUndoable):
        undo_run(run=first.pk, by=SYSTEM, at=at)
    assert Run.objects.everywhere(WHY).get(pk=first.pk).state == "DONE"


def test_whoever_moved_away_is_missed_by_the_rosters_here_and_still_asks() -> None:
    at, one, elsewhere = AT, child().pk, "120111103201"
    stored([seen(one, TOLD[0])], TOLD, at=at)
    findings_follow_child(child=one, division_code=elsewhere, by=SYSTEM, at=at)
    _run, result = stored([], TOLD, at=at + timedelta(days=1))
    assert (rows().get().state, rows().get().division_code, result.gone) == (FindingState.OPEN, elsewhere, 0)
    _run, result = stored([seen(one, TOLD[0], place=elsewhere)], TOLD, at=at, division="120111000000")
    assert (rows().get().state, result.new, result.went_on) == (FindingState.OPEN, 0, 1)
    stored([], TOLD, at=at + timedelta(days=2), division="120111000000")
    assert rows().get().state == FindingState.GONE
    assert recount_findings(by=SYSTEM, at=at) == 0


def test_a_run_of_another_place_leaves_findings_alone() -> None:
    at, one = AT, child().pk
    stored([seen(one, TOLD[0])], TOLD, at=at)
    stored([], TOLD, at=at + timedelta(days=1), division=VILLAGE[:9] + "000")
    assert rows().get().state == FindingState.OPEN
