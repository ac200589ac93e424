"""Rows of new files, gathered and written in one go (建档行)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from gonghu.domain.people.models import Child, IdentityNumber, Kinship, Person
from gonghu.domain.people.models.number import TAIL, TAIL_PURPOSE
from gonghu.domain.people.opening.found import ChildFound, ParentFound
from gonghu.domain.people.opening.lookup import Described
from gonghu.domain.people.spelling import given, spelt
from gonghu.domain.people.terms import FileState, NumberKind, WithoutNumber
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.foundation.encryption import Keyring
from gonghu.foundation.encryption.blind_index import blind_digest
from gonghu.foundation.encryption.cipher import seal_many
from gonghu.foundation.ordered_keys import with_hyphens
from gonghu.standards import citizen_number

_PERSON: Final = (
    "uuid", "name", "pinyin", "initials", "sex", "born_on", "died_on", "without_number", "division_code", "former_name",
    "ethnic_group",
)  # fmt: skip
_CHILD: Final = (
    "person_id", "division_code", "name", "pinyin", "initials", "sex", "born_on", "given_name", "given_pinyin",
    "category", "state", "risk_level", "opened_on", "closing_reason", "source", "source_key",
)  # fmt: skip
_NUMBER: Final = ("uuid", "person_id", "kind", "number", "number_index", "tail_index", "from_on")
_KINSHIP: Final = ("uuid", "person_id", "relative_id", "relation", "evidence", "from_on")
_OTHER: Final = NumberKind.OTHER.value
_CITIZEN: Final = NumberKind.CITIZEN.value
_PERMIT: Final = NumberKind.PERMIT.value
_FOREIGNER: Final = NumberKind.FOREIGNER.value
_PERMIT_AREAS: Final = frozenset({"81", "82", "83"})
_NOT_KNOWN: Final = WithoutNumber.NOT_KNOWN.value
_LEAD: Final = FileState.LEAD.value
_DAYS: Final = 50_000
_PLACE: Final = f"{IdentityNumber._meta.db_table}.number:"


@dataclass(slots=True)
class Drafts:
    """Rows of one batch, not written yet (一批待写的行)."""

    keys: Iterator[str]
    keyring: Keyring
    on: str
    source: str
    source_key: str | None
    tails: dict[str, bytes]
    people: list[tuple[Any, ...]] = field(default_factory=list)
    children: list[tuple[Any, ...]] = field(default_factory=list)
    numbers: list[tuple[str, str, str, bytes, bytes | None]] = field(default_factory=list)
    kin: list[tuple[Any, ...]] = field(default_factory=list)

    def child_person(self, found: ChildFound, sex: str, born_on: str | None) -> Described:
        """Draft the person a child is, and say how its file describes it."""
        key = next(self.keys)
        described = Described(key, found.name, *spelt(found.name), sex, born_on)
        without = "" if found.number else _NOT_KNOWN
        self.people.append((key, *described[1:4], sex, born_on, None, without, found.division_code))
        return described

    def parent_person(self, found: ParentFound, division_code: str) -> str:
        """Draft a parent; nobody looks for one by sound."""
        key = next(self.keys)
        sex, born_on = told(found)
        died_on = found.died_on.isoformat() if found.died_on else None
        place = found.division_code or division_code
        self.people.append((key, found.name, "", "", sex, born_on, died_on, "", place))
        return key

    def file(self, child: Described, division_code: str) -> None:
        """Draft the file of a child."""
        self.children.append(
            (child.key, division_code, *child[1:], *given(child.name), "", _LEAD, "", self.on, "", self.source,
             self.source_key)
        )  # fmt: skip

    def number(self, person: str, number: str, digest: bytes, *, tail: bool) -> None:
        """Draft a number; only those of children can be found by their last characters."""
        index = self._tail(number[-TAIL:]) if tail else None
        self.numbers.append((next(self.keys), person, number, digest, index))

    def kinship(self, person: str, relative: str, relation: str, since: date | None) -> None:
        """Draft that somebody is kin of a child, from its birth on if that is known."""
        self.kin.append((next(self.keys), person, relative, relation, "", since.isoformat() if since else self.on))

    def write(self) -> None:
        """Write all rows."""
        insert_rows(Person, _PERSON, ((*row, "", "") for row in self.people))
        insert_rows(Child, _CHILD, self.children)
        sealed = seal_many(
            ((number, _PLACE + with_hyphens(key)) for key, _, number, _, _ in self.numbers), keyring=self.keyring
        )
        insert_rows(
            IdentityNumber,
            _NUMBER,
            [
                (key, person, kind_of(number), seal, digest, tail, self.on)
                for (key, person, number, digest, tail), seal in zip(self.numbers, sealed, strict=True)
            ],
        )
        insert_rows(Kinship, _KINSHIP, self.kin)

    def _tail(self, text: str) -> bytes:
        if text not in self.tails:
            self.tails[text] = blind_digest(text, purpose=TAIL_PURPOSE, keyring=self.keyring)
        return self.tails[text]


def told(found: ChildFound | ParentFound) -> tuple[str, str | None]:
    """Give sex and birth date, those of the number where it has any (公民身份号码)."""
    number = found.number
    born_on = found.born_on.isoformat() if found.born_on else None
    if number and kind_of(number) != _OTHER:
        return citizen_number.sex(number), _day(number[6:14]) or born_on
    return found.sex, born_on


@lru_cache(maxsize=_DAYS)
def _day(digits: str) -> str | None:
    born_on = citizen_number.birth_date(f"000000{digits}")
    return born_on.isoformat() if born_on else None


def kind_of(number: str) -> str:
    """Tell what a cleaned number is by its form; all that has not the eighteen places is another document."""
    if len(number) != citizen_number.LENGTH or not number[:-1].isdigit():
        return _OTHER
    if number[0] < "8":
        return _CITIZEN
    return _PERMIT if number[:2] in _PERMIT_AREAS else _FOREIGNER
