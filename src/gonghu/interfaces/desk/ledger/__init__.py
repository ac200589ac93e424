"""Pages of the ledger (台账): journals, budgets, the month, what stops on its way, and one child's money."""
