"""
What comes out of a screening (比对结果): lists, workbooks, the review file, the record of the run, the page to look at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.reporting.changes_workbook import write_changes
from gonghu.engines.reporting.child_rows import child_row_statements
from gonghu.engines.reporting.children import children_statement
from gonghu.engines.reporting.condition_walk import policies_in
from gonghu.engines.reporting.departments import (
    DisabilityHanded,
    SchoolingHanded,
    disability_handed,
    schooling_handed,
)
from gonghu.engines.reporting.evidence import evidence_statements
from gonghu.engines.reporting.findings_parquet import findings_statement
from gonghu.engines.reporting.findings_workbook import write_findings
from gonghu.engines.reporting.handing_over import (
    ChangeHanded,
    ChildHanded,
    DoubtHanded,
    FindingHanded,
    ParentHanded,
    ToldHanded,
    changes_handed,
    children_handed,
    doubts_handed,
    enrolled_handed,
    evidence_handed,
    findings_handed,
    hand_over,
    told_handed,
)
from gonghu.engines.reporting.kept_answers import keep_answers, kept_answers, load_answers
from gonghu.engines.reporting.places import places_of
from gonghu.engines.reporting.report_page import write_report
from gonghu.engines.reporting.review_answers import Answer, ReviewUnreadable, read_review
from gonghu.engines.reporting.review_rows import review_statements
from gonghu.engines.reporting.review_workbook import write_review
from gonghu.engines.reporting.run_file import write_run
from gonghu.engines.reporting.run_record import MissingKind, RunRecord
from gonghu.engines.reporting.told import tell_reasons
from gonghu.engines.reporting.treemap import tiles as treemap_tiles
from gonghu.engines.statements import Trace, beside, run

__all__ = [
    "Answer",
    "ChangeHanded",
    "ChildHanded",
    "DisabilityHanded",
    "DoubtHanded",
    "FindingHanded",
    "MissingKind",
    "ParentHanded",
    "ReviewUnreadable",
    "RunRecord",
    "SchoolingHanded",
    "ToldHanded",
    "changes_handed",
    "children_handed",
    "disability_handed",
    "doubts_handed",
    "enrolled_handed",
    "evidence_handed",
    "findings_handed",
    "hand_over",
    "keep_answers",
    "kept_answers",
    "load_answers",
    "policies_in",
    "read_review",
    "report_tables",
    "review_table",
    "schooling_handed",
    "told_handed",
    "treemap_tiles",
    "write_changes",
    "write_outputs",
]


def write_outputs(
    connection: duckdb.DuckDBPyConnection, record: RunRecord, out: Path, trace: Trace | None = None
) -> dict[str, float]:
    """
    Write every output of a screening into the folder ``out`` and return the seconds each part took.

    The connection must hold what intake, linkage, kinship and policy have made of the delivery.
    """
    out.mkdir(parents=True, exist_ok=True)
    evaluation = record.evaluation
    seconds = report_tables(connection, evaluation, trace)
    long_lists = [children_statement(evaluation, out), findings_statement(evaluation, out)]

    def write_long_lists(other: duckdb.DuckDBPyConnection) -> None:
        with _timed(seconds, "儿童总表"):
            run(other, long_lists, trace)

    with beside(connection, write_long_lists):
        places = places_of(connection, record)
        with _timed(seconds, "问题清单"):
            write_findings(connection, record, places, out)
        with _timed(seconds, "人工核对表"):
            review_table(connection, evaluation, trace)
            write_review(connection, record, places, out)
    with _timed(seconds, "报告"):
        write_report(connection, record, places, seconds, out)
    write_run(connection, record, seconds, out)
    return seconds


def report_tables(
    connection: duckdb.DuckDBPyConnection, evaluation: Evaluation, trace: Trace | None = None
) -> dict[str, float]:
    """
    Make the tables every output is written from and return the seconds each part took.

    ``report_told`` holds the reasons of every pattern, ``report_row`` a row a child, ``report_evidence`` the rows of
    files behind it.
    """
    seconds: dict[str, float] = {}
    with _timed(seconds, "写明理由"):
        tell_reasons(connection, evaluation)
    with _timed(seconds, "查找证据"):
        run(connection, evidence_statements(connection, evaluation), trace)
        run(connection, child_row_statements(evaluation), trace)
    return seconds


def review_table(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation, trace: Trace | None = None) -> None:
    """Make ``report_review``, the pairs of rows that somebody has to look at; ``report_tables`` comes first."""
    run(connection, review_statements(evaluation), trace)


@contextmanager
def _timed(seconds: dict[str, float], part: str) -> Iterator[None]:
    started = perf_counter()
    yield
    seconds[part] = perf_counter() - started
