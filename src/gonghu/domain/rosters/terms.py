"""Words of the rosters: how far a delivery has come, what a sheet is, what is asked about links (名册用语)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.foundation.labels import TextChoices


class DeliveryState(TextChoices):
    """How far a delivery has come (批次状态)."""

    UPLOADED = "UPLOADED", "已上传"
    CHECKED = "CHECKED", "已试读"
    CONFIRMED = "CONFIRMED", "已确认"
    SCREENED = "SCREENED", "已比对"
    UNDONE = "UNDONE", "已撤销"


class SheetState(TextChoices):
    """What came of a sheet (工作表状态)."""

    READ = "READ", "已认出"
    UNKNOWN = "UNKNOWN", "认不出"
    SKIPPED = "SKIPPED", "不读"
    REFUSED = "REFUSED", "拒收"


class Assurance(TextChoices):
    """How sure the kind and the columns of a sheet are (把握), in words."""

    SURE = "SURE", "有把握"
    LIKELY = "LIKELY", "请看一眼"
    UNSURE = "UNSURE", "请核对"
    TOLD = "TOLD", "人工指定"
    REMEMBERED = "REMEMBERED", "沿用上次"


class Likeness(TextChoices):
    """How alike two persons are (相像程度): people are told words, never a weight."""

    LIKELY = "LIKELY", "很可能"
    POSSIBLE = "POSSIBLE", "可能"
    UNLIKELY = "UNLIKELY", "不像"


class RowRole(TextChoices):
    """As whom a row of a roster names somebody (名册中的身份)."""

    SUBJECT = "subject", "本人"
    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    HEAD = "head", "户主"
    ADOPTER = "adopter", "收养人"
    SPOUSE = "spouse", "配偶"
    GUARDIAN = "guardian", "监护人"


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What a department agrees to (协议内容); both days belong to it, no last day means until further notice."""

    kinds: tuple[str, ...]
    purpose: str
    legal_basis: str
    every_days: int
    document: str
    signed_on: date
    from_on: date
    to_on: date | None = None


CHANGEABLE: Final = frozenset({DeliveryState.UPLOADED, DeliveryState.CHECKED})
"""States in which files and mappings may still change."""

READABLE: Final = frozenset({DeliveryState.CONFIRMED, DeliveryState.SCREENED})
"""States in which a delivery may be screened."""


@dataclass(frozen=True, slots=True)
class FileKept:
    """One file that came, sealed already under its key (收到的文件)."""

    key: UUID
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class SheetFound:
    """
    One sheet as it was recognised (认出的工作表); ``file`` is the key of the file it stands in.

    ``columns`` are tables of ``name`` (as the mapping file calls it), ``header``, ``field`` and ``how``; ``sample``
    holds a few rows, masked already.
    """

    file: UUID
    path: str
    sheet: str
    state: SheetState
    kind: str = ""
    found_kind: str = ""
    assurance: Assurance = Assurance.UNSURE
    columns: tuple[Mapping[str, str], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    header_rows: tuple[int, ...] | None = None
    header_digest: str = ""
    sample: tuple[tuple[str, ...], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetSaid:
    """
    What somebody says of a sheet (对一张表的指定): its kind, empty where it is not to be read; fields by column name.

    A column without a field is left aside; of a column that is not named nothing changes.
    """

    sheet: UUID
    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """The rows of one sheet as a dry run counted them (试读行数), and the accepted ones with a cell of no use."""

    total: int
    accepted: int
    returned: int
    blank: int
    warned: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LinkSide:
    """What is known of one of the two persons of a question (一方情况); ``born`` is written 20100131."""

    name: str
    number: str = ""
    born: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """
    A question whether a row of a roster is about somebody (需人工核对的关联).

    ``row_digest`` stands for what the row says and stays when it comes again; ``person`` is the key of the one it may
    be about: the first 17 digits of the number. ``division_code`` is where the question is to be answered.
    """

    division_code: str
    row_digest: str
    person: int
    kind: str
    row_place: str
    role: str
    row: LinkSide
    known: LinkSide
    why: str
    likeness: Likeness
    children: str = ""
    turn: int = 0


def pair_of(row_digest: str, person: int) -> str:
    """Write the two together, as answers name them: the digest of the row, a bar, the key of the person."""
    return f"{row_digest}|{person}"


def person_of(pair: str) -> int:
    """Give the key of the person of a pair."""
    return int(pair.rpartition("|")[2])
