"""The truth of an invented city follows from its clean files by the rules, with no exception."""

import csv
from datetime import date
from pathlib import Path

import pytest

from gonghu.engines.synthesis import Dirt, Style, generate_city
from gonghu.engines.synthesis.circumstances import CIRCUMSTANCES

from .rereading import City, derived_truth

AS_OF = date(2026, 11, 1)
LEAP = date(2028, 2, 29)


def told(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id_number"]: row for row in csv.DictReader(lines)}


@pytest.mark.parametrize(
    ("style", "as_of", "seed"),
    [(Style.SAMPLE, AS_OF, 1), (Style.TOWNSHIP, AS_OF, 2), (Style.PLATFORM, LEAP, 3)],
)
def test_the_truth_of_a_clean_city_follows_from_its_files(tmp_path: Path, style: Style, as_of: date, seed: int) -> None:
    truth = generate_city(tmp_path, persons=9_000, seed=seed, as_of=as_of, dirt=Dirt.CLEAN, style=style)
    expected = told(truth.path)
    found = derived_truth(City.read(tmp_path, style, as_of))
    assert found.keys() == expected.keys()
    different = {
        number: (row, expected[number])
        for number, row in found.items()
        if any(row[name] != expected[number][name] for name in row)
    }
    assert different == {}


def test_every_mark_of_the_contract_occurs(tmp_path: Path) -> None:
    truth = generate_city(
        tmp_path, persons=50_000, seed=5, as_of=AS_OF, dirt=Dirt.CLEAN, style=Style.SAMPLE, file_format="csv"
    )
    assert set(truth.categories) == {"孤儿", "事实无人抚养儿童", "重病重残儿童", "困境家庭儿童"}
    assert set(truth.findings) == {"应保未保", "类别不符", "应退未退", "重复发放", "未参保", "参保未资助", "待核实"}
    states = {(row["father"], row["mother"]) for row in told(truth.path).values()}
    assert len(states) == 16
    assert truth.left_behind > 0


def test_every_state_that_takes_ability_away_has_a_near_miss_beside_it() -> None:
    codes = {circumstance.code: circumstance.state for circumstance in CIRCUMSTANCES}
    for taken, missed in [
        ("DEAD_RECENTLY", "DEAD_LATER"),
        ("DECLARED_MISSING", "MISSING_WITHDRAWN"),
        ("REVOKED", "REVOKED_RESTORED"),
        ("PRISON_SIX_MONTHS", "PRISON_FIVE_MONTHS"),
        ("PRISON_ENDS_TOMORROW", "PRISON_ENDED_YESTERDAY"),
        ("LOST_SIX_MONTHS", "LOST_FIVE_MONTHS"),
        ("MENTALLY_DISABLED", "MILDLY_DISABLED"),
        ("SEVERELY_DISABLED", "DISABLED_EXPIRED_YESTERDAY"),
    ]:
        assert codes[taken] != "able"
        assert codes[missed] == "able"
