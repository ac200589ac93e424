"""What is written of payments (发放的写入)."""

from gonghu.domain.payments.operations.accounts import (
    AccountGiven,
    AccountNotNew,
    AccountUnknown,
    NumberDamaged,
    enter_account,
    record_unmasking,
    verify_account,
)
from gonghu.domain.payments.operations.accounts_taken import (
    AccountTold,
    RollRead,
    forget_accounts,
    forget_lines_given_up,
    take_over_accounts,
)
from gonghu.domain.payments.operations.answering import (
    AnswerTaken,
    NoAccountNow,
    StillOpen,
    close_payroll,
    give_up_payment,
    requeue_payment,
    take_answer,
)
from gonghu.domain.payments.operations.drafting import draft_lines
from gonghu.domain.payments.operations.freezing import (
    DraftStale,
    NothingToPay,
    cancel_payroll,
    freeze_payroll,
    send_payroll_back,
)
from gonghu.domain.payments.operations.joining import payments_follow_grants
from gonghu.domain.payments.operations.opening import DraftOpen, LineNotThere, draft_again, fail_draft, open_payroll
from gonghu.domain.payments.operations.overspending import (
    BudgetShort,
    BudgetsSuffice,
    agree_to_overspend,
    shortfalls_of,
)
from gonghu.domain.payments.operations.replays import AnsweredAlready, LooksAnswered
from gonghu.domain.payments.operations.sending import FileMade, NothingWaits, make_bank_file
from gonghu.domain.payments.operations.signing import (
    ContentChanged,
    approve_payroll,
    check_payroll,
    release_payroll,
)
from gonghu.domain.payments.operations.steps import AlreadyPast, OpinionMissing, PayrollUnknown
from gonghu.domain.payments.operations.stops import NeverLetGo, StopUnknown, decide_stop

__all__ = [
    "AccountGiven",
    "AccountNotNew",
    "AccountTold",
    "AccountUnknown",
    "AlreadyPast",
    "AnswerTaken",
    "AnsweredAlready",
    "BudgetShort",
    "BudgetsSuffice",
    "ContentChanged",
    "DraftOpen",
    "DraftStale",
    "FileMade",
    "LineNotThere",
    "LooksAnswered",
    "NeverLetGo",
    "NoAccountNow",
    "NothingToPay",
    "NothingWaits",
    "NumberDamaged",
    "OpinionMissing",
    "PayrollUnknown",
    "RollRead",
    "StillOpen",
    "StopUnknown",
    "agree_to_overspend",
    "approve_payroll",
    "cancel_payroll",
    "check_payroll",
    "close_payroll",
    "decide_stop",
    "draft_again",
    "draft_lines",
    "enter_account",
    "fail_draft",
    "forget_accounts",
    "forget_lines_given_up",
    "freeze_payroll",
    "give_up_payment",
    "make_bank_file",
    "open_payroll",
    "payments_follow_grants",
    "record_unmasking",
    "release_payroll",
    "requeue_payment",
    "send_payroll_back",
    "shortfalls_of",
    "take_answer",
    "take_over_accounts",
    "verify_account",
]
