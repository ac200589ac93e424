"""Writing of divisions (区划的写入): the national lists, and every change with the document that ordered it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gonghu.domain.divisions.following import RowsFollowed, follow, go_back
from gonghu.domain.divisions.loading import LoadedDivisions, Report, load_area
from gonghu.domain.divisions.models import DivisionChange
from gonghu.domain.divisions.national_list import LISTED_ON
from gonghu.domain.divisions.rearranging import Rearrangement
from gonghu.domain.divisions.taking_back import erase, refuse_taking_back
from gonghu.domain.divisions.terms import Area, ChangeKind
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards.division_code import Level, pad

_CHAIN = int(Level.COUNTY)


def load_divisions(
    *, by: Actor, at: datetime, area: Area | None = None, report: Report | None = None
) -> LoadedDivisions:
    """
    Load the national lists of an area, of the whole country if none is named; what is there already stays as it is.

    The whole country is 673,000 rows in one transaction: on SQLite others cannot write meanwhile.
    """
    wanted = area or Area("")
    with transaction.atomic():
        loaded = load_area(wanted, report)
        record(
            by=by,
            at=at,
            verb="divisions.load",
            subject_kind="area",
            subject_key=wanted.prefix or "CN",
            detail={"divisions": loaded.divisions, "changes": loaded.changes, "listed_on": LISTED_ON.isoformat()},
            district=NATION,
        )
    return loaded


def rename_division(*, code: str, name: str, on: date, document: str, by: Actor, at: datetime) -> DivisionChange:
    """
    Give a division another name under the same code (更名).

    :raises NoSuchDivision: no division bears the code on that day
    :raises ChangeTooEarly: it began on that day or later
    :raises AlreadyChanged: it changes later on
    """
    with transaction.atomic():
        change = Rearrangement(on)
        division = change.find(code)
        change.replace(division, division.code, name)
        saved = change.save(ChangeKind.RENAMED, document)
        _record("divisions.rename", [division.code], [division.code], saved, change, by, at)
    return saved


def move_division(*, code: str, to_code: str, on: date, document: str, by: Actor, at: datetime) -> DivisionChange:
    """
    Put a division with everything below it under another code, and so perhaps under another division (改隶).

    :raises NoSuchDivision: no division bears the code, or none stands above the new one
    :raises CodeTaken: the new code, or one below it, is in use
    :raises WrongLevel: the new code is of another level
    :raises ChangeTooEarly: the division began on that day or later
    :raises AlreadyChanged: it changes later on
    """
    with transaction.atomic():
        change = Rearrangement(on)
        division = change.find(code)
        change.renumber({division.code: pad(to_code)})
        saved = change.save(ChangeKind.MOVED, document)
        _record("divisions.move", [division.code], [pad(to_code)], saved, change, by, at)
    return saved


def split_division(
    *,
    code: str,
    into: Mapping[str, str],
    on: date,
    document: str,
    by: Actor,
    at: datetime,
    below: Mapping[str, str] | None = None,
) -> DivisionChange:
    """
    Divide a division into others, by code and name (分设); it goes on itself if its code is among them.

    ``below`` gives each division right below the code it gets; whoever stays under a code that goes on is not named.

    :raises NoSuchDivision: no division bears the code on that day
    :raises ChildrenLeftBehind: the code ends and somebody below it gets no other
    :raises CodeTaken: a new code is in use
    :raises WrongLevel: a new code is of another level
    :raises ChangeTooEarly: the division began on that day or later
    :raises AlreadyChanged: it changes later on
    """
    with transaction.atomic():
        change = Rearrangement(on)
        division = change.find(code)
        heirs = {pad(heir): name for heir, name in into.items()}
        for heir, name in heirs.items():
            change.replace(division, heir, name)
        change.renumber(below or {})
        if division.code not in heirs:
            change.end(division)
            change.refuse_children_left([division.code])
        saved = change.save(ChangeKind.SPLIT, document)
        _record("divisions.split", [division.code], list(heirs), saved, change, by, at)
    return saved


def merge_divisions(
    *,
    codes: list[str],
    into: str,
    name: str,
    on: date,
    document: str,
    by: Actor,
    at: datetime,
    below: Mapping[str, str] | None = None,
) -> DivisionChange:
    """
    Put divisions together into one (合并), which may be one of them.

    ``below`` gives each division right below the code it gets; whoever stays under ``into`` is not named.

    :raises NoSuchDivision: no division bears one of the codes on that day
    :raises ChildrenLeftBehind: somebody below a code that ends gets no other
    :raises CodeTaken: a new code is in use
    :raises WrongLevel: the new code is of another level
    :raises ChangeTooEarly: a division began on that day or later
    :raises AlreadyChanged: one of them changes later on
    """
    with transaction.atomic():
        change = Rearrangement(on)
        divisions = [change.find(code) for code in codes]
        heir = pad(into)
        for division in divisions:
            change.replace(division, heir, name)
        change.renumber(below or {})
        ending = [division for division in divisions if division.code != heir]
        for division in ending:
            change.end(division)
        change.refuse_children_left(division.code for division in ending)
        saved = change.save(ChangeKind.MERGED, document)
        _record("divisions.merge", [division.code for division in divisions], [heir], saved, change, by, at)
    return saved


def create_division(*, code: str, name: str, on: date, document: str, by: Actor, at: datetime) -> DivisionChange:
    """
    Set up a division that follows no other (设立).

    :raises NoSuchDivision: nothing stands above the code
    :raises CodeTaken: the code is in use
    """
    with transaction.atomic():
        change = Rearrangement(on)
        change.begin(pad(code), name)
        saved = change.save(ChangeKind.CREATED, document)
        _record("divisions.create", [], [pad(code)], saved, change, by, at)
    return saved


def abolish_division(*, code: str, on: date, document: str, by: Actor, at: datetime) -> DivisionChange:
    """
    Let a division end without heirs (撤销).

    :raises NoSuchDivision: no division bears the code on that day
    :raises ChildrenLeftBehind: others still stand below it
    :raises ChangeTooEarly: it began on that day or later
    :raises AlreadyChanged: it changes later on
    """
    with transaction.atomic():
        change = Rearrangement(on)
        division = change.find(code)
        change.end_for_good(division)
        change.refuse_children_left([division.code])
        saved = change.save(ChangeKind.ABOLISHED, document)
        _record("divisions.abolish", [division.code], [], saved, change, by, at)
    return saved


def follow_change(*, change: DivisionChange, by: Actor, at: datetime) -> RowsFollowed:
    """
    Let what stands in the divisions of a change go over to those that follow them (随迁).

    :raises PlaceTaken: the place that rows would go to has what a place has once
    :raises RowsLeftBehind: something stands in a division without heirs
    """
    with transaction.atomic():
        followed = follow(change)
        DivisionChange.objects.filter(pk=change.pk).update(is_waiting=False)
        detail = {"change": str(change), "rows": followed.in_all, "ended": followed.ended}
        _record_change("divisions.follow", _code_of(change), detail, by, at)
    return followed


def wait_with_change(*, change: DivisionChange, by: Actor, at: datetime) -> None:
    """Leave what stands in the divisions of a change where it is until its day (到期随迁)."""
    with transaction.atomic():
        DivisionChange.objects.filter(pk=change.pk).update(is_waiting=True)
        _record_change("divisions.wait", _code_of(change), {"on": change.effective_on.isoformat()}, by, at)


def take_back_change(*, change: DivisionChange, by: Actor, at: datetime) -> RowsFollowed:
    """
    Take a change back as if it had never been (撤销登记), with everything that followed it.

    :raises CannotTakeBack: it is of the national lists, something changed later, or what merged cannot be told apart
    :raises RowsLeftBehind: something stands in a division that the change set up
    """
    with transaction.atomic():
        refuse_taking_back(change)
        returned = RowsFollowed({}) if change.is_waiting else go_back(change)
        code, detail = _code_of(change), {"change": str(change), "rows": returned.in_all}
        erase(change)
        _record_change("divisions.take_back", code, detail, by, at)
    return returned


def _code_of(change: DivisionChange) -> str:
    return next(link.from_code or link.to_code for link in change.successions.order_by("pk"))


def _record_change(verb: str, code: str, detail: Detail, by: Actor, at: datetime) -> None:
    record(by=by, at=at, verb=verb, subject_kind="division", subject_key=code, detail=detail, district=code[:_CHAIN])


def _record(
    verb: str,
    before: list[str],
    after: list[str],
    saved: DivisionChange,
    change: Rearrangement,
    by: Actor,
    at: datetime,
) -> None:
    first = (before or after)[0]
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="division",
        subject_key=first,
        detail={
            "from": before,
            "to": after,
            "on": saved.effective_on.isoformat(),
            "document": saved.document,
            "renumbered": change.renumbered,
        },
        district=first[:_CHAIN],
    )
