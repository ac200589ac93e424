"""Packs loaded once, and an empty population for each test."""

import pytest

from gonghu.engines.policy.packs import Packs, load_packs

from .population import Population


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load_packs(division="120112")


@pytest.fixture
def population(packs: Packs) -> Population:
    return Population(packs)
