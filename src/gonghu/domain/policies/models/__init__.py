"""The tables of the policies (政策找人)."""

from gonghu.domain.policies.models.finding import Change, Finding, FindingEvidence, FindingTurn, ToldReason
from gonghu.domain.policies.models.recognition import Recognition, RecognitionStep
from gonghu.domain.policies.models.run import Run, RunSchedule
from gonghu.domain.policies.models.tally import FindingTally

__all__ = [
    "Change",
    "Finding",
    "FindingEvidence",
    "FindingTally",
    "FindingTurn",
    "Recognition",
    "RecognitionStep",
    "Run",
    "RunSchedule",
    "ToldReason",
]
