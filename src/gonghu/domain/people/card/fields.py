"""Which fields a card has (卡片项目), what they are called, and what tells one value from another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

import yaml

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.item_fields import REGISTERED_ADDRESS, CardValueWrong, ItemField, item_fields
from gonghu.domain.people.terms import AddressKind, CareKind, SchoolStage, SchoolState
from gonghu.foundation.encryption import Keyring, current_keyring
from gonghu.foundation.encryption.blind_index import blind_digest
from gonghu.foundation.labels import Label, TextChoices
from gonghu.standards.masking import MASKS
from gonghu.standards.relationship import relationships

PACK: Final = Path(__file__).parents[3] / "packs" / "questionnaires" / "card.yaml"
_LONGEST: Final = 500
Values = dict[str, str]


class CardFieldUnknown(LookupError):
    """No field of a card has that name."""


class CardFieldName(StrEnum):
    """The names that the program knows (卡片项目代号)."""

    LIVING_ADDRESS = "living_address"
    PHONE = "phone"
    FAMILY_PHONE = "family_phone"
    CARE_KIND = "care_kind"
    CARER_NAME = "carer_name"
    CARER_RELATION = "carer_relation"
    CARER_PHONE = "carer_phone"
    FATHER_WHEREABOUTS = "father_whereabouts"
    MOTHER_WHEREABOUTS = "mother_whereabouts"
    SCHOOL_STAGE = "school_stage"
    SCHOOL_STATE = "school_state"
    SCHOOL = "school"
    SCHOOL_CLASS = "school_class"
    SUBSIDY_CARD_HOLDER = "subsidy_card_holder"
    HEALTH_NOTE = "health_note"


NOTES: Final = frozenset(
    {
        CardFieldName.FATHER_WHEREABOUTS,
        CardFieldName.MOTHER_WHEREABOUTS,
        CardFieldName.SUBSIDY_CARD_HOLDER,
        CardFieldName.HEALTH_NOTE,
    }
)
"""Fields that no other table of the people holds."""

ADDRESSES: Final = {CardFieldName.LIVING_ADDRESS: AddressKind.LIVING, REGISTERED_ADDRESS: AddressKind.REGISTERED}
"""Fields that are not told while the address of that kind is protected."""

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    CardFieldName.CARE_KIND: CareKind,
    CardFieldName.SCHOOL_STAGE: SchoolStage,
    CardFieldName.SCHOOL_STATE: SchoolState,
}


@dataclass(frozen=True, slots=True)
class CardField:
    """One field of a card (卡片项目)."""

    name: CardFieldName
    label: str
    masked: str = ""

    def hidden(self, value: str) -> str:
        """Give a value as a masked page shows it."""
        return MASKS[self.masked](value) if self.masked else value

    def words(self, value: str) -> str:
        """Give a value as people read it: a code by its words."""
        if self.name == CardFieldName.CARER_RELATION:
            return relationships().get(value, value)
        known = _CHOICES.get(self.name)
        return _labels(known).get(value, value) if known else value

    def checked(self, value: str) -> str:
        """
        Give a value as it is kept.

        :raises CardValueWrong: it is none of those that can be chosen, or too long
        """
        kept = value.strip()
        known = _CHOICES.get(self.name)
        codes = known.values if known else relationships() if self.name == CardFieldName.CARER_RELATION else None
        if kept and codes is not None and kept not in codes:
            raise CardValueWrong(f"“{self.label}”没有“{kept}”这个选项")
        if len(kept) > _LONGEST:
            raise CardValueWrong(f"“{self.label}”最多 {_LONGEST} 个字")
        return kept


@cache
def _labels(known: type[TextChoices]) -> Mapping[str, str]:
    """Give the words of codes; they are Chinese in every language of the pages."""
    return {value: str(label) for value, label in known.choices}


@cache
def card_fields() -> Mapping[str, CardField]:
    """Give the fields of a card in their order, by name."""
    said = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return {
        name: CardField(CardFieldName(name), Label(each["label"]), str(each.get("masked", "")))
        for name, each in said.items()
    }


def card_field(name: str) -> CardField | ItemField:
    """
    Give the field of a name, of the card or of the items beyond it.

    :raises CardFieldUnknown: there is none
    """
    found = card_fields().get(name) or item_fields().get(name)
    if found is None:
        raise CardFieldUnknown(f"卡片没有“{name}”这一项")
    return found


def sealed_kind(name: str) -> SealedKind | None:
    """Say to whom alone a field is told, if it is sealed as such."""
    found = item_fields().get(name)
    return found.sealed if found else None


def version_of(*, child: UUID, field: str, value: str, keyring: Keyring | None = None) -> str:
    """
    Give the version of a value: the same for the same value of the same field of the same child, and only then.

    Whoever asks for many gives the ``keyring``, which is looked up on disk otherwise.
    """
    return versions_of(child=child, values={field: value}, keyring=keyring or current_keyring())[field]


def versions_of(*, child: UUID, values: Mapping[str, str], keyring: Keyring) -> dict[str, str]:
    """Give the version of each of the values of a child by field, as ``version_of`` does one by one."""
    of_child = f"card:{child}:"
    # In hexadecimal, because the digest takes texts of different spacing and width as equal.
    return {
        field: blind_digest(value.encode().hex(), purpose=of_child + field, keyring=keyring).hex()
        for field, value in values.items()
    }
