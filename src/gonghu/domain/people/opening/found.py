"""What a screening says of children (比对发现的儿童), and what became of it (建档结果)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gonghu.domain.people.terms import Category, SchoolStage, SchoolState
from gonghu.standards.sex import UNKNOWN


@dataclass(frozen=True, slots=True)
class ParentFound:
    """
    A parent as a roster names one (发现的父母): relation by GB/T 4761 (51 father, 52 mother).

    Name and number come cleaned, a number only if it is whole; without a division the child's is taken.
    """

    relation: str
    name: str
    number: str | None = None
    sex: str = UNKNOWN
    born_on: date | None = None
    died_on: date | None = None
    division_code: str = ""


@dataclass(frozen=True, slots=True)
class ChildFound:
    """
    A child as the rosters know it (发现的儿童); ``key`` is the caller's own.

    Name and number come cleaned; the division has twelve digits.
    """

    key: int
    name: str
    division_code: str
    number: str | None = None
    sex: str = UNKNOWN
    born_on: date | None = None
    parents: tuple[ParentFound, ...] = ()


@dataclass(frozen=True, slots=True)
class OnRoll:
    """
    That a child stands on the roll of the department (在册儿童): as what, since when, and where the roll says so.

    Of a roll that names no day, the day of the screening is taken.
    """

    category: Category
    from_on: date | None
    basis: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SchoolingSaid:
    """How a child stands with the school by the list of pupils (学籍所述), and where the list says so."""

    stage: SchoolStage
    state: SchoolState
    school: str
    place: str


@dataclass(frozen=True, slots=True)
class DisabilitySaid:
    """
    A child's disability by its certificate (残疾人证所述): type and grade by GB/T 26341, and where that is said.

    ``expires_on`` is the last day on which the certificate counts, where the list names one.
    """

    disability_type: str
    disability_grade: str
    issued_on: date | None
    place: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenedFiles:
    """
    What became of the children found (建档结果).

    ``children`` gives the file of each of the caller's keys, ``opened`` those that are new, ``closed`` those that were
    closed before and stay so, ``places`` the village that answers for each.
    """

    children: Mapping[int, UUID]
    opened: frozenset[UUID]
    closed: frozenset[UUID]
    places: Mapping[int, str]
