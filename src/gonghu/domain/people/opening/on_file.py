"""Which village answers for children that a screening found (在档所在地), asked before any file is opened."""

from collections.abc import Iterable
from typing import Final

from gonghu.domain.people.models.number import PURPOSE
from gonghu.domain.people.opening import lookup
from gonghu.domain.people.opening.found import ChildFound
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digests

_WITHOUT: Final = lookup.FileKnown("", "")


def places_on_file(*, found: Iterable[ChildFound]) -> dict[int, str]:
    """Give where those live who have a file, by the caller's key; children are known by their numbers only."""
    numbers = {each.key: each.number for each in found if each.number}
    digests = dict(
        zip(numbers, blind_digests(numbers.values(), purpose=PURPOSE, keyring=current_keyring()), strict=True)
    )
    bearers = lookup.bearers(digests.values())
    files = lookup.files_of(set(bearers.values()))
    places = {key: files.get(bearers.get(digest, ""), _WITHOUT).division_code for key, digest in digests.items()}
    return {key: place for key, place in places.items() if place}
