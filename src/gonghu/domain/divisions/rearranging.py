"""How a change of divisions is carried out (变更的落实): rows end, rows begin, and who follows whom is written down."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Q

from gonghu.domain.divisions.models import Division, DivisionChange, DivisionSuccession
from gonghu.domain.divisions.national_list import DivisionRow, codes_above, division_row, level_of, nearest_above
from gonghu.domain.divisions.queries import NoSuchDivision
from gonghu.domain.divisions.terms import Area, ChangeKind, in_force
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.standards.division_code import pad

_DAY = timedelta(days=1)
_AT_ONCE = 500
_NAMED = 5


class CodeTaken(ValueError):
    """A new code is in use on that day or later."""


class ChangeTooEarly(ValueError):
    """A division would end before it began."""


class AlreadyChanged(ValueError):
    """A division is to change on a day after which another change of it is known."""


class ChildrenLeftBehind(ValueError):
    """A division would end while others still stand below it."""


class WrongLevel(ValueError):
    """A code of another level is given for a division."""


class Rearrangement:
    """What ends, begins and follows on one day (区划调整); nothing is written before ``save``."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._ended: dict[str, Division] = {}
        self._begun: dict[str, str] = {}
        self._staying: set[str] = set()
        self._links: list[tuple[str, str]] = []
        self.renumbered = 0

    def find(self, code: str) -> Division:
        """
        Give the division in force under a code, held until the transaction ends.

        :raises NoSuchDivision: there is none
        :raises AlreadyChanged: it changes later on
        """
        for division in self._held(Q(code=pad(code))):
            return division
        raise NoSuchDivision(f"{self._on} 没有代码为 {code} 的行政区划")

    def _held(self, condition: Q) -> Iterator[Division]:
        rows = Division.objects.select_for_update().filter(in_force(self._on), condition).order_by("code", "pk")
        for division in rows:
            if division.valid_to is not None:
                raise AlreadyChanged(f"{division} 已登记 {division.valid_to} 之后的变更，不能再补登更早的变更")
            yield division

    def replace(self, division: Division, code: str, name: str) -> None:
        """End a division and let a code of its level follow it; under the same code and name it simply stays."""
        if level_of(code) != division.level:
            raise WrongLevel(f"{code} 与 {division.code} {division.name} 层级不同")
        self._links.append((division.code, code))
        if (code, name) == (division.code, division.name):
            self._staying.add(code)
        else:
            self._begun[code] = name
            if code == division.code:
                self._ended[code] = division

    def end(self, division: Division) -> None:
        """Let a division end on the day before."""
        self._ended[division.code] = division

    def begin(self, code: str, name: str) -> None:
        """Let a division begin that follows nobody."""
        self._begun[code] = name
        self._links.append(("", code))

    def end_for_good(self, division: Division) -> None:
        """Let a division end that nobody follows."""
        self.end(division)
        self._links.append((division.code, ""))

    def renumber(self, codes: Mapping[str, str]) -> None:
        """Give divisions other codes, and with each everything below it."""
        for old, new in codes.items():
            before, after = Area.of(old), Area.of(new)
            if before.level != after.level:
                raise WrongLevel(f"{old} 与 {new} 层级不同")
            for division in self._held(before.filter("code")):
                self.replace(division, after.prefix + division.code[len(after.prefix) :], division.name)
                self.end(division)
                self.renumbered += 1

    def refuse_children_left(self, codes: Iterable[str]) -> None:
        """
        Look for divisions right below those that end.

        :raises ChildrenLeftBehind: some neither end nor get another code
        """
        below = Division.objects.filter(in_force(self._on), parent_code__in=list(codes)).order_by("code")
        left = [division for division in below if division.code not in self._ended]
        if left:
            named = "、".join(map(str, left[:_NAMED]))
            raise ChildrenLeftBehind(f"还有 {len(left)} 个下级区划没有说明去向：{named}")

    def save(self, kind: ChangeKind, document: str) -> DivisionChange:
        """
        Write the change.

        :raises ChangeTooEarly: see the class, as for the other errors
        """
        for code in self._staying:
            # Others that go over into it do not make it begin anew.
            self._begun.pop(code, None)
        early = [division for division in self._ended.values() if (division.valid_from or date.min) >= self._on]
        if early:
            raise ChangeTooEarly(f"{early[0]} 自 {early[0].valid_from} 起设立，变更日期须在其后")
        self._refuse_taken()
        keys = [division.pk for division in self._ended.values()]
        for start in range(0, len(keys), _AT_ONCE):
            Division.objects.filter(pk__in=keys[start : start + _AT_ONCE]).update(valid_to=self._on - _DAY)
        insert_rows(Division, DivisionRow._fields, self._new_rows())
        change = DivisionChange.objects.create(kind=kind, effective_on=self._on, document=document)
        DivisionSuccession.objects.bulk_create(
            DivisionSuccession(change=change, from_code=old, to_code=new, effective_on=self._on)
            for old, new in self._links
        )
        return change

    def _refuse_taken(self) -> None:
        codes = [code for code in self._begun if code not in self._ended]
        for start in range(0, len(codes), _AT_ONCE):
            rows = Division.objects.filter(code__in=codes[start : start + _AT_ONCE])
            taken = rows.exclude(valid_to__lt=self._on).first()
            if taken:
                raise CodeTaken(f"代码 {taken.code} 已由 {taken.name} 使用")

    def _new_rows(self) -> list[DivisionRow]:
        above = {step for code in self._begun for step in codes_above(code)}
        stand = Division.objects.filter(in_force(self._on), code__in=above)
        grouping = dict(stand.values_list("code", "grouping")) | dict.fromkeys(self._begun, False)
        standing = {code for code, groups in grouping.items() if not groups}
        for code, name in self._begun.items():
            if any(step not in grouping for step in codes_above(code)[:1]):
                raise NoSuchDivision(f"{code} {name} 没有上级区划")
        return [division_row(code, name, nearest_above(code, standing), self._on) for code, name in self._begun.items()]
