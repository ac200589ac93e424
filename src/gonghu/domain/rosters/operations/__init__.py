"""What is written about rosters (名册的写入): agreements, deliveries, mappings, answers about links."""

from gonghu.domain.rosters.operations.agreements import end_agreement, enter_agreement
from gonghu.domain.rosters.operations.arriving import receive_delivery, store_recognised_anew, store_recognition
from gonghu.domain.rosters.operations.asking import ask_about_links
from gonghu.domain.rosters.operations.mapping import correct_sheets
from gonghu.domain.rosters.operations.reviewing import answer_link, note_question_read, withdraw_answer
from gonghu.domain.rosters.operations.settling import (
    confirm_delivery,
    note_returned_taken,
    note_screened,
    store_trial,
    undo_delivery,
)

__all__ = [
    "answer_link",
    "ask_about_links",
    "confirm_delivery",
    "correct_sheets",
    "end_agreement",
    "enter_agreement",
    "note_question_read",
    "note_returned_taken",
    "note_screened",
    "receive_delivery",
    "store_recognised_anew",
    "store_recognition",
    "store_trial",
    "undo_delivery",
    "withdraw_answer",
]
