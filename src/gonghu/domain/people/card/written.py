"""Which record wrote which version of a card (卡片写入记录): who knew of it, and whose the present value is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max

from gonghu.domain.people.card.fields import version_of
from gonghu.domain.people.models import CardWriting
from gonghu.foundation.acting import Actor

_WHY: Final = "the history of a card that is written"


def note_writings(
    *,
    child: UUID,
    before: Mapping[str, str],
    after: Mapping[str, str],
    source: UUID | None,
    by: Actor,
    at: datetime,
) -> None:
    """Note which values took the place of which; ``after`` names the fields that were written."""
    if not after:
        return
    rows = CardWriting.objects.everywhere(_WHY).filter(child=child, field__in=list(after))
    turns = dict(rows.values_list("field").annotate(last=Max("turn")))
    CardWriting.objects.bulk_create(
        CardWriting(
            child_id=child,
            field=field,
            turn=turns.get(field, 0) + 1,
            before=version_of(child=child, field=field, value=before[field]),
            version=version_of(child=child, field=field, value=value),
            source=source,
            written_by_id=by.account,
            written_at=at,
        )
        for field, value in after.items()
    )


def only_known_since(*, child: UUID, field: str, base: str, stands: str, known: Collection[UUID]) -> bool:
    """
    Tell whether whatever was written since a version was seen was written by records that the writer knew of.

    From the version that stands there the writings are gone back, one by one: each must be of a known record, until
    one of them took the place of what was seen. A writing that left no row is another's.
    """
    if not known:
        return False
    wanted = stands
    rows = CardWriting.objects.everywhere(_WHY).filter(child=child, field=field)
    for row in rows.order_by("-turn").iterator(chunk_size=20):
        if row.version != wanted or row.source not in known:
            return False
        if row.before == base:
            return True
        wanted = row.before
    return False


def last_writing(*, child: UUID, field: str, version: str) -> CardWriting | None:
    """Give the writing of the value that stands there; none where it was written on another page."""
    rows = CardWriting.objects.everywhere(_WHY).filter(child=child, field=field).select_related("written_by")
    last = rows.order_by("-turn").first()
    return last if last is not None and last.version == version else None
