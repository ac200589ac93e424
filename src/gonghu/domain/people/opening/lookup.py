"""
Who is on file already (查重), asked for thousands at a time, in plain SQL that both databases take.

Keys are texts of 32 hexadecimal digits here and days are ISO texts, as SQLite keeps them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection

from gonghu.domain.people.models import Child, FormerPlace, IdentityNumber, Kinship, Person
from gonghu.domain.people.terms import ClosingReason

_AT_ONCE: Final = 900
_NUMBERS: Final = IdentityNumber._meta.db_table
_PEOPLE: Final = Person._meta.db_table
_FILES: Final = Child._meta.db_table
_NUMBERED: Final = "EXISTS (SELECT 1 FROM {numbers} AS n WHERE n.person_id = {key} AND n.to_on IS NULL)"
_NAMESAKES: Final = (
    "SELECT c.name, c.born_on, c.person_id, c.division_code,"
    f" {_NUMBERED.format(numbers=_NUMBERS, key='c.person_id')} FROM {_FILES} AS c"
    " WHERE c.sealed_on IS NULL AND c.closing_reason <> %s"
)
_WITHOUT_NUMBER: Final = (
    f"SELECT name, born_on, uuid, division_code FROM {_PEOPLE}"
    " WHERE without_number <> '' AND merged_into_id IS NULL AND sealed_on IS NULL"
)
_BEARERS: Final = f"SELECT number_index, person_id FROM {_NUMBERS} WHERE to_on IS NULL AND number_index IN"
_FORMER_BEARERS: Final = f"SELECT number_index, person_id FROM {_NUMBERS} WHERE to_on IS NOT NULL AND number_index IN"
_SEALED: Final = f"SELECT uuid FROM {_PEOPLE} WHERE sealed_on IS NOT NULL AND uuid IN"

NameAndDay = tuple[str, str]
"""A name and a birth date, empty if it is not known."""


class Namesake(NamedTuple):
    """Somebody on file under a name and a birth date (同名同日生人员)."""

    key: str
    division_code: str
    numbered: bool


class Described(NamedTuple):
    """A child as its file describes it (档案上的儿童)."""

    key: str
    name: str
    pinyin: str
    initials: str
    sex: str
    born_on: str | None


class FileKnown(NamedTuple):
    """A file there is (在档儿童): how far it has come, and which village answers for the child."""

    state: str
    division_code: str


class KinKnown(NamedTuple):
    """Kin that is on file (在档亲属)."""

    relation: str
    relative: str
    name: str
    numbered: bool


def bearers(digests: Iterable[bytes]) -> dict[bytes, str]:
    """
    Give who bears these numbers, or bore one that nobody bears now.

    Of an ended number that several bore nobody knows whose it is; those of sealed files lead nowhere.
    """
    asked = list(dict.fromkeys(digests))
    found = {bytes(digest): _key(person) for digest, person in _rows_of(_BEARERS, asked)}
    former = _rows_of(_FORMER_BEARERS, [digest for digest in asked if digest not in found])
    pairs = [(bytes(digest), _key(person)) for digest, person in former]
    sealed = {_key(person) for (person,) in _rows_of(_SEALED, list({person for _, person in pairs}))}
    ended: dict[bytes, set[str]] = {}
    for digest, person in pairs:
        if person not in sealed:
            ended.setdefault(digest, set()).add(person)
    return found | {digest: people.pop() for digest, people in ended.items() if len(people) == 1}


def namesakes(asked: Iterable[NameAndDay]) -> dict[NameAndDay, list[Namesake]]:
    """Give the children on file under a name and a birth date; without a date, those without one."""
    pairs = list(dict.fromkeys(asked))
    merged = (ClosingReason.MERGED.value,)
    of_database = connection.ops.adapt_datefield_value
    dated = [(name, of_database(date.fromisoformat(born_on))) for name, born_on in pairs if born_on]
    rows = list(_rows(f"{_NAMESAKES} AND (c.name, c.born_on) IN", dated, width=2, first=merged))
    undated = [name for name, born_on in pairs if not born_on]
    rows += _rows(f"{_NAMESAKES} AND c.born_on IS NULL AND c.name IN", undated, first=merged)
    found: dict[NameAndDay, list[Namesake]] = {}
    for name, born_on, key, division, numbered in rows:
        found.setdefault((name, _day(born_on)), []).append(Namesake(_key(key), division, bool(numbered)))
    return found


def without_number() -> dict[NameAndDay, list[Namesake]]:
    """Give everybody of whom no number was known when they were entered: few, so all of them at once."""
    found: dict[NameAndDay, list[Namesake]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_NUMBER)
        for name, born_on, key, division in cursor.fetchall():
            found.setdefault((name, _day(born_on)), []).append(Namesake(_key(key), division, numbered=False))
    return found


def files_of(people: Iterable[str]) -> dict[str, FileKnown]:
    """Give the files of those people who have one."""
    rows = _rows_of(f"SELECT person_id, state, division_code FROM {_FILES} WHERE person_id IN", list(people))
    return {_key(person): FileKnown(state, division) for person, state, division in rows}


def descriptions(people: Iterable[str]) -> dict[str, Described]:
    """Give how the files of people would describe them."""
    rows = _rows_of(f"SELECT uuid, name, pinyin, initials, sex, born_on FROM {_PEOPLE} WHERE uuid IN", list(people))
    return {
        _key(key): Described(_key(key), name, pinyin, initials, sex, _day(born_on) or None)
        for key, name, pinyin, initials, sex, born_on in rows
    }


def former_places(people: Iterable[str]) -> set[tuple[str, str]]:
    """Give where children were at home before, as pairs of child and division."""
    rows = _rows_of(f"SELECT child_id, division_code FROM {FormerPlace._meta.db_table} WHERE child_id IN", list(people))
    return {(_key(child), division) for child, division in rows}


def kin_known(people: Iterable[str]) -> dict[str, list[KinKnown]]:
    """Give the kin of people, past kin left out."""
    rows = _rows_of(
        f"SELECT k.person_id, k.relation, k.relative_id, p.name, {_NUMBERED.format(numbers=_NUMBERS, key='p.uuid')}"
        f" FROM {Kinship._meta.db_table} AS k JOIN {_PEOPLE} AS p ON p.uuid = k.relative_id"
        " WHERE k.to_on IS NULL AND k.person_id IN",
        list(people),
    )
    found: dict[str, list[KinKnown]] = {}
    for person, relation, relative, name, numbered in rows:
        found.setdefault(_key(person), []).append(KinKnown(relation, _key(relative), name, bool(numbered)))
    return found


def _rows(statement: str, values: Sequence[Any], *, width: int = 1, first: tuple[str, ...] = ()) -> Iterator[Any]:
    """Run a statement that ends in IN, once for every few hundred values."""
    remaining = iter(values)
    while part := list(islice(remaining, _AT_ONCE // width)):
        if width > 1:
            places = "VALUES " + ", ".join([f"({', '.join(['%s'] * width)})"] * len(part))
            part = [each for row in part for each in row]
        else:
            places = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} ({places})", [*first, *part])
            yield from cursor.fetchall()


def _rows_of(statement: str, values: Sequence[str] | Sequence[bytes]) -> Iterator[Any]:
    """Run a statement that ends in IN for keys or digests; PostgreSQL takes them as one array, written here."""
    if connection.vendor != "postgresql":
        yield from _rows(statement, values)
    elif values:
        kind = "uuid" if isinstance(values[0], str) else "bytea"
        array = ",".join(each if isinstance(each, str) else f'"\\\\x{each.hex()}"' for each in values)
        with connection.cursor() as cursor:
            cursor.execute(f"{statement.removesuffix('IN')} = ANY(CAST(%s AS {kind}[]))", ["{" + array + "}"])
            yield from cursor.fetchall()


def _key(value: Any) -> str:
    return value if isinstance(value, str) else str(value.hex)


def _day(value: Any) -> str:
    return str(value)[:10] if value else ""
