"""The tables of the policies (政策找人)."""

from gonghu.domain.policies.models.finding import Finding, FindingEvidence, ToldReason
from gonghu.domain.policies.models.recognition import Recognition, RecognitionStep
from gonghu.domain.policies.models.run import Run, RunSchedule
from gonghu.domain.policies.models.tally import CountyTally, FindingTally
from gonghu.domain.policies.models.turn import Change, FindingTurn

__all__ = [
    "Change",
    "CountyTally",
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
