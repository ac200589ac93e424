"""Other help a child has already (已领其他救助): recorded by hand, or taken from what a register said."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import Officer, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import OtherBenefit
from gonghu.domain.benefits.terms import OtherKind
from gonghu.domain.benefits.writing import record_benefit
from gonghu.foundation.acting import Actor


class HelpOverlaps(ValueError):
    """The child has help of that kind in some of these months already."""


class SourceMissing(ValueError):
    """Nobody knows where the figure comes from."""


@dataclass(frozen=True, slots=True)
class OtherHelp:
    """What a child has a month of a kind, from one month to another (已领救助), and who says so."""

    child: UUID
    division_code: str
    category: str
    kind: OtherKind
    monthly_fen: int
    from_month: date
    to_month: date | None
    source: str
    evidence: str = ""
    finding: UUID | None = None


@transaction.atomic
def record_other_benefit(*, help_had: OtherHelp, by: Actor, at: datetime) -> OtherBenefit:
    """
    Write down what else a child has (登记已领救助); what is owed of the living line is worked out anew from it.

    :raises NotPermitted: the actor neither checks nor confirms there
    :raises SourceMissing: who says so is not said
    :raises HelpOverlaps: help of that kind is on file for some of the months
    """
    _authorise(by, help_had.division_code)
    if not help_had.source.strip():
        raise SourceMissing("请写明来源（哪一份名单、哪一件证明）")
    made = OtherBenefit(
        child_id=help_had.child,
        division_code=help_had.division_code,
        category=help_had.category,
        kind=help_had.kind,
        seat=f"{help_had.child}:{help_had.kind}",
        monthly_fen=help_had.monthly_fen,
        from_on=help_had.from_month.replace(day=1),
        to_on=end_of_month(help_had.to_month) if help_had.to_month else None,
        source=help_had.source.strip(),
        evidence=help_had.evidence.strip(),
        finding_id=help_had.finding,
        recorded_at=at,
        recorded_by_id=by.account,
    )
    _save(made)
    _record("record_other_benefit", made, by, at)
    return made


@transaction.atomic
def end_other_benefit(*, other: UUID, to_month: date, by: Actor, at: datetime) -> OtherBenefit:
    """
    Write down the last month of other help (终止已领救助).

    :raises NotPermitted: the actor neither checks nor confirms there
    :raises HelpOverlaps: that month comes before the first
    """
    rows = OtherBenefit.objects.everywhere("other help that ends").select_for_update(of=("self",))
    found = rows.get(pk=other)
    _authorise(by, found.division_code)
    found.to_on = end_of_month(to_month)
    _save(found)
    _record("end_other_benefit", found, by, at)
    return found


def end_of_month(day: date) -> date:
    """Give the last day of a month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _save(row: OtherBenefit) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise HelpOverlaps("这几个月里已登记有同一种救助，或终止月份早于起始月份；请先改那一条") from problem


def _authorise(by: Actor, division_code: str) -> None:
    if isinstance(by, Officer) and by.scope.allows(Permission.CONFIRM_APPLICATIONS, division_code):
        return
    authorise(by, Permission.CHECK_APPLICATIONS, division_code)


def _record(verb: str, row: OtherBenefit, by: Actor, at: datetime) -> None:
    detail = {"child": str(row.child_id), "kind": str(row.kind)}
    record_benefit(verb, "other_benefit", row.pk, row.district, detail, by, at)
