"""
Keeping the tallies (问题汇总): every write adds what it changed, a nightly count makes sure.

Both are written by the same statement from rows of findings, so they differ only if a write forgot to add.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from gonghu.domain.policies.models import CountyTally, Finding, FindingTally
from gonghu.domain.policies.models.tally import Tally
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import add_to_rows, insert_rows
from gonghu.standards.division_code import LENGTH, Level

Place = tuple[str, str, str, str, str]
"""Division, policy, category, state, verdict."""
COLUMNS = ("division_code", "policy", "category", "state", "verdict", "findings", "stake_fen")


@dataclass
class Delta:
    """What is to be added to tallies (汇总增量)."""

    findings: Counter[Place] = field(default_factory=Counter)
    stakes: Counter[Place] = field(default_factory=Counter)

    def count(self, place: Place, stake_fen: int | None, *, times: int = 1) -> None:
        """Add a finding, or take one away."""
        self.findings[place] += times
        self.stakes[place] += times * (stake_fen or 0)

    def of_counties(self) -> "Delta":
        """Give the same by county."""
        found = Delta()
        for place, findings in self.findings.items():
            county = (place[0][: int(Level.COUNTY)].ljust(LENGTH, "0"), *place[1:])
            found.count(county, 0, times=findings)
            found.stakes[county] += self.stakes[place]
        return found

    def rows(self) -> Iterator[tuple[str, str, str, str, str, int, int]]:
        """Give what changed, as rows of the table."""
        for place, findings in sorted(self.findings.items()):
            if findings or self.stakes[place]:
                yield (*place, findings, self.stakes[place])


def place_of(finding: Finding) -> Place:
    """Give where a finding is counted."""
    return finding.division_code, finding.policy, finding.category, finding.state, finding.verdict


def add_to_tallies(delta: Delta) -> None:
    """Add to the tallies, within the transaction of what changed."""
    for model, added in ((FindingTally, delta), (CountyTally, delta.of_counties())):
        add_to_rows(model, COLUMNS[:5], COLUMNS[5:], added.rows())


@transaction.atomic
def recount_findings(*, by: Actor, at: datetime) -> int:
    """
    Count all findings anew in place of what was added up, and return how many tallies were wrong (重新汇总).

    None ever should be; the nightly clock asks, and the number stands in the audit.
    """
    counted = _counted()
    wrong = _replaced(FindingTally, counted) + _replaced(CountyTally, counted.of_counties())
    record(by=by, at=at, verb="policies.recount", subject_kind="tally", subject_key="findings", detail={"wrong": wrong})
    return wrong


def _replaced(model: type[Tally], counted: Delta) -> int:
    rows = model.objects.everywhere("tallies counted anew")
    kept = {row for row in rows.values_list(*COLUMNS) if row[5] or row[6]}
    right = set(counted.rows())
    rows.delete()
    insert_rows(model, COLUMNS, right)
    return len({row[:5] for row in kept ^ right})


def _counted() -> Delta:
    found = Finding.objects.everywhere("tallies counted anew").order_by().values_list(*COLUMNS[:5])
    counted = Delta()
    for *place, findings, stake in found.annotate(number=Count("pk"), stake=Coalesce(Sum("stake_fen"), 0)):
        counted.findings[tuple(place)], counted.stakes[tuple(place)] = findings, stake
    return counted
