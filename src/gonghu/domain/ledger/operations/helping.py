"""Help from others than the state (社会帮扶): recorded, and taken back where it was wrong."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models import HelpReceived
from gonghu.domain.ledger.terms import HelpKind
from gonghu.domain.people.queries import children_in
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record


class HelpNotFound(LookupError):
    """There is no such child or record, or none that the actor works on."""


@transaction.atomic
def record_help(
    *,
    child: UUID,
    kind: HelpKind,
    giver: str,
    words: str,
    amount_fen: int | None,
    given_on: date,
    by: Actor,
    at: datetime,
) -> HelpReceived:
    """
    Record what somebody who is not the state gave a child (登记社会帮扶).

    :raises HelpNotFound: the actor keeps no file of such a child
    """
    found = children_in(scope=reached_by(by).holding(Permission.EDIT_CHILDREN)).filter(pk=child).first()
    if found is None:
        raise HelpNotFound(f"没有编号为 {child} 的儿童，或不归您维护")
    help_given = HelpReceived.objects.create(
        child=found, division_code=found.division_code, kind=kind, giver=giver.strip(), words=words.strip(),
        amount_fen=amount_fen, given_on=given_on, by_id=by.account, label=by.label[:100], at=at,
    )  # fmt: skip
    _record("record_help", help_given, by, at)
    return help_given


@transaction.atomic
def take_back_help(*, help_given: UUID, reason: str, by: Actor, at: datetime) -> HelpReceived:
    """
    Say that a record of help was wrong (更正社会帮扶): a row of its own that names it.

    :raises HelpNotFound: there is none such, or it was taken back before
    """
    rows = HelpReceived.objects.visible_to(reached_by(by), Permission.EDIT_CHILDREN)
    wrong = rows.filter(pk=help_given, takes_back__isnull=True, taken_back_by__isnull=True).first()
    if wrong is None:
        raise HelpNotFound(f"没有编号为 {help_given} 的帮扶记录，或已更正")
    back = HelpReceived.objects.create(
        child_id=wrong.child_id, division_code=wrong.division_code, kind=wrong.kind, giver=wrong.giver,
        words=reason.strip(), amount_fen=wrong.amount_fen, given_on=wrong.given_on, takes_back=wrong,
        by_id=by.account, label=by.label[:100], at=at,
    )  # fmt: skip
    _record("take_back_help", back, by, at)
    return back


def _record(verb: str, row: HelpReceived, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=f"ledger.{verb}",
        subject_kind="help",
        subject_key=str(row.pk),
        detail={"kind": row.kind},
        district=row.division_code[:6],
    )
