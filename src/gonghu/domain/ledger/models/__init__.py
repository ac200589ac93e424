"""The tables of the ledger (台账)."""

from gonghu.domain.ledger.models.accrual import Accrual
from gonghu.domain.ledger.models.fund import BudgetChange, Fund
from gonghu.domain.ledger.models.help import HelpReceived
from gonghu.domain.ledger.models.journal import Entry, Journal
from gonghu.domain.ledger.models.opening import Opening

__all__ = ["Accrual", "BudgetChange", "Entry", "Fund", "HelpReceived", "Journal", "Opening"]
