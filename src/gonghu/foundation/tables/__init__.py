"""The tables of a new database, laid out at once (建表)."""
