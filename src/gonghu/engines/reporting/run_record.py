"""
What one screening was (运行记录): the facts every output repeats and run.json keeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gonghu.engines.policy.evaluation import Evaluation


@dataclass(frozen=True)
class MissingKind:
    """A kind of file that was not handed over (缺少的名册), whose it is and what cannot be found without it."""

    kind: str
    title: str
    holder: str
    loses: str


@dataclass(frozen=True)
class RunRecord:
    """
    One screening as the outputs tell it.

    ``unread`` gives the reason for every file or sheet that was not read; ``seconds`` the time of each step so far;
    ``places`` names of divisions by code (9 digits a town, 12 a village), where they are known.
    """

    program_version: str
    as_of: date
    delivery: str
    evaluation: Evaluation
    missing_kinds: tuple[MissingKind, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
