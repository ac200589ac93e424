"""
Laying the lines of a payroll down (明细落库), part by part of a county's grants.

What grants of one state and one history are owed is worked out once, and the database itself writes their lines by
joining the answer to them. Children who draw other help have histories of their own; their lines are written one by
one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from gonghu.domain.benefits.lines import Line
from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.domain.payments.entitled import Given, Reckoner
from gonghu.domain.payments.models import Payroll, PayrollLine
from gonghu.domain.payments.terms import LIVING
from gonghu.engines.entitlement import OtherSpan, last_day, month_of
from gonghu.foundation.bulk_rows import insert_rows, key_writer, lay_beside

GRANTS_AT_ONCE = 50_000
"""Of one transaction: their lines are in memory only where children draw other help."""

_WHY: Final = "what else the children draw whom a payroll is drafted for"
_FIRST, _LAST = "0" * 32, "f" * 32
_OWED: Final = {
    "state": "text", "division": "varchar(64)", "month": "date", "kind": "varchar(16)", "amount_fen": "bigint",
    "standard_fen": "bigint", "deducted_fen": "bigint", "cause": "varchar(16)", "why": "varchar(200)",
}  # fmt: skip
_COLUMNS: Final = (
    "uuid", "payroll_id", "grant_id", "child_id", "person", "division_code", "account_id", "line", "group", "month",
    "kind", "amount_fen", "standard_fen", "deducted_fen", "cause", "why",
)  # fmt: skip

# Keys grow with time: twenty-six digits are of the part, the last six count its lines.
_PART_OF_KEY: Final = 26
_KEY: Final = {
    "postgresql": "(%(part)s || lpad(to_hex(row_number() OVER ()), 6, '0'))::uuid",
    "sqlite": "%(part)s || printf('%%06x', row_number() OVER ())",
}
# All that decides the lines of a grant, as one text; as the database writes it, for nobody else reads it.
_STATE: Final = """own.line || '|' || own.care_form || '|' || CAST(own.from_month AS text)
    || '|' || COALESCE(CAST(own.to_month AS text), '') || '|' || COALESCE(CAST(own.amount_fen AS text), '')
    || '|' || COALESCE(CAST(own.instalments AS text), '') || '|' || COALESCE(accrual.runs, '')
    || '|' || CASE WHEN opening.grant_id IS NULL THEN '' ELSE 'T' END"""
_TERMS: Final = """own.line, own.care_form, own.from_month, own.to_month, own.amount_fen, own.instalments,
    accrual.runs, opening.grant_id IS NOT NULL"""
# The person is the human being whatever files there are; the account the one verified and in force.
_WHOM: Final = """own.uuid, own.child_id, COALESCE(merged.merged_into_id, own.person), own.division_code,
    (SELECT account.uuid FROM payments_payaccount AS account
     WHERE account.child_id = own.child_id AND account.from_on <= %(day)s
       AND (account.to_on IS NULL OR account.to_on >= %(day)s) AND account.verified_by_id IS NOT NULL LIMIT 1)"""
_WHOM_ENDS: Final = 5
_ACCRUED: Final = """LEFT JOIN ledger_accrual AS accrual
      ON accrual.grant_id = own.uuid AND accrual.grant_id > %(after)s AND accrual.grant_id <= %(until)s
    LEFT JOIN ledger_opening AS opening ON opening.grant_id = own.uuid"""
_MERGED: Final = """LEFT JOIN people_person AS merged
      ON merged.uuid = own.child_id AND merged.merged_into_id IS NOT NULL"""
_OF_PART: Final = """own.paying_division = %(county)s AND own.uuid > %(after)s AND own.uuid <= %(until)s
      AND own.line IN ({lines}) AND own.from_month <= %(month)s
      AND (own.to_month IS NULL OR own.to_month >= %(since)s)
      AND {has_others} (SELECT 1 FROM benefits_otherbenefit AS other WHERE other.child_id = own.child_id)"""

_END: Final = """SELECT uuid FROM benefits_grant WHERE paying_division = %(county)s AND uuid > %(after)s
    ORDER BY uuid LIMIT 1 OFFSET {most}"""
_STATES: Final = f"SELECT DISTINCT {_STATE}, {_TERMS} FROM benefits_grant AS own {_ACCRUED} WHERE {_OF_PART}"
_OTHERS: Final = f"SELECT {_WHOM}, {_TERMS} FROM benefits_grant AS own {_ACCRUED} {_MERGED} WHERE {_OF_PART}"
_LAY: Final = f"""
    INSERT INTO payments_payrollline ({", ".join(f'"{column}"' for column in _COLUMNS)})
    SELECT {{key}}, %(payroll)s, {_WHOM}, own.line, owed.division, owed.month, owed.kind, owed.amount_fen,
           owed.standard_fen, owed.deducted_fen, owed.cause, owed.why
    FROM benefits_grant AS own {_ACCRUED} {_MERGED}
    CROSS JOIN lines_owed AS owed
    WHERE owed.state = {_STATE} AND {_OF_PART}"""


class Part(NamedTuple):
    """So many grants of a county, by their keys as the database has them (一批待遇)."""

    county: str
    after: Any
    until: Any
    size: int


def parts_of(county: str) -> Iterator[Part]:
    """Give the grants that a county pays in parts, in the order of their keys."""
    after: Any = _FIRST
    while after != _LAST:
        ends = _rows(_END.format(most=GRANTS_AT_ONCE - 1), {"county": county, "after": after})
        until = ends[0][0] if ends else _LAST
        yield Part(county, after, until, GRANTS_AT_ONCE)
        after = until


def lay_lines(payroll: Payroll, part: Part, lines: Mapping[str, Line], reckoner: Reckoner, keys: Iterator[str]) -> int:
    """
    Write the lines of a part, and give how many.

    :raises StandardMissing: the county has not set the standard of a line
    :raises LineUnknown: no policy of the county pays such a line
    """
    return _Laying(payroll, part, lines, reckoner).lay(keys)


class _Laying:
    """One part on its way into the table (落库)."""

    def __init__(self, payroll: Payroll, part: Part, lines: Mapping[str, Line], reckoner: Reckoner) -> None:
        self.part, self.reckoner = part, reckoner
        self.groups = {code: LIVING if line.living else code for code, line in lines.items()}
        self.payroll = key_writer()(payroll.pk)
        codes = {f"line_{number}": code for number, code in enumerate(sorted(lines))}
        self.places = ", ".join(f"%({name})s" for name in codes)
        self.values = {
            "county": part.county, "after": part.after, "until": part.until, "payroll": self.payroll,
            "month": payroll.month.isoformat(), "day": last_day(month_of(payroll.month)).isoformat(),
            "since": payroll.month.replace(year=payroll.month.year - 1).isoformat(), **codes,
        }  # fmt: skip

    def lay(self, keys: Iterator[str]) -> int:
        """Write both kinds, and give how many lines they are."""
        laid = 0
        # Asked before anything is sent: a connection that takes rows answers no questions.
        if lay_beside("lines_owed", _OWED, list(self._owed())):
            statement = self._of_part(_LAY.replace("{key}", _KEY[connection.vendor]), others=False)
            with connection.cursor() as cursor:
                cursor.execute(statement, {**self.values, "part": next(keys)[:_PART_OF_KEY]})
                laid = cursor.rowcount
        return laid + insert_rows(PayrollLine, _COLUMNS, list(self._with_others(keys)))

    def _owed(self) -> Iterator[tuple[Any, ...]]:
        """Give what the grants of each state are owed."""
        for state, *terms in _rows(self._of_part(_STATES, others=False), self.values):
            for each in self.reckoner.lines(self._given(terms), ()):
                yield state, self.groups[terms[0]], *each

    def _with_others(self, keys: Iterator[str]) -> Iterator[tuple[Any, ...]]:
        """Give the lines of those who draw other help."""
        found = _rows(self._of_part(_OTHERS, others=True), self.values)
        spans = _spans(self.part) if found else {}
        for row in found:
            whom, terms = row[:_WHOM_ENDS], row[_WHOM_ENDS:]
            for each in self.reckoner.lines(self._given(terms), spans.get(UUID(str(row[1])), ())):
                yield next(keys), self.payroll, *whom, terms[0], self.groups[terms[0]], *each

    def _given(self, terms: Sequence[Any]) -> Given:
        line, care, since, until, fen, parts, had, is_taken_over = terms
        return Given(line, self.part.county, care, since, until, fen, parts or 1, had or "", bool(is_taken_over))

    def _of_part(self, statement: str, *, others: bool) -> str:
        return statement.replace("{lines}", self.places).replace("{has_others}", "EXISTS" if others else "NOT EXISTS")


def _spans(part: Part) -> dict[UUID, list[OtherSpan]]:
    """Give what else the children of a part draw."""
    grants = Grant.objects.everywhere(_WHY).filter(
        paying_division=part.county, uuid__gt=UUID(str(part.after)), uuid__lte=UUID(str(part.until))
    )
    rows = OtherBenefit.objects.everywhere(_WHY).filter(child__in=grants.values("child"))
    found: dict[UUID, list[OtherSpan]] = {}
    for child, kind, fen, since, to_on in rows.values_list("child", "kind", "monthly_fen", "from_on", "to_on"):
        found.setdefault(child, []).append(OtherSpan(kind, fen, since, to_on))
    return found


def _rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
