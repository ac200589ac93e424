"""What is written about visits (走访的写入)."""

from gonghu.domain.visits.operations.calling import (
    close_as_harm,
    close_call,
    give_call_task,
    note_look_at_call,
    note_ring_back,
    note_second_call,
    reopen_call,
    write_call_down,
)
from gonghu.domain.visits.operations.correcting import move_problems, replace_visit
from gonghu.domain.visits.operations.listing import end_exception, except_child, fix_list
from gonghu.domain.visits.operations.mending import (
    answer_problem,
    give_task,
    note_problem,
    recheck_problem,
    reopen_problem,
)
from gonghu.domain.visits.operations.reporting import (
    give_harm_task,
    harm_follows_places,
    receive_complaint,
    receive_harm,
    reply_complaint,
    take_harm_report,
)
from gonghu.domain.visits.operations.tallying import tally_coverage
from gonghu.domain.visits.operations.telling import note_money_told
from gonghu.domain.visits.operations.visiting import (
    find_problems,
    log_contact,
    plan_follow_ups,
    record_visit,
)
from gonghu.domain.visits.operations.wishing import (
    fulfil_wish,
    give_back_wish,
    keep_back_wish,
    make_wish,
    note_needs,
    release_wish,
    settle_wish,
    take_wish,
)

__all__ = [
    "answer_problem",
    "close_as_harm",
    "close_call",
    "end_exception",
    "except_child",
    "find_problems",
    "fix_list",
    "fulfil_wish",
    "give_back_wish",
    "give_call_task",
    "give_harm_task",
    "give_task",
    "harm_follows_places",
    "keep_back_wish",
    "log_contact",
    "make_wish",
    "move_problems",
    "note_look_at_call",
    "note_money_told",
    "note_needs",
    "note_problem",
    "note_ring_back",
    "note_second_call",
    "plan_follow_ups",
    "receive_complaint",
    "receive_harm",
    "recheck_problem",
    "record_visit",
    "release_wish",
    "reopen_call",
    "reopen_problem",
    "replace_visit",
    "reply_complaint",
    "settle_wish",
    "take_harm_report",
    "take_wish",
    "tally_coverage",
    "write_call_down",
]
