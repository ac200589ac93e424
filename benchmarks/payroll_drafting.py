"""A payroll drafted for an invented county: seconds of its parts, what was stopped, and the same rows bare."""

import time
from collections import Counter
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from benchmarks.payroll_filling import AT, COUNTY, MONTH, fill
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.domain.payments.models import PayrollLine, Stop
from gonghu.domain.payments.operations import draft_lines, open_payroll
from gonghu.domain.payments.terms import LIVING, IssueKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.bulk_rows import key_writer
from gonghu.interfaces.cli.init import make_ready

WHY: Final = "what a benchmark drafted"
_STANDARDS: Final = """- id: {name}
  name: {name}
  values: [{{from: 2020-01-01, value: 1990, source: invented, status: O}}]
"""


def draft(payments: int, planted: int, seed: int) -> dict[str, Any]:
    """Draft a payroll of so many payments among which some are planted; give seconds and what was stopped."""
    make_ready()
    _set_standards()
    finance = _finance_officer()
    kinds = fill(payments, planted, seed, finance.account)
    _analyse()
    opened = open_payroll(
        division_code=COUNTY, line=LIVING, month=MONTH, issue=IssueKind.REGULAR, job=None, by=finance, at=AT
    )
    before = _forget_peak()
    clock = _Clock()
    done = draft_lines(payroll=opened.pk, by=finance, at=AT, tell=clock.tell)
    taken, peak = clock.parts(), _peak_mib() - before
    stopped: dict[UUID, set[str]] = {}
    for grant, kind in Stop.objects.everywhere(WHY).values_list("grant", "kind"):
        stopped.setdefault(grant, set()).add(kind)
    lines = PayrollLine.objects.everywhere(WHY).filter(payroll=done).count()
    found = Counter(kind for kind, grants in kinds.items() for grant in grants if grant in stopped)
    every = {grant for grants in kinds.values() for grant in grants}
    taken["bare rows"] = _bare(opened.pk)
    return {
        "seconds": taken,
        "draft_mib": peak,
        "lines": lines,
        "planted": len(every),
        "kinds": {kind: (len(grants), found[kind]) for kind, grants in kinds.items()},
        "missed": len(every - stopped.keys()),
        "false": len(stopped.keys() - every),
    }


class _Clock:
    """Times the parts of a draft by what it tells."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._looks = self._began

    def tell(self, words: str, _share: float) -> None:
        if words.startswith("核对"):
            self._looks = time.perf_counter()

    def parts(self) -> dict[str, float]:
        ended = time.perf_counter()
        return {"lines": self._looks - self._began, "stops": ended - self._looks, "draft": ended - self._began}


def _forget_peak() -> float:
    """Let the peak of memory begin anew with what is used now, and give that in MiB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak_mib()


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024


def _bare(payroll: UUID) -> float:
    """Time the database alone: as many lines, from the table into itself, under another payroll."""
    columns = [field.column for field in PayrollLine._meta.concrete_fields]
    names = ", ".join(map(connection.ops.quote_name, columns))
    new_key = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    changed = {"uuid": new_key, "payroll_id": "%s"}
    values = ", ".join(changed.get(column, connection.ops.quote_name(column)) for column in columns)
    key = key_writer()
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        table = PayrollLine._meta.db_table
        statement = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE payroll_id = %s"
        cursor.execute(statement, [key(uuid4()), key(payroll)])
    return time.perf_counter() - began


def _analyse() -> None:
    """Let the database know how large its tables are, as it does by itself overnight."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _set_standards() -> None:
    folder: Path = settings.GONGHU_HOME / "policies" / COUNTY[:6] / "standards" / "parameters"
    folder.mkdir(parents=True)
    names = ("orphan_scattered_standard", "orphan_institution_standard", "defacto_standard")
    (folder / "standards.yaml").write_text("".join(_STANDARDS.format(name=name) for name in names), encoding="utf-8")


def _finance_officer() -> Officer:
    made = create_account(sign_in_name="finance", display_name="财务", division_code=COUNTY, by=SYSTEM, at=AT)
    today = AT.date()
    post = set_up_post(role=Role.FINANCE_OFFICER, division_code=COUNTY, from_on=today, by=SYSTEM, at=AT)
    appoint(post=post, account=made.account, from_on=today, by=SYSTEM, at=AT)
    return officer(account=made.account, at=AT)
