"""Who does something (操作人): what every operation takes as `by`."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

NATION: Final = "000000"
"""The six digits of no district: the whole country, and the system itself."""


@dataclass(frozen=True, slots=True)
class Actor:
    """
    One person on one post, or the system (操作人：某人以某岗位，或系统本身).

    ``district`` is the six digits of the division the post serves, ``label`` what lists show, ``request`` the id of
    the request that everything done in it shares.
    """

    account: UUID | None
    post: UUID | None
    label: str
    district: str = NATION
    request: str = ""

    @property
    def key(self) -> str:
        """Give the account as text, or the label of an actor who has none."""
        return str(self.account) if self.account else self.label


SYSTEM: Final = Actor(account=None, post=None, label="system")
"""Scheduled work and commands of the technician (系统)."""
