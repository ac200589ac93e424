"""Deciding, child by child, who is on file already and what has to be written (建档判定)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gonghu.domain.people.models.number import PURPOSE
from gonghu.domain.people.opening import lookup
from gonghu.domain.people.opening.drafts import Drafts, told
from gonghu.domain.people.opening.found import ChildFound, ParentFound
from gonghu.domain.people.opening.lookup import Described, FileKnown, KinKnown, NameAndDay, Namesake
from gonghu.domain.people.terms import FileState
from gonghu.foundation.encryption.blind_index import blind_digests

_NOBODY = Namesake("", "", numbered=False)


@dataclass(slots=True)
class Filing:
    """One batch of children with what is known of them (一批待判定的儿童)."""

    drafts: Drafts
    without_number: dict[NameAndDay, list[Namesake]]
    told: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    bearers: dict[bytes, str] = field(default_factory=dict)
    namesakes: dict[NameAndDay, list[Namesake]] = field(default_factory=dict)
    former: set[tuple[str, str]] = field(default_factory=set)
    files: dict[str, FileKnown] = field(default_factory=dict)
    kin: dict[str, list[KinKnown]] = field(default_factory=dict)
    children: dict[int, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)

    def file(self, batch: Sequence[ChildFound]) -> None:
        """Find or draft every child of a batch, with its parents, and write what is new."""
        everybody: list[ChildFound | ParentFound] = [*batch, *(parent for found in batch for parent in found.parents)]
        self.told = {found.key: told(found) for found in batch}
        self._look_up_numbers(list(dict.fromkeys(each.number for each in everybody if each.number)))
        self._look_up_names([found for found in batch if not found.number])
        on_file = {person for found in batch if (person := self._known(found))}
        self.files, self.kin = lookup.files_of(on_file), lookup.kin_known(on_file)
        described = lookup.descriptions(on_file - self.files.keys())
        for found in batch:
            self._file_one(found, described)
        self.drafts.write()

    def _look_up_numbers(self, numbers: list[str]) -> None:
        digests = blind_digests(numbers, purpose=PURPOSE, keyring=self.drafts.keyring)
        self.digests = dict(zip(numbers, digests, strict=True))
        self.bearers = lookup.bearers(digests)

    def _look_up_names(self, batch: list[ChildFound]) -> None:
        self.namesakes = lookup.namesakes(map(self._name_and_day, batch))
        self.former = lookup.former_places({one.key for several in self.namesakes.values() for one in several})

    def _bearer(self, found: ChildFound | ParentFound) -> str | None:
        return self.bearers.get(self.digests[found.number]) if found.number else None

    def _known(self, found: ChildFound) -> str | None:
        """
        Give the person a child is: who bears the number, else who has its name and birth date and lives there.

        One with another number is somebody else (twins have adjoining ones). Of several that fit, the one without a
        number is taken, so that whoever was entered in doubt is found again.
        """
        bearer = self._bearer(found)
        if bearer:
            return bearer
        asked = self._name_and_day(found)
        if found.number:
            without = self._fitting(found, self.without_number.get(asked, ()))
            return without[0].key if len(without) == 1 else None
        fitting = self._fitting(found, self.namesakes.get(asked, ()))
        without = sorted(one for one in fitting if not one.numbered)
        return (fitting if len(fitting) == 1 else [*without, _NOBODY])[0].key or None

    def _fitting(self, found: ChildFound, several: Iterable[Namesake]) -> list[Namesake]:
        place = found.division_code
        return [one for one in several if one.division_code == place or (one.key, place) in self.former]

    def _name_and_day(self, found: ChildFound) -> NameAndDay:
        return found.name, self.told[found.key][1] or ""

    def _file_one(self, found: ChildFound, described: dict[str, Described]) -> None:
        person = self._known(found)
        if person is None:
            child = self.drafts.child_person(found, *self.told[found.key])
            person = child.key
            described[person] = child
            if not found.number:
                self._remember(found, Namesake(person, found.division_code, numbered=False))
        if person in described:
            self.drafts.file(described.pop(person), found.division_code)
            self.files[person] = FileKnown(FileState.LEAD, found.division_code)
            self.opened.add(person)
        if self.files[person].state == FileState.CLOSED:
            self.closed.add(person)
        self.children[found.key], self.places[found.key] = person, self.files[person].division_code
        self._number(person, found, tail=True)
        for parent in found.parents:
            self._file_parent(person, parent, found)

    def _remember(self, found: ChildFound, one: Namesake) -> None:
        asked = self._name_and_day(found)
        for known in (self.namesakes, self.without_number):
            known.setdefault(asked, []).append(one)

    def _number(self, person: str, found: ChildFound | ParentFound, *, tail: bool = False) -> None:
        """Draft a number that nobody bears yet."""
        if found.number and not self._bearer(found):
            digest = self.digests[found.number]
            self.bearers[digest] = person
            self.drafts.number(person, found.number, digest, tail=tail)

    def _file_parent(self, child: str, parent: ParentFound, found: ChildFound) -> None:
        """
        Draft a parent and the kinship; where the file names somebody in that place already, a human being decides.

        Only a parent of that name who had no number gets it.
        """
        there = [kin for kin in self.kin.get(child, ()) if kin.relation == parent.relation]
        if there:
            (first, *others) = there
            if not others and first.name == parent.name and not first.numbered:
                self._number(first.relative, parent)
            return
        if not parent.name and not parent.number:
            return
        relative = self._bearer(parent) or self.drafts.parent_person(parent, found.division_code)
        if relative == child:
            return
        self._number(relative, parent)
        self.drafts.kinship(child, relative, parent.relation, found.born_on)
        self.kin.setdefault(child, []).append(KinKnown(parent.relation, relative, parent.name, bool(parent.number)))
