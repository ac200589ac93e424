"""
findings.xlsx: what was found, one sheet a finding, as a bureau sends it to the towns (问题清单).
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from gonghu.engines.policy.conditions import kinds_required
from gonghu.engines.policy.policies import Policy
from gonghu.engines.reporting.findings_summary import write_summary
from gonghu.engines.reporting.places import Places
from gonghu.engines.reporting.run_record import RunRecord
from gonghu.engines.reporting.sealing import public_name
from gonghu.engines.reporting.sheets import Cell, SheetColumn, add_sheet, workbook_at, write_list, write_notice

NAME = "findings.xlsx"
BATCH = 5_000
_CARE = "名单含未成年人敏感个人信息，仅限经办人员使用，不得公示、转发。"

# Two hundred digits across still print readably on A4.
COLUMNS = (
    SheetColumn("序号", 5, "number"),
    SheetColumn("镇街", 8, "centred"),
    SheetColumn("村（居）", 9, "centred"),
    SheetColumn("姓名", 8, "centred"),
    SheetColumn("身份证号", 11, "centred"),
    SheetColumn("性别", 4, "centred"),
    SheetColumn("年龄", 4, "number"),
    SheetColumn("父亲", 11, "centred"),
    SheetColumn("父亲状况及依据", 17),
    SheetColumn("母亲", 11, "centred"),
    SheetColumn("母亲状况及依据", 17),
    SheetColumn("现在册类别", 8, "centred"),
    SheetColumn("应属类别", 8, "centred"),
    SheetColumn("每月涉及金额（元）", 9, "money"),
    SheetColumn("理由", 18),
    SheetColumn("证据（文件·表·行）", 32),
    SheetColumn("政策依据", 12),
    SheetColumn("需核实事项", 13),
    SheetColumn("处理结果", 9, "answer"),
    SheetColumn("经办人", 7, "answer"),
)

_QUERY = """SELECT division_code, name, id_number, sex, age,
  concat_ws(chr(10), nullif(father_name, ''), nullif(father_number, '')),
  concat_ws(chr(10), father_state, nullif(replace(father_basis, '；', chr(10)), '')),
  concat_ws(chr(10), nullif(mother_name, ''), nullif(mother_number, '')),
  concat_ws(chr(10), mother_state, nullif(replace(mother_basis, '；', chr(10)), '')),
  on_roll, category, CASE WHEN ? THEN stake_fen / 100 END, words,
  replace(evidence, '；', chr(10)), replace(cited, '；', chr(10)), verify
FROM report_finding WHERE policy = ? ORDER BY division_code, name, id_number, person"""


def write_findings(connection: duckdb.DuckDBPyConnection, record: RunRecord, places: Places, out: Path) -> None:
    """Write ``out``/findings.xlsx: the summary first, then a sheet a finding, in the order of the policies."""
    numbers = dict(connection.execute("SELECT policy, count(*) FROM report_finding GROUP BY policy").fetchall())
    with workbook_at(out / NAME, "困境儿童政策找人比对结果", record.as_of) as (workbook, styles):
        write_summary(connection, record, places, workbook, styles)
        for policy in record.evaluation.law.of_kind("finding"):
            sheet = add_sheet(workbook, public_name(policy))
            title = f"{public_name(policy)}儿童名单（{numbers.get(policy.id, 0)}人）"
            note = f"截至{record.as_of:%Y年%m月%d日}。{_CARE}"
            if policy.id in numbers:
                write_list(sheet, styles, title, note, COLUMNS, _rows(connection, policy, places), frozen=4)
            else:
                nothing = f"截至{record.as_of:%Y年%m月%d日}，未发现“{public_name(policy)}”的儿童。"
                write_notice(sheet, styles, title, nothing + _unanswered(record, policy))


def _rows(connection: duckdb.DuckDBPyConnection, policy: Policy, places: Places) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of one finding; the connection is busy until the last one is taken."""
    found = connection.execute(_QUERY, [bool(policy.pays), policy.id])
    number = 0
    while batch := found.fetchmany(BATCH):
        for division, *cells in batch:
            number += 1
            yield number, places.town(division), places.village(division), *cells, "", ""


def _unanswered(record: RunRecord, policy: Policy) -> str:
    """Say when nothing was found because the files to look in were not there."""
    needed = set(kinds_required(policy.who)) - record.evaluation.network.kinds_supplied
    names = "、".join(record.evaluation.law.packs.kinds[kind].name for kind in sorted(needed))
    return f"但未提供{names}，此项无从判断，请补齐后重新比对。" if names else ""
