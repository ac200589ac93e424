"""What the hash of an entry covers (散列): every field but the hash itself, as canonical JSON, SHA-256."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

HASH_DIGITS: Final = 64
HASHED: Final = (
    "uuid", "chain", "sequence", "at", "actor", "post", "verb", "subject_kind", "subject_key", "purpose", "detail",
    "request", "previous_hash",
)  # fmt: skip


def entry_hash(fields: Mapping[str, Any]) -> str:
    """Give the hash of an entry from its fields; those that are not covered are passed over."""
    text = json.dumps(
        {name: _plain(fields[name]) for name in HASHED}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
