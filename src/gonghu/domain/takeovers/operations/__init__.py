"""What is written of takeovers (接收的写入)."""

from gonghu.domain.takeovers.operations.deciding import (
    NothingReady,
    RowWritten,
    Undone,
    close_takeover,
    drop_takeover,
    note_undone,
)
from gonghu.domain.takeovers.operations.keeping import (
    RollGiven,
    TakenBefore,
    TakeoverDecided,
    TakeoverUnknown,
    judge_again,
    keep_roll,
)

__all__ = [
    "NothingReady",
    "RollGiven",
    "RowWritten",
    "TakenBefore",
    "TakeoverDecided",
    "TakeoverUnknown",
    "Undone",
    "close_takeover",
    "drop_takeover",
    "judge_again",
    "keep_roll",
    "note_undone",
]
