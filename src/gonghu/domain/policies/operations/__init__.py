"""What is done with runs, findings and recognitions (政策找人的写入)."""

from gonghu.domain.policies.operations.following import findings_follow_child
from gonghu.domain.policies.operations.queueing import (
    RunNotWaiting,
    RunWaiting,
    begin_run,
    cancel_run,
    fail_run,
    queue_run,
)
from gonghu.domain.policies.operations.recognising import (
    AlreadyDecided,
    AlreadyProposed,
    OpinionMissing,
    Proposal,
    approve_recognition,
    note_end_undone,
    propose_recognition,
    propose_recognition_again,
    refuse_recognition,
    send_recognition_back,
    settle_recognitions,
    withdraw_recognition,
)
from gonghu.domain.policies.operations.scheduling import ScheduleInvalid, move_schedules_on, set_schedule
from gonghu.domain.policies.operations.storing import attach_tasks, store_run
from gonghu.domain.policies.operations.tallying import recount_findings
from gonghu.domain.policies.operations.undoing import RunNotUndoable, undo_run
from gonghu.domain.policies.operations.verifying import recognise_finding, record_verdict

__all__ = [
    "AlreadyDecided",
    "AlreadyProposed",
    "OpinionMissing",
    "Proposal",
    "RunNotUndoable",
    "RunNotWaiting",
    "RunWaiting",
    "ScheduleInvalid",
    "approve_recognition",
    "attach_tasks",
    "begin_run",
    "cancel_run",
    "fail_run",
    "findings_follow_child",
    "move_schedules_on",
    "note_end_undone",
    "propose_recognition",
    "propose_recognition_again",
    "queue_run",
    "recognise_finding",
    "record_verdict",
    "recount_findings",
    "refuse_recognition",
    "send_recognition_back",
    "set_schedule",
    "settle_recognitions",
    "store_run",
    "undo_run",
    "withdraw_recognition",
]
