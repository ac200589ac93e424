"""Gonghu's policy engine on the ten rules: everybody's answers with their reasons, and one child explained."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.policy_data import AS_OF
from gonghu.engines.policy import Packs, answers_for, as_text, evaluate, explain, facts_to_verify, load_packs
from gonghu.engines.policy.evidence import source_sheets

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
    """Explain children one after another in words, with the facts that would decide; seconds for each."""
    with duckdb.connect() as connection:
        _open(connection, person, child, "TABLE")
        evaluation = evaluate(connection, PACKS, as_of=AS_OF, kinds_supplied={KIND})
        asked = connection.execute(
            f"SELECT person FROM child USING SAMPLE reservoir({times} ROWS) REPEATABLE (1)"
        ).fetchall()
        connection.execute("CREATE TABLE intake_file (file_no INTEGER, path VARCHAR, kind VARCHAR, sheet VARCHAR)")
        sheets = source_sheets(connection)
        began = time.perf_counter()
        lines = 0
        for (number,) in asked:
            answers = answers_for(connection, evaluation, number)
            lines += as_text(explain(answers, sheets)).count("\n")
            facts_to_verify(answers)
        took = time.perf_counter() - began
    return {"per_child": took / len(asked), "lines": lines / len(asked), "wall": took}
