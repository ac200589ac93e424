"""What an officer says of a person (登记内容), one class a thing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    CircumstanceKind,
    EndKind,
    HealthKind,
    NumberKind,
    PhoneKind,
    SchoolStage,
    SchoolState,
    Sex,
    WithoutNumber,
)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who somebody is (身份信息); a citizen number says sex and birth date itself."""

    name: str
    sex: Sex = Sex.UNKNOWN
    born_on: date | None = None
    died_on: date | None = None
    former_name: str = ""
    ethnic_group: str = ""
    number: str = ""
    number_kind: NumberKind = NumberKind.CITIZEN
    without_number: WithoutNumber | None = None


@dataclass(frozen=True, slots=True)
class PersonCorrection:
    """What was wrong of who somebody is (更正内容): all that is empty stays as it is."""

    name: str = ""
    is_renamed: bool = False
    former_name: str = ""
    sex: Sex | None = None
    born_on: date | None = None
    died_on: date | None = None
    ethnic_group: str = ""


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """
    A number somebody bears, and why the one before is given up (证件号码信息).

    ``counts`` lets birth date and sex be corrected by what the number tells.
    """

    number: str
    kind: NumberKind = NumberKind.CITIZEN
    reason: str = ""
    counts: bool = False


@dataclass(frozen=True, slots=True)
class CareFacts:
    """Who looks after a child (照护情况): somebody on file, or somebody new by name, or nobody."""

    kind: CareKind
    carer: UUID | None = None
    name: str = ""
    relation: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """Where somebody lives or is registered (住址信息)."""

    kind: AddressKind
    division_code: str
    detail: str
    is_protected: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """On which telephone somebody is reached (电话信息)."""

    kind: PhoneKind
    number: str
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """How somebody stands with the school (就学情况)."""

    stage: SchoolStage
    state: SchoolState
    school: str = ""
    form: str = ""
    boards: bool = False
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """A disability, an illness, an insurance (健康情况)."""

    kind: HealthKind
    disability_type: str = ""
    disability_grade: str = ""
    detail: str = ""
    evidence: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class CircumstanceFacts:
    """A circumstance of a parent or child, and by what it is known (情形与依据)."""

    kind: CircumstanceKind
    from_on: date
    to_on: date | None = None
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CategoryEnding:
    """When and why a recognition ends (终止决定): who proposed it, unless law and a date decide."""

    happened_on: date
    kind: EndKind
    note: str
    first_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """
    That a recognition still holds (复核内容): seen when, on what evidence, to be looked at again by when.

    ``latest`` is the last day that may be named for the next time; with ``run`` it rests on what that run saw.
    """

    reviewed_on: date
    evidence: str
    next_on: date
    latest: date
    run: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """By what and by whom a child was recognised (认定决定): two accounts, never the same."""

    basis: str
    first_by: UUID
    second_by: UUID
    evidence: str = ""
