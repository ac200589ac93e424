"""Payments (发放): accounts, monthly payrolls, what is stopped, bank files, and what comes back."""
