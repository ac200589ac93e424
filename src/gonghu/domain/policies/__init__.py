"""Runs of the policies, their findings, and what was recognised (政策找人)."""
