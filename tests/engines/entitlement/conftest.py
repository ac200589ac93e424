"""Packs with standards set for the tests, loaded once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gonghu.engines.entitlement import Reckoning, Standards, load_reckoning
from gonghu.engines.policy.packs import Packs, load_packs
from gonghu.engines.policy.parameters import DatedValue

Dated = list[tuple[date, int]]
Making = Callable[..., Standards]


@pytest.fixture(scope="session")
def heping() -> Packs:
    return load_packs(division="120101")


@pytest.fixture(scope="session")
def rules() -> Reckoning:
    return load_reckoning(division="360102")


@pytest.fixture(scope="session")
def standards_for(heping: Packs, rules: Reckoning) -> Making:
    """Make the standards of a line from figures by county and parameter, in fen."""

    def made(line: str, figures: dict[str, dict[str, Dated]], days: dict[str, int] | None = None) -> Standards:
        packs = {county: with_figures(heping, told) for county, told in figures.items()}
        changed: dict[str, Any] = dict(days or {})
        return Standards(line, packs.__getitem__, lambda _: replace(rules, **changed))

    return made


def with_figures(packs: Packs, figures: dict[str, Dated]) -> Packs:
    changed = {
        name: replace(
            packs.parameters[name], values=tuple(DatedValue(fen, begins, None, "测试", "O") for begins, fen in dated)
        )
        for name, dated in figures.items()
    }
    return replace(packs, parameters=packs.parameters | changed)
