"""Records whose time is over wait for a person (到期审查), from every context that closes something."""

from collections.abc import Iterator
from datetime import date

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.privacy_reading import ClosedRecord, RecordOver, closed_records, records_over
from gonghu.domain.access.privacy_terms import RecordKind
from gonghu.domain.access.scope import Scope
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.terms import FileState
from gonghu.domain.rosters.queries import deliveries_in


def what_is_over(*, scope: Scope, on: date) -> list[RecordOver]:
    """List the records in scope whose time is over and about which nobody has decided, the longest first."""
    closed = [*closed_records(scope=scope, on=on), *_closed_files(scope, on), *_deliveries(scope)]
    return records_over(closed=closed, scope=scope, on=on)


def _closed_files(scope: Scope, on: date) -> Iterator[ClosedRecord]:
    wanted = ChildrenWanted(states=frozenset({FileState.CLOSED}))
    for child in children_in(scope=scope, filters=wanted):
        yield ClosedRecord(RecordKind.CHILD_FILE, child.pk, child.division_code, child.closed_on or on)


def _deliveries(scope: Scope) -> Iterator[ClosedRecord]:
    for delivery in deliveries_in(scope=scope):
        until = delivery.undone_at or delivery.screened_at
        if until:
            yield ClosedRecord(
                RecordKind.DELIVERY, delivery.pk, delivery.division_code, day_of(until), delivery.purpose
            )
