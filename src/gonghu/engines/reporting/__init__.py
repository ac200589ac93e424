"""
What comes out of a screening (比对结果): lists, workbooks, the review file, the record of the run, the page to look at.
"""

from pathlib import Path

import duckdb

from gonghu.engines.reporting.changes_workbook import write_changes
from gonghu.engines.reporting.child_rows import child_row_statements
from gonghu.engines.reporting.children import children_statement
from gonghu.engines.reporting.evidence import evidence_statements
from gonghu.engines.reporting.findings_parquet import findings_statement
from gonghu.engines.reporting.findings_workbook import write_findings
from gonghu.engines.reporting.kept_answers import keep_answers, kept_answers, load_answers
from gonghu.engines.reporting.places import places_of
from gonghu.engines.reporting.report_page import write_report
from gonghu.engines.reporting.review_answers import Answer, ReviewUnreadable, read_review
from gonghu.engines.reporting.review_rows import review_statements
from gonghu.engines.reporting.review_workbook import write_review
from gonghu.engines.reporting.run_file import write_run
from gonghu.engines.reporting.run_record import MissingKind, RunRecord
from gonghu.engines.reporting.told import tell_reasons
from gonghu.engines.statements import Trace, run

__all__ = [
    "Answer",
    "MissingKind",
    "ReviewUnreadable",
    "RunRecord",
    "keep_answers",
    "kept_answers",
    "load_answers",
    "read_review",
    "write_changes",
    "write_outputs",
]


def write_outputs(
    connection: duckdb.DuckDBPyConnection, record: RunRecord, out: Path, trace: Trace | None = None
) -> None:
    """
    Write every output of a screening into the folder ``out``.

    The connection must hold what intake, linkage, kinship and policy have made of the delivery.
    """
    out.mkdir(parents=True, exist_ok=True)
    evaluation = record.evaluation
    tell_reasons(connection, evaluation)
    run(connection, evidence_statements(connection, evaluation), trace)
    run(connection, child_row_statements(evaluation), trace)
    run(connection, review_statements(record.as_of), trace)
    run(connection, [children_statement(evaluation, out), findings_statement(evaluation, out)], trace)
    places = places_of(connection, record)
    write_findings(connection, record, places, out)
    write_review(connection, record, places, out)
    write_report(connection, record, places, {}, out)
    write_run(connection, record, {}, out)
