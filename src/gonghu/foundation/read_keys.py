"""Keys that arrive as text (键): from an address, a ticked box, an entry of the audit."""

from collections.abc import Iterable
from uuid import UUID


def key_of(text: str) -> UUID | None:
    """Read a key; what is none gives ``None``, as what was never said does."""
    try:
        return UUID(text)
    except ValueError:
        return None


def keys_of(texts: Iterable[str]) -> list[UUID]:
    """Read the keys among some texts, in their order; the rest is left out."""
    return [key for key in map(key_of, texts) if key]
