"""What a finding becomes when a run sees it again, or no longer (与上次结果对照)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.found import FindingSeen
from gonghu.domain.policies.terms import FindingState, Turn, Verdict
from gonghu.foundation.bulk_rows import key_writer

KNOWN: Final = (
    "f.uuid", "f.child_id", "f.policy", "f.division_code", "f.category", "f.state", "f.verdict", "f.verified_at",
    "f.told_id", "f.stake_fen", "f.last_run_id", "f.evidence_run_id", "f.evidence_hash", "f.task_id", "t.state",
)  # fmt: skip
"""The columns of a ``Known``: those of the finding, and the state of its task."""


class Known(NamedTuple):
    """A finding as it stood before a run (已有问题); keys are as the database gives them."""

    key: Any
    child: Any
    policy: str
    division_code: str
    category: str
    state: str
    verdict: str
    verified_at: datetime | None
    told: Any
    stake_fen: int | None
    last_run: Any
    evidence_run: Any
    evidence_hash: str
    task: Any
    task_state: str | None


class Match(NamedTuple):
    """A finding before and after a run (对照结果); ``turn`` is empty where nothing but the date is new."""

    before: Known | None
    seen: FindingSeen | None
    told: UUID
    state: str
    verdict: str
    turn: str = ""
    new_evidence: bool = False


_LEFT: Final = {FindingState.OPEN: FindingState.GONE, FindingState.CONFIRMED: FindingState.SETTLED}
"""What becomes of a finding that is seen no more; what was refuted or recognised stays so."""
_BACK: Final = frozenset({FindingState.GONE, FindingState.SETTLED})


class Matching:
    """Puts what a run sees beside what was known (对照)."""

    def __init__(self, earlier: Any, told: Mapping[str, UUID], here: Area) -> None:
        key = key_writer()
        self._told = told
        self._written = {fingerprint: key(reason) for fingerprint, reason in told.items()}
        self._earlier, self._low, self._high = earlier, here.low, here.high

    def match(self, seen: FindingSeen, old: Known | None) -> Match:
        """Tell what becomes of a finding that is seen."""
        told = self._told[seen.told]
        if old is None:
            return Match(None, seen, told, FindingState.OPEN, Verdict.NOT_YET, new_evidence=True)
        is_other = self._written[seen.told] != old.told
        new_evidence = seen.evidence_hash != old.evidence_hash
        if old.state in _BACK:
            return Match(old, seen, told, FindingState.OPEN, Verdict.NOT_YET, Turn.RETURNED, new_evidence)
        if is_other and old.state != FindingState.RECOGNISED:
            # Other facts are another question: what somebody found about the old ones says nothing of it.
            return Match(old, seen, told, FindingState.OPEN, Verdict.NOT_YET, Turn.CHANGED, new_evidence)
        stays = not (is_other or new_evidence or _moved(seen, old)) and old.last_run == self._earlier
        return Match(old, seen, told, old.state, old.verdict, "" if stays else Turn.EVIDENCE, new_evidence)

    def unseen(self, old: Known) -> Match | None:
        """
        Tell what becomes of a finding that is not seen; nothing if it was over before, or is another place's to see.

        A child that moved away is rightly missing from the rosters here, which says nothing of how it fares there.
        """
        is_ours = self.follows(old) and self._low <= old.division_code < self._high
        state = _LEFT.get(FindingState(old.state)) if is_ours else None
        return Match(old, None, UUID(str(old.told)), state, old.verdict, Turn.GONE) if state else None

    def follows(self, old: Known) -> bool:
        """Tell whether the run before this one saw a finding."""
        return self._earlier is not None and bool(old.last_run == self._earlier)


def _moved(seen: FindingSeen, old: Known) -> bool:
    return (seen.division_code, seen.category, seen.stake_fen) != (old.division_code, old.category, old.stake_fen)
