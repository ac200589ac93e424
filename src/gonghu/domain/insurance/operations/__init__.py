"""Writing of insurance, referrals and keying (参保、转介、录入的办理)."""

from gonghu.domain.insurance.operations.answering import AnswerReadBefore, LineAnswered, read_answer
from gonghu.domain.insurance.operations.enrolling import (
    LineCannotGoThere,
    LinesAdded,
    PersonEntitled,
    add_lines,
    enrol_line,
    mark_elsewhere,
    mark_refused,
    remember_tasks,
    take_line_back,
)
from gonghu.domain.insurance.operations.following import insurance_follows_child
from gonghu.domain.insurance.operations.keying import KeyingWanted, NotKeyed, key_in, list_for_keying, undo_keying
from gonghu.domain.insurance.operations.referring import (
    AlreadyReferred,
    OutcomeUnsaid,
    ReferralCannotGoThere,
    answer_referral,
    refer_child,
)
from gonghu.domain.insurance.operations.rounds import (
    PremiumsFixed,
    PremiumUnknown,
    RoundExists,
    RoundSettled,
    RoundWanted,
    change_premiums,
    open_round,
)
from gonghu.domain.insurance.operations.settling import (
    NothingToSend,
    NotReconciled,
    enter_invoice,
    send_roster,
    settle_round,
    withdraw_invoice,
)

__all__ = [
    "AlreadyReferred",
    "AnswerReadBefore",
    "KeyingWanted",
    "LineAnswered",
    "LineCannotGoThere",
    "LinesAdded",
    "NotKeyed",
    "NotReconciled",
    "NothingToSend",
    "OutcomeUnsaid",
    "PersonEntitled",
    "PremiumUnknown",
    "PremiumsFixed",
    "ReferralCannotGoThere",
    "RoundExists",
    "RoundSettled",
    "RoundWanted",
    "add_lines",
    "answer_referral",
    "change_premiums",
    "enrol_line",
    "enter_invoice",
    "insurance_follows_child",
    "key_in",
    "list_for_keying",
    "mark_elsewhere",
    "mark_refused",
    "open_round",
    "read_answer",
    "refer_child",
    "remember_tasks",
    "send_roster",
    "settle_round",
    "take_line_back",
    "undo_keying",
    "withdraw_invoice",
]
