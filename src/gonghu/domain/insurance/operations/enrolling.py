"""Lines of a round (参保人员): added in bulk from the files of children, settled one by one where files do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound
from gonghu.domain.insurance.operations.rounds import MANAGE, RoundSettled, held_round, record_round
from gonghu.domain.insurance.terms import LineState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_AT_ONCE: Final = 2_000
_SHORTEST: Final = 2


class LineCannotGoThere(ValueError):
    """A line does not go from its state to that one, or why is not said."""


@dataclass(frozen=True, slots=True)
class PersonEntitled:
    """A child who is to be insured at our cost (资助参保对象)."""

    child: UUID
    division_code: str
    category: str
    person_class: str


@dataclass(frozen=True, slots=True)
class LinesAdded:
    """What came of adding lines (列入结果); ``elsewhere`` stand in another county's round of the year already."""

    added: int
    known: int
    elsewhere: tuple[UUID, ...]


@transaction.atomic
def add_lines(*, enrolment: UUID, entitled: Iterable[PersonEntitled], by: Actor, at: datetime) -> LinesAdded:
    """
    Put the children who are entitled on the list of a round (列入参保名单); those on it stay as they are.

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: it is settled
    """
    found = held_round(enrolment, by)
    wanted = {each.child: each for each in entitled}
    taken: dict[UUID, UUID] = {}
    keys = list(wanted)
    lines = EnrolmentLine.objects.everywhere("who stands in a round of the year")
    for start in range(0, len(keys), _AT_ONCE):
        part = lines.filter(year=found.year, child__in=keys[start : start + _AT_ONCE])
        taken |= dict(part.values_list("child_id", "enrolment_id"))
    new = [
        EnrolmentLine(
            uuid=uuid4(),
            enrolment=found,
            child_id=each.child,
            year=found.year,
            division_code=each.division_code,
            category=each.category,
            person_class=each.person_class,
        )
        for each in wanted.values()
        if each.child not in taken
    ]
    EnrolmentLine.objects.bulk_create(new, batch_size=_AT_ONCE)
    elsewhere = tuple(child for child, of in taken.items() if of != found.pk)
    known = len(taken) - len(elsewhere)
    detail = {"added": len(new), "known": known, "elsewhere": len(elsewhere)}
    record_round("insurance.add_lines", found, by, at, detail)
    return LinesAdded(len(new), known, elsewhere)


@transaction.atomic
def mark_elsewhere(*, line: UUID, words: str, by: Actor, at: datetime) -> EnrolmentLine:
    """
    Note that a child is insured elsewhere, so that no second premium is paid (他处已参保).

    :raises NotPermitted: the actor manages no insurance there
    :raises LineCannotGoThere: it is paid, or where is not said
    """
    found = _held_line(line, by)
    _move(found, LineState.ELSEWHERE)
    found.elsewhere, found.refusal = _said(words, "请写明在哪里参保、怎样了解到的"), ""
    return _saved(found, "insurance.mark_elsewhere", by, at)


@transaction.atomic
def mark_refused(*, line: UUID, reason: str, by: Actor, at: datetime) -> EnrolmentLine:
    """
    Note that a child could not be insured, and why (未能参保): it stands on the gap list until it is.

    :raises NotPermitted: the actor manages no insurance there
    :raises LineCannotGoThere: it is paid, or why is not said
    """
    found = _held_line(line, by)
    _move(found, LineState.REFUSED)
    found.refusal, found.elsewhere = _said(reason, "请写明没有参保的原因"), ""
    return _saved(found, "insurance.mark_refused", by, at)


@transaction.atomic
def enrol_line(*, line: UUID, by: Actor, at: datetime) -> EnrolmentLine:
    """
    Note that the insurer has enrolled a child at our cost (已资助参保).

    :raises NotPermitted: the actor manages no insurance there
    :raises LineCannotGoThere: it is paid
    """
    found = _held_line(line, by)
    _move(found, LineState.ENROLLED)
    found.premium_fen, found.answered_at = premium_of(found), at
    found.refusal = found.elsewhere = ""
    return _saved(found, "insurance.enrol_line", by, at)


@transaction.atomic
def take_line_back(*, line: UUID, by: Actor, at: datetime) -> EnrolmentLine:
    """
    Let a line wait again (撤回结果): it was settled by mistake, or is sent once more.

    :raises NotPermitted: the actor manages no insurance there
    :raises LineCannotGoThere: it is paid
    """
    found = _held_line(line, by)
    _move(found, LineState.ELIGIBLE)
    found.refusal, found.elsewhere, found.sent_at, found.answered_at = "", "", None, None
    return _saved(found, "insurance.take_line_back", by, at)


@transaction.atomic
def remember_tasks(*, tasks: Mapping[UUID, UUID], enrolment: UUID, by: Actor, at: datetime) -> int:
    """
    Keep which task is about which line, by key (参保缺口任务).

    :raises NotPermitted: the actor manages no insurance there
    """
    found = held_round(enrolment, by)
    lines = list(EnrolmentLine.objects.everywhere("lines that got tasks").filter(enrolment=found, pk__in=list(tasks)))
    for line in lines:
        line.task_key = tasks[line.pk]
    EnrolmentLine.objects.everywhere("lines that got tasks").bulk_update(lines, ["task_key"], batch_size=_AT_ONCE)
    record_round("insurance.open_tasks", found, by, at, {"tasks": len(lines)})
    return len(lines)


def premium_of(line: EnrolmentLine, of: EnrolmentRound | None = None) -> int:
    """Give what one premium of the line's class costs in its round."""
    return int((of or line.enrolment).premiums.get(line.person_class, {}).get("fen", 0))


def _held_line(key: UUID, by: Actor) -> EnrolmentLine:
    rows = EnrolmentLine.objects.everywhere("a line that is worked on").select_related("enrolment")
    found = rows.select_for_update(of=("self",)).get(pk=key)
    authorise(by, MANAGE, found.enrolment.division_code)
    if not found.enrolment.is_open:
        raise RoundSettled("这一轮的保费已经对平，不能再改")
    return found


def _move(line: EnrolmentLine, to: LineState) -> None:
    if line.state == LineState.PAID:
        raise LineCannotGoThere("保费已经支付；要退保的，请与医保经办机构办理后在下一轮登记")
    line.state = to
    line.premium_fen = 0


def _said(words: str, ask: str) -> str:
    if len(words.strip()) < _SHORTEST:
        raise LineCannotGoThere(ask)
    return words.strip()


def _saved(line: EnrolmentLine, verb: str, by: Actor, at: datetime) -> EnrolmentLine:
    line.save()
    record(
        by=by, at=at, verb=verb, subject_kind="enrolment_line", subject_key=str(line.pk),
        detail={"child": str(line.child_id), "year": line.year, "state": line.state},
        district=line.division_code[:6],
    )  # fmt: skip
    return line
