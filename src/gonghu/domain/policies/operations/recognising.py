"""
Recognition by two officers (认定): one proposes with an opinion, another approves, refuses or sends back.

Who gets what as of when is written into the child's file by a use case; here stands who decided it and why.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import NotPermitted, authorise, day_of, refuse_same_person
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.terms import EndKind
from gonghu.domain.policies.models import Finding, Recognition, RecognitionStep
from gonghu.domain.policies.operations.standing import move
from gonghu.domain.policies.terms import (
    RECOGNITION_PENDING,
    FindingState,
    RecognitionAct,
    RecognitionKind,
    RecognitionState,
)
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

FIRST = Permission.RECOGNISE_FIRST
SECOND = Permission.RECOGNISE_SECOND
SHORTEST_REASON = 4


class OpinionMissing(ValueError):
    """Nobody signs without saying why, and a refusal is given in writing with its reasons."""


class AlreadyProposed(ValueError):
    """The same is proposed for the child already."""


class AlreadyDecided(ValueError):
    """The recognition is not where this step could be taken."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    What an officer proposes (认定提议): whom, as what, why, on what papers and documents.

    With ``assignment`` it is that this recognition ends, for what reason and since when.
    """

    child: UUID
    division_code: str
    category: str
    opinion: str
    document: str
    evidence: str = ""
    finding: UUID | None = None
    assignment: UUID | None = None
    end_kind: EndKind | None = None
    happened_on: date | None = None


@transaction.atomic
def propose_recognition(*, proposal: Proposal, by: Actor, at: datetime) -> Recognition:
    """
    Propose that a child belongs to a category, or does no more (认定初审), on the ground of a finding or without one.

    :raises NotPermitted: the actor proposes nothing there
    :raises OpinionMissing: the opinion or the document it rests on is missing
    :raises AlreadyProposed: the same is proposed already
    """
    authorise(by, FIRST, proposal.division_code)
    if not proposal.document.strip():
        raise OpinionMissing("请写明政策依据")
    recognition = Recognition(
        finding_id=proposal.finding,
        child_id=proposal.child,
        division_code=proposal.division_code,
        category=proposal.category,
        kind=RecognitionKind.END if proposal.assignment else RecognitionKind.ASSIGN,
        assignment_id=proposal.assignment,
        end_kind=proposal.end_kind or "",
        happened_on=proposal.happened_on,
        evidence=proposal.evidence.strip(),
        document=proposal.document.strip(),
        state=RecognitionState.PROPOSED,
        first_by_id=_person(by),
        first_at=at,
        first_opinion=_opinion(proposal.opinion),
    )
    try:
        with transaction.atomic():
            recognition.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyProposed("这名儿童的这一类别已有认定在办理，请打开那一件") from problem
    _step(recognition, RecognitionAct.PROPOSE, proposal.opinion, by, at)
    return recognition


@transaction.atomic
def propose_recognition_again(
    *, recognition: UUID, opinion: str, evidence: str, by: Actor, at: datetime
) -> Recognition:
    """
    Propose again what was sent back, with what was missing (补充后重新提出).

    :raises NotPermitted: the actor proposes nothing there
    :raises AlreadyDecided: it was not sent back
    :raises OpinionMissing: the opinion is missing
    """
    found = _held(recognition, RecognitionState.SENT_BACK)
    authorise(by, FIRST, found.division_code)
    found.first_by_id, found.first_at, found.first_opinion = _person(by), at, _opinion(opinion)
    found.state, found.evidence = RecognitionState.PROPOSED, evidence.strip()
    found.second_by_id, found.second_at, found.second_opinion = None, None, ""
    found.save()
    _step(found, RecognitionAct.PROPOSE, opinion, by, at)
    return found


@transaction.atomic
def approve_recognition(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Approve what another proposed (认定复核同意); it holds from the month after, an end from that after its reason.

    :raises NotPermitted: the actor decides nothing there
    :raises SamePerson: the actor proposed it
    :raises AlreadyDecided: it does not wait for a decision
    :raises OpinionMissing: the opinion is missing
    """
    found = _decided(recognition, RecognitionState.APPROVED, opinion, by, at)
    found.from_on = month_after(found.happened_on or day_of(at))
    found.save()
    if found.finding_id:
        move(_finding(found.finding_id), state=FindingState.SETTLED if found.is_end else FindingState.RECOGNISED)
    _step(found, RecognitionAct.APPROVE, opinion, by, at)
    return found


