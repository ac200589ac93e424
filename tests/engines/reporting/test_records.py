"""run.json and findings.parquet: what machines read."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gonghu.engines.policy.packs import shipped_folder

from .deliveries import INFECTED, NOBODY_KNOWS, UNPROTECTED


@pytest.fixture(scope="module")
def run(out: Path) -> Any:
    return json.loads((out / "run.json").read_text(encoding="utf-8"))


def test_the_run_tells_files_with_their_hashes_and_rows(run: Any) -> None:
    register = run["files"][0]
    assert (register["path"], register["sheet"], register["kind"]) == (
        "household_register.xlsx", "Sheet1", "household_register",
    )  # fmt: skip
    assert register["sha256"] == f"{1:064}"
    assert register["rows_total"] == register["rows_accepted"] + register["rows_quarantined"] + register["rows_blank"]
    assert register["warnings"] == 1


def test_the_run_tells_version_day_steps_and_what_is_missing(run: Any) -> None:
    assert (run["version"], run["as_of"]) == ("1.2.3", "2026-11-01")
    assert run["seconds"]["读取名册"] == 1.25
    assert run["missing_kinds"][0]["loses"] == "失联父母认不出来。"
    assert run["unread"] == {"说明.xlsx": "认不出是哪一种名单"}


def test_the_run_tells_the_digest_of_every_pack_file(run: Any) -> None:
    pack = shipped_folder() / "CN" / "orphan" / "policy.yaml"
    assert run["packs"]["policies/CN/orphan/policy.yaml"] == hashlib.sha256(pack.read_bytes()).hexdigest()


def test_the_run_counts_children_by_category_and_finding(run: Any) -> None:
    assert run["counts"]["children"] == 9
    assert run["counts"]["categories"] == {"事实无人抚养儿童": 1, "困境家庭儿童": 3, "孤儿": 1}
    assert run["counts"]["findings"]["应保未保"] == 2
    assert run["counts"]["findings"]["待核实"] == 1


def findings(out: Path, child: str) -> list[tuple[Any, ...]]:
    connection = duckdb.connect()
    return connection.execute(
        "SELECT finding, conditions, evidence, to_verify FROM read_parquet(?) WHERE id_number = ? ORDER BY finding",
        [str(out / "findings.parquet"), child],
    ).fetchall()


def test_parquet_has_a_row_for_every_child_and_finding(out: Path) -> None:
    assert [row[0] for row in findings(out, UNPROTECTED.child)] == ["参保未资助", "应保未保"]


def test_parquet_keeps_the_truth_of_each_condition_and_the_rows(out: Path) -> None:
    _, conditions, evidence, _ = findings(out, UNPROTECTED.child)[0]
    assert conditions["father.dead_by_register"] is True
    assert conditions["mother.imprisoned"] is True
    assert "mother.dead_by_register" not in conditions
    assert {"file": "death.xlsx", "sheet": "Sheet1", "row": 2, "role": "father"}.items() <= next(
        entry for entry in evidence if entry["file"] == "death.xlsx"
    ).items()


def test_parquet_keeps_unknown_apart_from_no(out: Path) -> None:
    _, conditions, _, to_verify = findings(out, NOBODY_KNOWS.child)[0]
    assert conditions["father.imprisoned"] is None
    assert to_verify.startswith("核实父亲身份")


def test_no_file_names_the_infection(out: Path) -> None:
    connection = duckdb.connect()
    told = connection.execute("SELECT * FROM read_parquet(?)", [str(out / "findings.parquet")]).fetchall()
    assert "hiv" not in str(told)
    assert "艾滋病" not in str([row for row in told if INFECTED.child in row])
