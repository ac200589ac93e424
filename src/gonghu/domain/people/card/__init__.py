"""
A child's card (儿童卡片): the few fields that a visit shows and may bring up to date, written without overwriting.

Whoever writes says which version of a field was seen. A version is a digest of the value itself, so there is nothing
to keep and nothing to forget: whoever changes a phone on any page changes its version.
"""

from gonghu.domain.people.card.conflicts import (
    CardChanged,
    ConflictSettled,
    NoCarerOnFile,
    conflict_by_key,
    conflicts_in,
    resolve_conflict,
    standing,
)
from gonghu.domain.people.card.fields import (
    CardField,
    CardFieldUnknown,
    card_field,
    card_fields,
    version_of,
)
from gonghu.domain.people.card.items import stamp_of
from gonghu.domain.people.card.reading import Card, card_of
from gonghu.domain.people.card.writing import Conflict, Known, write_card
from gonghu.domain.people.card.written import last_writing
from gonghu.domain.people.item_fields import CardValueWrong

__all__ = [
    "Card",
    "CardChanged",
    "CardField",
    "CardFieldUnknown",
    "CardValueWrong",
    "Conflict",
    "ConflictSettled",
    "Known",
    "NoCarerOnFile",
    "card_field",
    "card_fields",
    "card_of",
    "conflict_by_key",
    "conflicts_in",
    "last_writing",
    "resolve_conflict",
    "stamp_of",
    "standing",
    "version_of",
    "write_card",
]
