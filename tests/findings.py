"""Runs with invented findings, stored as a screening stores them but without any file."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID, uuid4

from gonghu.domain.policies.found import ChangeSeen, FindingSeen, ReasonTold, RunFound, RunStored
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import begin_run, queue_run, store_run
from gonghu.domain.rosters.models import Delivery
from gonghu.foundation.acting import SYSTEM, Actor

JINNAN = "120112000000"
VILLAGE = "120112100201"
NAMES = {"not_protected": "应保未保", "to_verify": "待核实", "should_leave": "应退未退"}


def reason(policy: str = "not_protected", words: str = "父亲死亡，母亲失联", **told: object) -> ReasonTold:
    """Tell one finding; ``tells`` names the secret that the words tell."""
    secret = str(told.get("tells", ""))
    return ReasonTold(
        policy=policy,
        name=NAMES[policy],
        words=words,
        words_open="父亲情况已核实" if secret else words,
        verify="",
        verify_open="",
        basis="《某意见》第一部分",
        cited="民发〔2019〕62号·第一部分",
        sealed=(secret,) if secret else (),
    )


def seen(child: UUID, told: ReasonTold, *, place: str = VILLAGE, stake_fen: int | None = None) -> FindingSeen:
    """See one finding of a child."""
    return FindingSeen(child, told.policy, place, "DEFACTO", told.fingerprint, stake_fen, "0" * 32)


def new_run(at: datetime, *, division: str = JINNAN, by: Actor = SYSTEM, as_of: date = date(2026, 11, 1)) -> Run:
    """Queue a run of a delivery without files, and begin it."""
    delivery = Delivery.objects.create(division_code=division, uploaded_at=at)
    key = uuid4()
    queue_run(key=key, delivery=delivery.pk, division_code=division, as_of=as_of, job=uuid4(), by=by, at=at)
    return begin_run(run=key, by=by, at=at)


def stored(
    findings: Iterable[FindingSeen],
    reasons: Iterable[ReasonTold],
    *,
    at: datetime,
    division: str = JINNAN,
    changes: Iterable[ChangeSeen] = (),
) -> tuple[Run, RunStored]:
    """Store a run that found this and nothing else."""
    run = new_run(at, division=division)
    found = list(findings)

    def evidence(children: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
        for child in children:
            yield child, '[["father", "司法局.xlsx", "", 7, "服刑在押", "状态 在押", "PRISON"]]'

    told = RunFound(tuple(reasons), found, evidence, changes, counts={"found": {}})
    return run, store_run(run=run.pk, found=told, by=SYSTEM, at=at)
