"""What came of reading a delivery of files (交付清单): every sheet, every column, every row accounted for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gonghu.engines.intake.archives import Filing
from gonghu.engines.intake.header_match import Found
from gonghu.engines.intake.profiles import Profile, Profiles


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its header, the field it was taken for (None: left aside) and how that was found."""

    index: int
    header: str
    field: str | None
    how: Found | None


@dataclass(frozen=True)
class Counts:
    """The rows of one sheet after its header: ``total`` is the sum of the other three."""

    total: int
    accepted: int
    quarantined: int
    blank: int


@dataclass(frozen=True)
class Sheet:
    """One sheet that was recognised and loaded. ``header_rows`` are 1-based and empty when there is no header."""

    file_no: int
    path: str
    sha256: str
    kind: str
    sheet: str
    encoding: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    constants: dict[str, str]
    counts: Counts
    warnings: tuple[str, ...] = ()
    from_cache: bool = False

    @property
    def first_row(self) -> int:
        """The 1-based row after the header."""
        return self.header_rows[-1] + 1 if self.header_rows else 1

    @property
    def place(self) -> str:
        """File and sheet as a person would say them."""
        return f"{self.path} · {self.sheet}" if self.sheet else self.path


@dataclass(frozen=True)
class Refusal:
    """A file or sheet that was not read, why, and what to do about it."""

    path: str
    sheet: str
    reason: str


@dataclass(frozen=True)
class Delivery:
    """Everything that was found in a folder, archive or file."""

    source: Path = Path()
    sheets: tuple[Sheet, ...] = ()
    refused: tuple[Refusal, ...] = ()
    unrecognised: tuple[Refusal, ...] = ()
    notes: tuple[Refusal, ...] = ()
    profiles: Profiles = field(default_factory=lambda: Profiles({}))
    filing: Filing = field(default_factory=Filing)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of roster that have come."""
        return frozenset(sheet.kind for sheet in self.sheets)

    def missing(self, kinds: Iterable[str] | None = None) -> tuple[Profile, ...]:
        """Return the kinds that have not come; each profile says in ``loses`` what cannot be found without it."""
        wanted = self.profiles if kinds is None else [self.profiles.of_kind(kind) for kind in kinds]
        return tuple(profile for profile in wanted if profile.kind not in self.kinds and not profile.fallback)
