"""Schemes of risk are files of an area; what nobody may use is refused with the file's name."""

from pathlib import Path

import pytest

from gonghu.domain.people.risk_schemes import SchemeInvalid, scheme_of
from gonghu.domain.people.terms import RiskLevel

LEVELS = """name: 本区方案
status: V
basis: 区文件
levels:
  - {level: EXTREME, label: 特急, color: red, visit_every_days: 3}
  - {level: HIGH, label: 急, color: yellow, visit_every_days: 10}
  - {level: MIDDLE, label: 一般, color: blue, visit_every_days: 60}
  - {level: LOW, label: 平稳, color: green, visit_every_days: 60}
first_visit_working_days: 3
after_return_days: [7]
"""


def written(folder: Path, text: str = LEVELS, name: str = "120112") -> Path:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_scheme_says_that_its_figures_are_proposals() -> None:
    scheme = scheme_of(division_code="120112100201")
    assert [each.label for each in scheme.levels] == ["红色", "橙色", "蓝色", "绿色"]
    assert [each.visit_every_days for each in scheme.levels] == [7, 30, 90, 180]
    assert (scheme.first_visit_working_days, scheme.after_return_days) == (5, (7, 30, 90))
    assert "建议" in scheme.warning


def test_the_nearest_area_with_a_scheme_of_its_own_counts(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, LEVELS.replace("本区", "全国"), "CN")
    near = scheme_of(division_code="120112100201", folder=tmp_path)
    far = scheme_of(division_code="120111100201", folder=tmp_path)
    assert (near.name, near.of(RiskLevel.EXTREME).label, near.warning) == ("本区方案", "特急", "")
    assert far.name == "全国方案"


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("level: HIGH", "level: MIDDLE"),
        ("visit_every_days: 3}", "visit_every_days: 30}"),
        ("visit_every_days: 3}", "visit_every_days: 0}"),
        ("visit_every_days: 3}", "visit_every_days: soon}"),
        ("color: red", "color: pink"),
        ("status: V", "status: X"),
        ("basis: 区文件\n", ""),
        ("level: LOW", "level: NONE"),
    ],
)
def test_a_scheme_that_cannot_be_meant_is_refused(tmp_path: Path, said: str, instead: str) -> None:
    folder = written(tmp_path, LEVELS.replace(said, instead))
    with pytest.raises(SchemeInvalid, match=r"120112\.yaml"):
        scheme_of(division_code="120112100201", folder=folder)
