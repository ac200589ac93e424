"""Marking what was found (登记拦截): stops with their reasons, and the lines that they take out of the payroll."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

from gonghu.domain.benefits.lines import Line
from gonghu.domain.payments.models import Payroll, PayrollLine, Stop
from gonghu.domain.payments.stopping.accounts import shared_accounts, without_account
from gonghu.domain.payments.stopping.overlaps import held_already, other_grants, other_rolls, same_children
from gonghu.domain.payments.stopping.stopped import Stopped
from gonghu.domain.payments.stopping.undue import adopted, dead, in_prison, over_age, parents_back, without_proof
from gonghu.domain.payments.terms import StopKind, StopState
from gonghu.foundation.bulk_rows import insert_rows, key_writer

_WHY: Final = "lines of a payroll that are looked at before money leaves"
_AT_ONCE: Final = 500
_COLUMNS: Final = (
    "uuid", "payroll_id", "line_id", "grant_id", "child_id", "division_code", "kind", "sealed", "words", "words_open",
    "fingerprint", "state", "opinion",
)  # fmt: skip
_Known = set[tuple[UUID, str, str]]


def mark_stops(payroll: Payroll, lines: Mapping[str, Line]) -> int:
    """Look for all that must not be paid, and stop it; give how many lines were stopped."""
    return stop_lines(payroll, _found(payroll, lines))


def stop_lines(payroll: Payroll, found: Iterable[Stopped]) -> int:
    """Stop lines for the reasons given, but not for what somebody has let go before; give how many."""
    rows = {(each.line, each.kind): each for each in found}
    before = Stop.objects.everywhere(_WHY).filter(payroll=payroll).values_list("line_id", "kind")
    for line, kind in before:
        rows.pop((line, StopKind(kind)), None)
    known, stopped = _let_go(payroll), set[UUID]()
    key, remaining = key_writer(), iter(rows.values())
    while part := list(islice(remaining, _AT_ONCE)):
        lines = PayrollLine.objects.everywhere(_WHY).filter(pk__in={each.line for each in part})
        rows_of_lines = lines.values_list("uuid", "grant_id", "child_id", "division_code")
        told = {line: (grant, child, place) for line, grant, child, place in rows_of_lines}
        held = [each for each in part if (told[each.line][0], each.kind, each.fingerprint) not in known]
        insert_rows(
            Stop,
            _COLUMNS,
            (
                (
                    key(uuid4()), key(payroll.pk), key(each.line), key(grant), key(child), place, str(each.kind),
                    str(each.sealed or ""), each.words, each.words_open, each.fingerprint, str(StopState.OPEN), "",
                )
                for each in held
                for grant, child, place in [told[each.line]]
            ),
        )  # fmt: skip
        keys = {each.line for each in held}
        PayrollLine.objects.everywhere(_WHY).filter(pk__in=keys).update(is_stopped=True, payment=None)
        stopped |= keys
    return len(stopped)


def _found(payroll: Payroll, lines: Mapping[str, Line]) -> Iterator[Stopped]:
    yield from other_grants(payroll, lines)
    yield from same_children(payroll, lines)
    yield from other_rolls(payroll)
    yield from held_already(payroll)
    yield from shared_accounts(payroll)
    yield from without_account(payroll)
    yield from dead(payroll)
    yield from over_age(payroll, lines)
    yield from without_proof(payroll, lines)
    yield from adopted(payroll)
    yield from in_prison(payroll)
    yield from parents_back(payroll, lines)


def _let_go(payroll: Payroll) -> _Known:
    """Give what somebody looked at and let go, by grant, kind and what it rested on."""
    rows = Stop.objects.everywhere(_WHY).filter(
        state=StopState.LET_GO, payroll__division_code=payroll.division_code, payroll__line=payroll.line
    )
    return {(grant, kind, ground) for grant, kind, ground in rows.values_list("grant_id", "kind", "fingerprint")}
