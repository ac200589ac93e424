"""What was found to stop a line (拦截事由), and the statements that find it."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from gonghu.domain.access.terms import VERIFIED, SealedKind
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.terms import StopKind
from gonghu.foundation.bulk_rows import key_writer


class Stopped(NamedTuple):
    """Why one line is stopped (拦截事由); ``ground`` is what it rests on, so that the same is known again."""

    line: UUID
    kind: StopKind
    words: str
    ground: str
    sealed: SealedKind | None = None

    @property
    def words_open(self) -> str:
        """Give the words for those who may not know."""
        return VERIFIED if self.sealed else self.words

    @property
    def fingerprint(self) -> str:
        """Give the digest of what it rests on."""
        return hashlib.sha256(f"{self.kind}\0{self.ground}".encode()).hexdigest()[:32]


def rows_of(statement: str, payroll: Payroll, *values: Any) -> Iterator[tuple[Any, ...]]:
    """Run a statement about the lines of a payroll; its first parameter is the payroll, the first column the line."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [key_writer()(payroll.pk), *values])
        for line, *others in cursor.fetchall():
            yield (UUID(str(line)), *others)


def places(values: Sequence[Any]) -> str:
    """Write as many places as there are values."""
    return ", ".join(["%s"] * len(values))
