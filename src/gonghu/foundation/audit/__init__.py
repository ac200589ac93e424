"""The audit chain (审计链): who did or saw what, append-only, each entry bound to the one before it."""
