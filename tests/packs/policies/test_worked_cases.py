"""The worked cases of every shipped policy pack come out as the clauses they cite say."""

import pytest

from gonghu.engines.policy.cases import Case, cases_in, differences
from gonghu.engines.policy.packs import load_packs

DIVISIONS = ("120112", "120101", "360000", "420000", "210000")
PACKS = {division: load_packs(division=division) for division in DIVISIONS}
CASES = [(division, case) for division in DIVISIONS for case in cases_in(PACKS[division])]


@pytest.mark.parametrize(("division", "case"), CASES, ids=[f"{division}-{case.name}" for division, case in CASES])
def test_a_worked_case_comes_out_as_its_clause_says(division: str, case: Case) -> None:
    assert differences(PACKS[division], case) == []


@pytest.mark.parametrize("division", DIVISIONS)
def test_the_five_situations_of_the_top_up_are_all_worked(division: str) -> None:
    worked = [case for case in cases_in(PACKS[division]) if "defacto_allowance" in case.expect]
    assert len(worked) >= 5
