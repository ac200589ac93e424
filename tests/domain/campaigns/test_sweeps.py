"""Sweeps from door to door: what the totals say, against a plain list of what happened."""

import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from gonghu.domain.access.officer import reached_by
from gonghu.domain.campaigns.models import SweptHousehold
from gonghu.domain.campaigns.operations import list_households, mark_household, open_sweep
from gonghu.domain.campaigns.operations.sweeping import SweepUnclear
from gonghu.domain.campaigns.queries import households_swept, sweep_totals
from gonghu.domain.campaigns.terms import REACHED, DoorOutcome, HouseholdListed
from gonghu.foundation.acting import SYSTEM

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FROM, TO = date(2026, 11, 2), date(2026, 11, 30)
DISTRICT, VILLAGES, ELSEWHERE = "120112000000", ("120112100201", "120112100202"), "120111001001"


def test_totals_are_those_of_a_plain_list_with_additions_apart() -> None:
    dice = random.Random(20261120)
    sweep = open_sweep(name="摸排", division_code=DISTRICT, from_on=FROM, to_on=TO, by=SYSTEM, at=AT).pk
    plain: dict[tuple[str, str], tuple[bool, str]] = {}
    for _ in range(80):
        code, label = dice.choice(VILLAGES), f"{dice.randint(1, 25)} 号"
        known = plain.get((code, label))
        if known is None:
            is_fixed = any(outcome for (village, _label), (_added, outcome) in plain.items() if village == code)
            plain[code, label] = (is_fixed, "")
            wanted = [HouseholdListed(code, label), HouseholdListed(code, label.replace(" ", ""))]
            added = list_households(sweep=sweep, households=wanted, by=SYSTEM, at=AT)
            assert (added.listed, added.additions, added.known) == (int(not is_fixed), int(is_fixed), 1)
        elif dice.random() < 0.7:
            outcome = dice.choice(list(DoorOutcome))
            found = {(row.division_code, row.label): row.pk for row in SweptHousehold.objects.everywhere("test")}
            mark_household(household=found[code, label], outcome=outcome, seen_on=FROM, by=SYSTEM, at=AT)
            plain[code, label] = (known[0], outcome.value)
    for total in sweep_totals(sweep=sweep, scope=reached_by(SYSTEM)):
        here = [said for (code, _label), said in plain.items() if code == total.division_code]
        listed = Counter(outcome for is_addition, outcome in here if not is_addition)
        added_ones = [outcome for is_addition, outcome in here if is_addition]
        assert (total.listed, total.rest) == (sum(listed.values()), listed[""])
        told = (total.visited, total.absent, total.refused, total.found)
        assert told == tuple(listed[outcome.value] for outcome in DoorOutcome)
        assert total.additions == len(added_ones) > 0
        assert total.additions_reached == sum(outcome in REACHED for outcome in added_ones)
        assert total.additions_found == added_ones.count("FOUND")
    rows = households_swept(sweep=sweep, scope=reached_by(SYSTEM))
    numbers = {code: [row.number for row in rows if row.division_code == code] for code in VILLAGES}
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(SweepUnclear, match="名称"):
        open_sweep(name=" ", division_code=DISTRICT, from_on=FROM, to_on=TO, by=SYSTEM, at=AT)
    sweep = open_sweep(name="摸排", division_code=DISTRICT, from_on=FROM, to_on=TO, by=SYSTEM, at=AT).pk
    for wanted, why in ((HouseholdListed(ELSEWHERE, "一号"), "范围"), (HouseholdListed(VILLAGES[0], " "), "哪一户")):
        with pytest.raises(SweepUnclear, match=why):
            list_households(sweep=sweep, households=[wanted], by=SYSTEM, at=AT)
    list_households(sweep=sweep, households=[HouseholdListed(VILLAGES[0], "一号")], by=SYSTEM, at=AT)
    (row,) = SweptHousehold.objects.everywhere("test")
    for day, why in ((date(2026, 11, 1), "这一轮之内"), (date(2026, 11, 21), "今天")):
        with pytest.raises(SweepUnclear, match=why):
            mark_household(household=row.pk, outcome=DoorOutcome.VISITED, seen_on=day, by=SYSTEM, at=AT)
