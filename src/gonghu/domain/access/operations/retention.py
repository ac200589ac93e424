"""How long records are kept, and what people decide when the time is over (保存期限与到期处理)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import RetentionDecision, RetentionRule
from gonghu.domain.access.officer import NotPermitted, authorise, day_of
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.privacy_terms import RecordKind, RetentionChoice
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards import division_code as division_codes


class DocumentMissing(ValueError):
    """A term of retention rests on no document."""


class NotKeptLonger(ValueError):
    """A record would be kept until a day that is over, or kept without a day."""


@transaction.atomic
def set_retention(
    *, division_code: str, record_kind: RecordKind, months: int | None, document: str, by: Actor, at: datetime
) -> RetentionRule:
    """
    Say how many months a kind of record is kept after closing (设定保存期限), or for good; the document says why.

    :raises NotPermitted: the actor sets no rules there
    :raises DocumentMissing: no document is named
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.SET_RULES, code)
    if not document.strip():
        raise DocumentMissing("请写明依据文件，如本级档案保管期限表")
    rule, _ = RetentionRule.objects.everywhere("the rule of a division").update_or_create(
        division_code=code, record_kind=record_kind, defaults={"months": months, "document": document.strip()}
    )
    record(
        by=by,
        at=at,
        verb="access.set_retention",
        subject_kind="area",
        subject_key=code,
        detail={"kind": record_kind.value, "months": months, "document": rule.document},
        district=code[:6],
    )
    return rule


@transaction.atomic
def decide_retention(
    *,
    record_kind: RecordKind,
    record_key: UUID,
    division_code: str,
    choice: RetentionChoice,
    reason: str,
    by: Actor,
    at: datetime,
    until_on: date | None = None,
) -> RetentionDecision:
    """
    Decide about one record whose time is over (到期处理): keep it on, hand it to the archive, or let it be destroyed.

    Nothing is removed by this; whoever destroys a record does it on the strength of the decision.

    :raises NotPermitted: the actor approves no access there, or is the system
    :raises PurposeMissing: no reason is given
    :raises NotKeptLonger: the day until which it is kept is missing or over
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.APPROVE_ACCESS, code)
    if by.account is None:
        raise NotPermitted("到期处理须由人决定")
    if not reason.strip():
        raise PurposeMissing("请写明处理理由")
    kept = until_on if choice is RetentionChoice.KEEP else None
    if choice is RetentionChoice.KEEP and (kept is None or kept <= day_of(at)):
        raise NotKeptLonger("继续保存须写明到哪一天，且晚于今天")
    decision = RetentionDecision.objects.create(
        record_kind=record_kind,
        record_key=record_key,
        division_code=code,
        choice=choice,
        until_on=kept,
        reason=reason.strip(),
        decided_by_id=by.account,
        decided_at=at,
    )
    record(
        by=by,
        at=at,
        verb="access.decide_retention",
        subject_kind="child" if record_kind is RecordKind.CHILD_FILE else "record",
        subject_key=str(record_key),
        purpose=decision.reason,
        detail={"kind": record_kind.value, "choice": choice.value, "until_on": kept.isoformat() if kept else None},
        district=code[:6],
    )
    return decision
