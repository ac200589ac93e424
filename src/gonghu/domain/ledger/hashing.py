"""The hash of a journal (凭证散列): of what it is of and of its entries in their order."""

import hashlib
from datetime import date
from uuid import UUID


class JournalHash:
    """A hash that grows with every entry."""

    def __init__(self, kind: str, division_code: str, on: date, source_kind: str, source_key: str) -> None:
        header = f"{kind}|{division_code}|{on.isoformat()}|{source_kind}|{source_key}\n"
        self._hash = hashlib.sha256(header.encode())

    def add(self, account: str, amount_fen: int, grant: UUID | None, month: str, line: str, fund: str | None) -> None:
        """Take one entry in; ``month`` is written as 2026-03-01, or empty."""
        self._hash.update(f"{account}|{amount_fen}|{grant.hex if grant else ''}|{month}|{line}|{fund or ''}\n".encode())

    @property
    def digest(self) -> str:
        """The hash so far, in hexadecimal digits."""
        return self._hash.hexdigest()
