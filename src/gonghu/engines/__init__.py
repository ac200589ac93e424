"""The computing engines: rows in, answers out. No Django, no clock, no network."""