@transaction.atomic
def refuse_recognition(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Refuse what another proposed (不予认定), in writing and with the reasons.

    :raises NotPermitted: the actor decides nothing there
    :raises SamePerson: the actor proposed it
    :raises AlreadyDecided: it does not wait for a decision
    :raises OpinionMissing: the reasons are missing
    """
    found = _decided(recognition, RecognitionState.REFUSED, opinion, by, at)
    found.save()
    if found.finding_id:
        move(_finding(found.finding_id), state=FindingState.REFUTED)
    _step(found, RecognitionAct.REFUSE, opinion, by, at)
    return found


@transaction.atomic
def send_recognition_back(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Send back what another proposed, saying what is missing (退回补充).

    :raises NotPermitted: the actor decides nothing there
    :raises SamePerson: the actor proposed it
    :raises AlreadyDecided: it does not wait for a decision
    :raises OpinionMissing: nothing is said
    """
    found = _decided(recognition, RecognitionState.SENT_BACK, opinion, by, at)
    found.save()
    _step(found, RecognitionAct.SEND_BACK, opinion, by, at)
    return found


@transaction.atomic
def withdraw_recognition(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Withdraw what was proposed and not decided (撤回认定).

    :raises NotPermitted: the actor proposes nothing there
    :raises AlreadyDecided: it was decided
    :raises OpinionMissing: nothing is said
    """
    found = _held(recognition, RecognitionState.PROPOSED, RecognitionState.SENT_BACK)
    authorise(by, FIRST, found.division_code)
    found.state, opinion = RecognitionState.WITHDRAWN, _opinion(opinion)
    found.save(update_fields=["state"])
    _step(found, RecognitionAct.WITHDRAW, opinion, by, at)
    return found


@transaction.atomic
def note_end_undone(*, assignment: UUID, opinion: str, by: Actor, at: datetime) -> Recognition | None:
    """
    Note that an end which two officers decided was taken back (撤销终止), and give it; its finding asks again.

    :raises OpinionMissing: nothing is said
    """
    ends = Recognition.objects.everywhere("an end that is taken back").filter(assignment=assignment)
    found = ends.select_for_update().filter(kind=RecognitionKind.END, state=RecognitionState.APPROVED).first()
    if found is None:
        return None
    found.state = RecognitionState.UNDONE
    found.save(update_fields=["state"])
    if found.finding_id:
        move(_finding(found.finding_id), state=FindingState.CONFIRMED)
    _step(found, RecognitionAct.UNDO, _opinion(opinion), by, at)
    return found


@transaction.atomic
def settle_recognitions(
    *, children: Collection[UUID], category: str, opinion: str, by: Actor, at: datetime
) -> list[UUID]:
    """
    Settle what is proposed about a child and was decided with a benefit, by two as well (随待遇一并认定).

    Give the keys of what is settled.

    :raises NotPermitted: the system decides nothing
    """
    rows = Recognition.objects.everywhere("proposals that a benefit has settled").select_for_update()
    found = list(
        rows.filter(
            child__in=children,
            category=category,
            kind=RecognitionKind.ASSIGN,
            state__in=sorted(RECOGNITION_PENDING),
        ).order_by("pk")
    )
    for each in found:
        each.state = RecognitionState.SETTLED
        each.save(update_fields=["state"])
        if each.finding_id:
            move(_finding(each.finding_id), state=FindingState.RECOGNISED)
        _write_step(each, RecognitionAct.SETTLE, opinion, by, at)
    record(
        by=by, at=at, verb="policies.recognition_settle", subject_kind="child", subject_key=str(next(iter(children))),
        detail={"recognitions": [str(each.pk) for each in found]},
        district=found[0].division_code[:6] if found else None,
    )  # fmt: skip
    return [each.pk for each in found]


def month_after(day: date) -> date:
    """Give the first day of the month after a day (自确认之日的次月起)."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _decided(recognition: UUID, state: RecognitionState, opinion: str, by: Actor, at: datetime) -> Recognition:
    found = _held(recognition, RecognitionState.PROPOSED)
    authorise(by, SECOND, found.division_code)
    proposed = RecognitionStep.objects.filter(recognition=found, act=RecognitionAct.PROPOSE)
    for account in proposed.values_list("by_id", flat=True):
        refuse_same_person(by, SECOND, {FIRST: account})
    found.state = state
    found.second_by_id, found.second_at, found.second_opinion = _person(by), at, _opinion(opinion)
    if state != RecognitionState.APPROVED and len(found.second_opinion) < SHORTEST_REASON:
        raise OpinionMissing(f"不予认定或退回的，请写明理由（至少 {SHORTEST_REASON} 个字）")
    return found


def _held(recognition: UUID, *states: RecognitionState) -> Recognition:
    rows = Recognition.objects.everywhere("a recognition that is being decided").select_for_update()
    found = rows.get(pk=recognition)
    if found.state not in states:
        raise AlreadyDecided(f"这件认定{found.get_state_display()}，不能再办这一步；请刷新页面")
    return found


def _finding(key: UUID) -> list[Finding]:
    # Whoever decides the recognition has settled the finding, whatever else is in reach.
    return list(Finding.objects.everywhere("the finding of a recognition").select_for_update().filter(pk=key))


def _opinion(opinion: str) -> str:
    if not opinion.strip():
        raise OpinionMissing("请写明意见和理由")
    return opinion.strip()


def _person(by: Actor) -> UUID:
    """Give the account; the system proposes and decides nothing."""
    if by.account is None:
        raise NotPermitted("认定须由人提出和复核")
    return by.account


def _write_step(recognition: Recognition, act: RecognitionAct, opinion: str, by: Actor, at: datetime) -> None:
    RecognitionStep.objects.create(
        recognition=recognition, act=act, by_id=_person(by), label=by.label, at=at, opinion=opinion.strip()
    )


def _step(recognition: Recognition, act: RecognitionAct, opinion: str, by: Actor, at: datetime) -> None:
    _write_step(recognition, act, opinion, by, at)
    record(
        by=by,
        at=at,
        verb=f"policies.recognition_{act.lower()}",
        subject_kind="recognition",
        subject_key=str(recognition.pk),
        detail={"child": str(recognition.child_id)},
        district=recognition.division_code[:6],
    )
