"""
How many children each town has and what was found among them (分镇街统计).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.reporting.places import TOWN


@dataclass(frozen=True)
class TownCount:
    """One town: its nine digits, children under 18, children with each finding, children with any, fen at stake."""

    code: str
    children: int
    findings: tuple[int, ...]
    concerned: int
    stake_fen: int

    @classmethod
    def total(cls, towns: Sequence["TownCount"], findings: int) -> "TownCount":
        """Return all towns together; ``findings`` is how many kinds of finding there are."""
        return cls(
            "",
            sum(town.children for town in towns),
            tuple(sum(town.findings[n] for town in towns) for n in range(findings)),
            sum(town.concerned for town in towns),
            sum(town.stake_fen for town in towns),
        )


def count_by_town(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> tuple[TownCount, ...]:
    """Return every town by its code; children whose place is not known come first, under an empty code."""
    findings = [policy.id for policy in evaluation.law.of_kind("finding")]
    sums = "".join(f", count(*) FILTER (d.{identifier})" for identifier in findings)
    rows = connection.execute(
        f"""SELECT substr(coalesce(p.division_code, ''), 1, {TOWN}) AS town, count(*){sums},
  count(*) FILTER (d.findings <> ''), coalesce(sum(d.stake_fen), 0)::BIGINT
FROM {evaluation.prefix}decision AS d JOIN person AS p ON p.person = d.person GROUP BY town ORDER BY town"""
    ).fetchall()
    return tuple(
        TownCount(code, children, tuple(found), concerned, stake) for code, children, *found, concerned, stake in rows
    )
