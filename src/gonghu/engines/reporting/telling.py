"""
What is told of one policy (成文), made once for all patterns that agree in the facts the policy rests on.
"""

from collections.abc import Hashable
from dataclasses import replace

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.facts import secret_of
from gonghu.engines.policy.policies import Basis, Policy
from gonghu.engines.reporting.condition_walk import PARENTS, Pattern, asks
from gonghu.engines.reporting.facts_behind import facts_of
from gonghu.engines.reporting.questions import Verifier
from gonghu.engines.reporting.words import borne_out_by, reason_words

Told = tuple[str, str, str, str, str, str, str]
"""
Reasons, things to verify, documents by title, documents by number; reasons and things to verify for those who may not
know what is sealed; the secrets concerned (PRISON,DETOX).
"""
NOTHING: Told = ("", "", "", "", "", "", "")


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
        verify = verify_open = ""
        if asks(self.policy.who):
            verification = self._verifier.verification(pattern)
            verify, verify_open = str(verification), verification.open_form()
        titles, numbers = "；".join(map(str, documents)), "；".join(map(cited, documents))
        words = reason_words(pattern, self.policy)
        words_open = reason_words(replace(pattern, in_open_form=True), self.policy)
        secrets = "" if (words, verify) == (words_open, verify_open) else self._secrets(pattern)
        return words, verify, titles, numbers, words_open, verify_open, secrets

    def _secrets(self, pattern: Pattern) -> str:
        facts = pattern.columns.law.facts
        shown = (fact for role, fact in self.facts if pattern.truths.get(f"{role}_{fact}", False) is not False)
        return ",".join(sorted({secret_of(facts.get(fact)) for fact in shown} - {""}))


def cited(basis: Basis) -> str:
    """Return a document as a narrow column cites it: 民发〔2019〕62号·第一部分."""
    return "·".join(filter(None, (basis.number or f"《{basis.document}》", basis.article)))
