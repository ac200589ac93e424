"""Gonghu's policy engine on the ten rules: everybody's answers with their reasons, and one child explained."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.policy_data import AS_OF
from benchmarks.running import Clock
from gonghu.engines.policy import (
    Evaluation,
    FamilyRows,
    Packs,
    as_text,
    evaluate,
    explain,
    facts_to_verify,
    keep_family_rows,
    load_packs,
    prepared,
)

PACK = Path(__file__).with_name("policy_pack")
KIND = "person_state"


def rules() -> Packs:
    """Return the ten rules and nothing else."""
    packs = load_packs(PACK)
    ten = {name: policy for name, policy in packs.policies.items() if name.startswith("bench_")}
    return replace(packs, policies=ten, parameters={})


# Both engines have their law loaded before the clock starts.
PACKS = rules()


def _open(connection: duckdb.DuckDBPyConnection, person: str, child: str, kind: str) -> None:
    connection.execute(f"""
        CREATE {kind} person AS
        SELECT person, person::VARCHAR AS id_number, '' AS name, sex, born_on, '' AS division_code, hukou_type,
               '' AS household, TRUE AS in_register FROM '{person}'
    """).fetchall()
    connection.execute(f"""
        CREATE {kind} child AS
        SELECT *, TRUE AS father_named, TRUE AS mother_named, FALSE AS kinship_disputed FROM '{child}'
    """).fetchall()
    connection.execute(f"""
        CREATE {kind} record_{KIND} AS
        SELECT * EXCLUDE (family, slot, born_on, sex, hukou_type), 1 AS file_no, 1 AS row_no FROM '{person}'
    """).fetchall()


def everybody(person: str, child: str, out: str) -> dict[str, Any]:
    """Evaluate ten rules for all children, three-valued, reasons kept; store the answers."""
    steps: dict[str, float] = {}
    with duckdb.connect() as connection:
        _open(connection, person, child, "VIEW")
        evaluation = evaluate(
            connection,
            PACKS,
            as_of=AS_OF,
            kinds_supplied={KIND},
            trace=lambda statement, took: steps.__setitem__(statement.name, took),
        )
        answers = ", ".join(f"p.{name}" for name in evaluation.law.policies)
        connection.execute(f"""
            COPY (SELECT r.person, r.pattern, {answers} FROM reason r JOIN pattern p USING (pattern))
            TO '{out}' (FORMAT parquet)
        """).fetchall()
        patterns = connection.execute("SELECT count(*) FROM pattern").fetchall()[0][0]
    return {"answers": out, "steps": steps, "patterns": patterns}


def one_child(person: str, child: str, times: int) -> dict[str, Any]:
    """
    Explain children one after another in words, with the facts that would decide; seconds for each.

    As after a screening, the families lie in a table kept on disk; reading them is on the clock.
    """
    with tempfile.TemporaryDirectory() as work, duckdb.connect() as connection:
        _open(connection, person, child, "TABLE")
        evaluation = prepared(connection, PACKS, as_of=AS_OF, kinds_supplied={KIND})
        connection.execute(f"ATTACH '{work}/families.duckdb' AS kept")
        rows = keep_family_rows(connection, evaluation.network, "kept.family_row")
        asked = connection.execute(
            f"SELECT person FROM child USING SAMPLE reservoir({times} ROWS) REPEATABLE (1)"
        ).fetchall()
        connection.execute("DETACH kept")
        with duckdb.connect(f"{work}/families.duckdb", read_only=True, config={"threads": 1}) as kept:
            return _explained(kept, evaluation, rows, [number for (number,) in asked])


def _explained(
    kept: duckdb.DuckDBPyConnection, evaluation: Evaluation, rows: FamilyRows, asked: list[int]
) -> dict[str, Any]:
    loading, lines = 0.0, 0
    clock = Clock()
    for number in asked:
        began = time.perf_counter()
        family = rows.family(kept, number)
        loading += time.perf_counter() - began
        answers = evaluation.reference.answers(family)
        lines += as_text(explain(answers)).count("\n")
        facts_to_verify(answers)
    took = clock.readings()
    per_child = took["wall"] / len(asked)
    return {"per_child": per_child, "loading": loading / len(asked), "lines": lines / len(asked), **took}
