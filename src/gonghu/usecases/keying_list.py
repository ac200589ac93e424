"""
What the national system must be told (待录入清单): grants begun, changed, ended become rows that an officer keys in.

The national system has no interface that is open to us: an officer keys a row in and says when. Doing this again lists
nothing twice.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Ending, Grant
from gonghu.domain.benefits.operations import FIELD_LABELS
from gonghu.domain.benefits.queries import GrantsWanted, endings_in, grants_wanted
from gonghu.domain.benefits.terms import CareForm, DecisionKind, EndingState, EndReason
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.operations import KeyingWanted, list_for_keying
from gonghu.domain.insurance.terms import KeyingKind
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.registry import job

_TELLS: Final = {
    EndReason.RELEASED: SealedKind.PRISON,
    EndReason.DETOXED: SealedKind.DETOX,
    EndReason.ADOPTED: SealedKind.ADOPTION,
}
_LATE: Final = timedelta(days=366)
_GRANT: Final = "grant"
_ENDING: Final = "ending"


@transaction.atomic
def bring_keying_list_up_to_date(*, area: Area | None = None, by: Actor, at: datetime) -> int:
    """
    List what was decided of late and has to be keyed in, and say how many rows are new (更新待录入清单).

    What was decided a year ago and more is taken as known there.

    :raises NotPermitted: the actor manages no insurance and keying in one of the places
    """
    return list_for_keying(wanted=[*_begun(area, by, at), *_ended(by, at, area)], by=by, at=at)


@job("更新待录入清单")
def list_what_to_key_in(*, by: Actor, at: datetime, **_context: object) -> Mapping[str, int]:
    """List every night what the day has brought."""
    return {"listed": bring_keying_list_up_to_date(by=by, at=at)}


def _begun(area: Area | None, by: Actor, at: datetime) -> Iterator[KeyingWanted]:
    """Give a row for every living allowance begun or changed; gifts and help paid once are not keyed in."""
    found = grants_wanted(scope=reached_by(by), wanted=GrantsWanted(area=area)).select_related("decision")
    for grant in found.filter(decision__at__gte=at - _LATE).iterator(chunk_size=2_000):
        line = _line(grant, at)
        if line is None:
            continue
        changed = grant.decision.kind == DecisionKind.CHANGE
        yield KeyingWanted(
            child=grant.child_id,
            division_code=grant.division_code,
            category=grant.category,
            kind=KeyingKind.CHANGE if changed else KeyingKind.ADD,
            source_kind=_GRANT,
            source_key=grant.pk,
            arose_on=day_of(grant.decision.at),
            grant=grant.pk,
            facts={
                "line": grant.line,
                "care_form": str(CareForm(grant.care_form).label),
                "from_month": f"{grant.from_month:%Y-%m}",
                "decision": grant.decision.number,
                "decided_on": day_of(grant.decision.at).isoformat(),
            },
        )


def _ended(by: Actor, at: datetime, area: Area | None) -> Iterator[KeyingWanted]:
    found = endings_in(scope=reached_by(by), states=(EndingState.DECIDED,)).filter(decision__at__gte=at - _LATE)
    for ending in found.iterator(chunk_size=2_000):
        if (area and not area.holds(ending.division_code)) or _line(ending.grant, at) is None:
            continue
        reason = EndReason(ending.reason)
        yield KeyingWanted(
            child=ending.child_id,
            division_code=ending.division_code,
            category=ending.category,
            kind=KeyingKind.LEAVE,
            source_kind=_ENDING,
            source_key=ending.pk,
            arose_on=ending.left_on,
            grant=ending.grant_id,
            facts={
                "line": ending.grant.line,
                "sealed": _TELLS[reason].value if reason in _TELLS else "",
                "reason": str(reason.label),
                "happened_on": ending.happened_on.isoformat(),
                "left_on": ending.left_on.isoformat(),
                "last_month": f"{ending.last_month:%Y-%m}",
                "more": _more(ending),
                "papers": len(ending.papers),
            },
        )


def _line(grant: Grant, at: datetime) -> str | None:
    """Name the line of a grant where the national system has it: what is paid every month for a living."""
    try:
        line = line_of(code=grant.line, division_code=grant.division_code, on=day_of(at))
    except LineUnknown:
        return None
    return line.name if line.living else None


def _more(ending: Ending) -> str:
    """Write what the leave form asks for beside the rest."""
    return "；".join(f"{FIELD_LABELS.get(name, name)}：{value}" for name, value in sorted(ending.facts.items()))
