"""
What is told of one policy (成文), made once for all patterns that agree in the facts the policy rests on.
"""

from collections.abc import Hashable

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.policies import Basis, Policy
from gonghu.engines.reporting.condition_walk import PARENTS, Pattern, asks
from gonghu.engines.reporting.facts_behind import facts_of
from gonghu.engines.reporting.questions import Verifier
from gonghu.engines.reporting.words import borne_out_by, reason_words

Told = tuple[str, str, str, str]
"""Reasons, things to verify, documents by title, documents by number."""
NOTHING: Told = ("", "", "", "")


class Telling:
    """Tells one policy; a city's ten thousand patterns agree in a few hundred ways about each."""

    def __init__(self, evaluation: Evaluation, policy: Policy, verifier: Verifier) -> None:
        self.policy = policy
        self.facts = facts_of(evaluation, policy)
        self._as_of = evaluation.law.as_of
        self._verifier = verifier
        recorded = [f"{role}_{fact}" for role, fact in sorted(self.facts)]
        self._columns = [*recorded, *(column for column, _ in evaluation.network.own_tests.values())]
        self._told: dict[Hashable, Told] = {}

    def told(self, pattern: Pattern) -> Told:
        """Return reasons, things to verify, documents; of a sealed policy nothing is told."""
        if self.policy.sealed:
            return NOTHING
        facts = (*map(pattern.truths.get, self._columns), *map(pattern.identified, PARENTS))
        if facts not in self._told:
            self._told[facts] = self._tell(pattern)
        return self._told[facts]

    def _tell(self, pattern: Pattern) -> Told:
        source = borne_out_by(pattern, self.policy)
        documents = () if source.sealed else source.basis_on(self._as_of)
        verify = str(self._verifier.verification(pattern)) if asks(self.policy.who) else ""
        titles, numbers = "；".join(map(str, documents)), "；".join(map(cited, documents))
        return reason_words(pattern, self.policy), verify, titles, numbers


def cited(basis: Basis) -> str:
    """Return a document as a narrow column cites it: 民发〔2019〕62号·第一部分."""
    return "·".join(filter(None, (basis.number or f"《{basis.document}》", basis.article)))
