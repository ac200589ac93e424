"""
Why a child has a finding (问题说明): the tree of conditions of the law, from the families its run kept.

个人信息保护法第二十四条: decisions that a machine prepares are explained. What is sealed is told only where it may be.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import VERIFIED, SealedKind
from gonghu.domain.policies.kept_files import NothingKept, opened_families
from gonghu.domain.policies.models import Finding
from gonghu.engines.policy import Answers, LawHasChanged, Reason, explain, in_open_form
from gonghu.engines.reporting import policies_in
from gonghu.usecases.explain_a_child import NotAScreening, kept_at
from gonghu.usecases.kept_children import person_of

_THIS_RUN: Final = "这次比对"


class NotExplainable(LookupError):
    """Nothing is kept of the run, or the law was changed since; the next run explains again."""


@dataclass(frozen=True, slots=True)
class FindingExplained:
    """The reasons of a finding (问题说明): of its own policy, then of those it asks about, on the day of its run."""

    as_of: date
    reasons: tuple[Reason, ...]


def explain_finding(*, finding: Finding, scope: Scope) -> FindingExplained:
    """
    Explain a finding that somebody sees.

    :raises NotExplainable: nothing is kept of the run, or the law was changed since
    """
    code = finding.division_code
    try:
        with opened_families(finding.last_run_id) as plain, kept_at(plain, called=_THIS_RUN) as kept:
            person = person_of(kept.connection, finding.child_id)
            if person is None:
                raise NothingKept("这次比对没有留存这名儿童的情况")
            answers = kept.answers(person)
            told = explain(answers, kept.sheets, policies=_policies(answers, finding.policy))
    except (NothingKept, NotAScreening, LawHasChanged) as problem:
        raise NotExplainable(str(problem)) from problem
    reasons = (
        in_open_form(reason, may=lambda secret: scope.opens(SealedKind(secret), code), verified=VERIFIED)
        for reason in told.reasons
    )
    return FindingExplained(told.as_of, tuple(reasons))


def _policies(answers: Answers, policy: str) -> list[str]:
    """Name the policy and those its condition asks about, each once."""
    found = answers.reference.law.policies.get(policy)
    return list(dict.fromkeys([policy, *policies_in(found.who)])) if found else []
