"""Files opened for the children a screening found (比对建档), and taken back with it (撤回)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.opening import lookup
from gonghu.domain.people.opening.drafts import Drafts
from gonghu.domain.people.opening.filing import Filing
from gonghu.domain.people.opening.found import ChildFound, OpenedFiles
from gonghu.domain.people.terms import FileSource
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.ordered_keys import ordered_keys

_AT_ONCE: Final = 5_000


@transaction.atomic
def open_files(
    *,
    found: Iterable[ChildFound],
    by: Actor,
    at: datetime,
    source: FileSource = FileSource.SCREENING,
    source_key: UUID | None = None,
) -> OpenedFiles:
    """
    Open a file for every child found that has none, with its parents (批量建档).

    A child is who bears its number, else who has its name, birth date and village; found again, nothing is opened.
    Files that were closed stay closed, moved ones stay where they are.

    :raises NotPermitted: the actor may not run screenings where a child lives
    """
    keys, on = ordered_keys(at), day_of(at).isoformat()
    origin = source_key.hex if source_key else None
    children: dict[int, UUID] = {}
    opened: set[UUID] = set()
    closed: set[UUID] = set()
    asked: set[str] = set()
    places: dict[int, str] = {}
    tails: dict[str, bytes] = {}
    without_number = lookup.without_number()
    remaining = iter(found)
    while batch := list(islice(remaining, _AT_ONCE)):
        for code in {each.division_code for each in batch} - asked:
            authorise(by, Permission.RUN_SCREENING, code)
            asked.add(code)
        filing = Filing(Drafts(keys, current_keyring(), on, source.value, origin, tails), without_number)
        filing.file(batch)
        places |= filing.places
        for key, person in filing.children.items():
            children[key] = child = UUID(hex=person)
            if person in filing.opened:
                opened.add(child)
            elif person in filing.closed:
                closed.add(child)
    record(
        by=by,
        at=at,
        verb="people.open_files",
        subject_kind="children",
        subject_key=str(source_key or ""),
        detail={"found": len(children), "opened": len(opened), "source": source.value},
        district=_district(asked),
    )
    return OpenedFiles(children, frozenset(opened), frozenset(closed), places)


def _district(places: set[str]) -> str:
    """Give the six digits of the district if there is only one, else of the whole country."""
    districts = {code[: len(NATION)] for code in places}
    return districts.pop() if len(districts) == 1 else NATION
