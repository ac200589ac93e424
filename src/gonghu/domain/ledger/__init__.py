"""The ledger (台账): what every child is owed, what was paid, what came back, and out of which fund."""
