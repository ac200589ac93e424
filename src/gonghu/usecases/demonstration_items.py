"""
The collection form in the demonstration (演示的信息采集): what the national form asks of some children.

Two who know nothing of each other say of one home whose it is: both words stand until somebody chooses.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import officer
from gonghu.domain.people.models import Child
from gonghu.domain.visits.queries import visits_in
from gonghu.domain.visits.terms import VisitOutcome
from gonghu.usecases.demonstration_visits import Rounds, seen_by

_FORM: Final = "child_dictionary"
_DAY: Final = 14
_TOLD: Final[Mapping[str, object]] = {
    "number_state": "YES", "residence": "AGRICULTURAL", "full_capacity": "NO", "blood": "O", "health_kinds": "HEALTHY",
    "insurance": "AIDED", "school_stage": "PRIMARY", "school_state": "ENROLLED", "school_years": "6", "term": "FIRST",
    "tutor": "王老师", "tutor_phone": "10000000003", "after_class": "YES", "street": "NONE",
    "father_known": "YES", "father_state": "OTHER", "mother_known": "YES", "mother_state": "OTHER",
    "left_state": "NONE", "care_kind": "GUARDIAN", "subsidy": "UNKNOWN",
}  # fmt: skip
_HOMES: Final[Sequence[Mapping[str, object]]] = (
    {"height": "138", "weight": "32.5", "poor": "LOW_INCOME", "income": "18000", "housing": "OWN"},
    {"height": "121", "weight": "23", "poor": "", "income": "26000", "housing": "RENTED"},
    {"height": "146", "weight": "36", "poor": "FILED EDGE", "income": "15500", "housing": "RELATIVES"},
)
_OTHERWISE: Final[Mapping[str, object]] = {"housing": "RELATIVES"}


def collect_some(rounds: Rounds, day: int, at: datetime) -> None:
    """Let directors fill the collection form in for a child each, and one supervisor who had not seen it."""
    if day != _DAY:
        return
    met = [(code, director, _met(director, at)) for code, director in rounds.office.directors.items()]
    visited = [(code, director, child) for code, director, child in met if child]
    for (code, director, child), home in zip(visited, _HOMES, strict=False):
        before, said = seen_by(child, officer(account=director, at=at), at), {**_TOLD, "visited_on": at.date()}
        rounds.send(director, _FORM, child.pk, {**said, **home}, at, before)
        supervisor = rounds.office.supervisors.get(code[:9])
        if supervisor and child == visited[0][2]:
            rounds.send(supervisor, _FORM, child.pk, {**said, **home, **_OTHERWISE}, at, before)


def _met(director: Account, at: datetime) -> Child | None:
    met = visits_in(scope=officer(account=director, at=at).scope).filter(
        outcome=VisitOutcome.MET, child__closed_on=None
    )
    visit = met.select_related("child").first()
    return visit.child if visit else None
