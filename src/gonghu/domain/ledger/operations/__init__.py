"""What is written in the ledger (台账的写入)."""

from gonghu.domain.ledger.funds import FundMissing
from gonghu.domain.ledger.operations.budgeting import BudgetOverdrawn, change_budget, open_fund
from gonghu.domain.ledger.operations.helping import HelpNotFound, record_help, take_back_help
from gonghu.domain.ledger.operations.opening import Position, forget_positions, open_positions
from gonghu.domain.ledger.operations.posting import JournalNotBalanced, JournalPostedAlready, post_journal
from gonghu.domain.ledger.operations.recovering import NothingToRecover, note_recovery, note_repayment

__all__ = [
    "BudgetOverdrawn",
    "FundMissing",
    "HelpNotFound",
    "JournalNotBalanced",
    "JournalPostedAlready",
    "NothingToRecover",
    "Position",
    "change_budget",
    "forget_positions",
    "note_recovery",
    "note_repayment",
    "open_fund",
    "open_positions",
    "post_journal",
    "record_help",
    "take_back_help",
]
