"""What somebody may read of purposes, consents and terms (个人信息保护的查询)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.models import AccessGrant, BreakGlass, Consent, Purpose, RetentionDecision, RetentionRule
from gonghu.domain.access.officer import day_of
from gonghu.domain.access.privacy_terms import FIRST_MONTHS, RecordKind, RetentionChoice
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.intervals import holding_on


@dataclass(frozen=True, slots=True)
class ClosedRecord:
    """A record that is no longer worked on (已办结的记录), and since when."""

    kind: RecordKind
    key: UUID
    division_code: str
    closed_on: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class RecordOver:
    """A record whose time is over and about which nobody has decided (到期待处理的记录)."""

    record: ClosedRecord
    over_on: date


def purposes_in(*, scope: Scope, on: date) -> QuerySet[Purpose]:
    """Give the purposes in force on a day in the register of the bureaus that somebody oversees."""
    return Purpose.objects.visible_to(scope).filter(holding_on(on)).order_by("division_code", "title")


def purpose_by_key(*, key: UUID, scope: Scope) -> Purpose | None:
    """Give one purpose, if it is in scope."""
    return Purpose.objects.visible_to(scope).filter(pk=key).first()


def consents_of(*, children: Iterable[UUID], scope: Scope) -> QuerySet[Consent]:
    """Give what was agreed to for a child, by all the keys it has, the last first."""
    return Consent.objects.visible_to(scope).filter(child_key__in=list(children)).order_by("-given_on", "scope")


def consent_by_key(*, key: UUID, scope: Scope) -> Consent | None:
    """Give one consent, if its child is in scope."""
    return Consent.objects.visible_to(scope).filter(pk=key).first()


def retention_rules(*, scope: Scope) -> QuerySet[RetentionRule]:
    """Give the terms of retention that divisions have set, by place."""
    return RetentionRule.objects.visible_to(scope).order_by("division_code", "record_kind")


def closed_records(*, scope: Scope, on: date) -> Iterator[ClosedRecord]:
    """List the closed records of access itself: grants, emergencies, consents."""
    grants = AccessGrant.objects.visible_to(scope)
    for grant in grants.filter(until_on__lt=on) | grants.filter(ended_at__isnull=False):
        ended = min(grant.until_on, day_of(grant.ended_at)) if grant.ended_at else grant.until_on
        yield ClosedRecord(RecordKind.ACCESS_GRANT, grant.pk, grant.division_code, ended, grant.purpose)
    for each in BreakGlass.objects.visible_to(scope).filter(reviewed_at__isnull=False):
        closed = day_of(each.reviewed_at) if each.reviewed_at else on
        yield ClosedRecord(RecordKind.EMERGENCY, each.pk, each.division_code, closed)
    consents = Consent.objects.visible_to(scope, Permission.APPROVE_ACCESS)
    for consent in consents.filter(withdrawn_on__isnull=False):
        yield ClosedRecord(
            RecordKind.CONSENT,
            consent.pk,
            consent.division_code,
            consent.withdrawn_on or on,
            consent.get_scope_display(),
        )


def records_over(*, closed: Iterable[ClosedRecord], scope: Scope, on: date) -> list[RecordOver]:
    """
    Pick from closed records those whose time is over on a day and that wait for a decision, the longest first.

    A decision to keep counts until its day; any other one settles the matter.
    """
    terms = _terms()
    found = [
        RecordOver(record, over_on)
        for record in closed
        if (over_on := _over_on(record, terms)) is not None and over_on <= on
    ]
    settled = _settled({each.record.key for each in found}, scope, on)
    return sorted(
        (each for each in found if each.record.key not in settled), key=lambda each: (each.over_on, each.record.key)
    )


def months_kept(*, kind: RecordKind, division_code: str, scope: Scope) -> int | None:
    """Tell how many months a kind of record is kept in a division; none for good."""
    del scope
    return _months(kind, division_code, _terms())


def _terms() -> dict[tuple[str, str], int | None]:
    rows = RetentionRule.objects.everywhere("terms of retention bind whoever looks").values_list(
        "record_kind", "division_code", "months"
    )
    return {(kind, Area.of(code).prefix): months for kind, code, months in rows}


def _months(kind: RecordKind, code: str, terms: Mapping[tuple[str, str], int | None]) -> int | None:
    """Find the term of the nearest division above."""
    for length in (12, 9, 6, 4, 2):
        if (kind.value, code[:length]) in terms:
            return terms[kind.value, code[:length]]
    return FIRST_MONTHS[kind]


def _over_on(record: ClosedRecord, terms: Mapping[tuple[str, str], int | None]) -> date | None:
    """Tell the first day after the term, None if the record is kept for good."""
    months = _months(record.kind, record.division_code, terms)
    if months is None:
        return None
    # The first of the month after: nothing is over too early because a month is short.
    first = record.closed_on.year * 12 + record.closed_on.month + months
    return date(first // 12, first % 12 + 1, 1)


def _settled(keys: set[UUID], scope: Scope, on: date) -> set[UUID]:
    rows = RetentionDecision.objects.visible_to(scope).filter(record_key__in=keys).order_by("decided_at")
    last = {row.record_key: row for row in rows}
    return {
        key for key, row in last.items() if row.choice != RetentionChoice.KEEP or (row.until_on and row.until_on >= on)
    }
