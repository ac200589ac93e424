"""How long ago the children of a place were last seen, against a plain count."""

from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import AT, FIRST, ON, SECOND, Town, employ, town

from gonghu.domain.divisions.terms import Area
from gonghu.domain.visits.facts import ChildAtVisit, VisitFacts
from gonghu.domain.visits.operations import record_visit
from gonghu.domain.visits.queries import TooWide, freshness, visits_due
from gonghu.domain.visits.terms import VisitKind, VisitOutcome
from gonghu.foundation.acting import SYSTEM

__all__ = ["employ", "town"]
pytestmark = pytest.mark.django_db
NEVER = date(1900, 1, 1)


def test_the_middle_child_and_the_share_overdue_are_those_of_a_plain_count(town: Town) -> None:
    random, last = Random(5), {}
    for number in range(24):
        child = children.child(f"张小{number}", village=random.choice([FIRST, SECOND]), opened_on=ON - timedelta(400))
        last[child.pk] = (child.division_code, NEVER)
        for _visit in range(random.randrange(3)):
            on = ON - timedelta(days=random.randrange(1, 300))
            outcome = random.choice([VisitOutcome.MET, VisitOutcome.MET, VisitOutcome.NOT_AT_HOME])
            facts = VisitFacts(uuid4(), VisitKind.REGULAR, outcome, on)
            record_visit(child=ChildAtVisit(child.pk, child.division_code), facts=facts, by=SYSTEM, at=AT)
            if outcome == VisitOutcome.MET:
                last[child.pk] = (child.division_code, max(last[child.pk][1], on))
    scope = acting(town.supervisor).scope
    late = [each.division_code for each in visits_due(scope=scope, on=ON, until=ON - timedelta(days=1))]
    found = {each.division_code: each for each in freshness(scope=scope, area=Area.of(FIRST[:9]), on=ON)}
    assert set(found) == {FIRST, SECOND}
    for code, row in found.items():
        days = [day for place, day in last.values() if place == code]
        middle = sorted((ON - day).days for day in days)[(len(days) - 1) // 2]
        assert (row.children, row.never, row.overdue) == (len(days), days.count(NEVER), late.count(code))
        assert row.days == (middle if middle < (ON - NEVER).days else None)
        assert row.arrived_at == AT
        assert (row.share == 0) == (row.overdue == 0)


def test_more_than_a_county_is_refused(town: Town) -> None:
    with pytest.raises(TooWide):
        freshness(scope=acting(town.supervisor).scope, area=Area.of("120000000000"), on=ON)
