"""Filled forms arrive (填报的接收): what came is kept first, and judged afterwards."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import Officer, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.questionnaires.choosing import form_of, may_fill
from gonghu.domain.questionnaires.models import FormVersion, Submission, SubmissionFile
from gonghu.domain.questionnaires.terms import (
    ANSWERABLE,
    LARGEST_FILE,
    MOST_FILES,
    Arrived,
    FileState,
    FileTold,
    Standing,
    SubmissionState,
)
from gonghu.domain.tasks.queries import task_by_key
from gonghu.engines.forms import Answers, FormPurpose, OfChild, UnreadableInstance, answers, objections, uuid_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY = "a filled form comes only once"
OF_THE_DISTRICT: Final = frozenset({FormPurpose.HARM, FormPurpose.COMPLAINT})
"""Forms that nobody below the district reads: whom they name may sit beside who fills them in."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is answered to a filled form that came (回执); ``submission`` is what is kept under its key."""

    submission: Submission
    standing: Standing


@transaction.atomic
def receive_submission(*, arrived: Arrived, by: Actor, at: datetime) -> Receipt:
    """
    Keep a filled form, whatever is wrong with it (接收填报); a telephone that sends it again is told that it came.

    What speaks against it stands in its reasons, and it waits for somebody to look at it (需处理). Under the same key
    only the same bytes of the same account come twice: anything else is told to be different, and the first stays.
    """
    digest = hashlib.sha256(arrived.xml).hexdigest()
    earlier = _earlier(arrived.uuid)
    if earlier is None:
        made = _looked_at(arrived, digest, by, at)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            # Somebody was quicker with the same key.
            earlier = _earlier(arrived.uuid)
            if earlier is None:
                raise
    if earlier is not None:
        same = earlier.digest == digest and earlier.account_id == by.account
        return Receipt(earlier, Standing.HAD if same else Standing.DIFFERENT)
    SubmissionFile.objects.bulk_create(_files(made, arrived.files))
    _replace(made)
    record(
        by=by,
        at=at,
        verb="questionnaires.receive",
        subject_kind="submission",
        subject_key=str(made.pk),
        detail={"form": made.form_id, "version": made.version, "state": made.state, "files": len(arrived.files)},
        district=made.division_code[:6],
    )
    return Receipt(made, Standing.NEW)


def _earlier(key: UUID) -> Submission | None:
    return Submission.objects.everywhere(_WHY).filter(pk=key).first()


def _looked_at(arrived: Arrived, digest: str, by: Actor, at: datetime) -> Submission:
    version = FormVersion.objects.filter(questionnaire=arrived.form, version=arrived.version).defer("source").first()
    made = Submission(
        uuid=arrived.uuid,
        form_id=arrived.form[:64],
        version=arrived.version[:64],
        known_version=version,
        digest=digest,
        division_code=_place_of(by),
        account_id=by.account,
        post_id=by.post,
        device=arrived.device[:64],
        sequence=arrived.sequence,
        made_at=arrived.made_at,
        received_at=at,
        base=dict(arrived.base),
        replaces=_replaced(arrived, by),
    )
    made.xml = arrived.xml
    reasons = list(_reasons(made, arrived, by, at))
    made.reasons = reasons
    made.state = SubmissionState.NEEDS_CARE if reasons else SubmissionState.RECEIVED
    return made


def _reasons(made: Submission, arrived: Arrived, by: Actor, at: datetime) -> Iterator[str]:
    version = made.known_version
    if version is None:
        yield f"系统里没有这份问卷（{made.form_id} {made.version}），请管理问卷的人看一看"
        return
    if version.state not in ANSWERABLE:
        yield f"这一版问卷{version.get_state_display()}：{version.withdrawn_because or '尚未发布'}"
    if not may_fill(by, version):
        yield f"您的岗位不填“{version.title}”"
    try:
        said = answers(form_of(version), arrived.xml, today=day_of(at))
    except UnreadableInstance as unreadable:
        yield str(unreadable)
        return
    if said.heading.instance != arrived.uuid:
        yield "填报的编号与内容里的不一致"
    yield from _about(made, said, by)
    yield from (str(each) for each in objections(form_of(version), said, today=day_of(at)))


def _about(made: Submission, said: Answers, by: Actor) -> Iterator[str]:
    """Find out about whom the form is, and from which task it was opened, among what the sender reaches."""
    meaning = form_of(made.known_version).meaning if made.known_version else None
    child, task = said.text("child"), said.text("task")
    scope = reached_by(by)
    if child and (key := uuid_of(child)) and meaning and meaning.child != OfChild.NONE:
        found = file_in_use(child=key, scope=scope.holding(Permission.RECORD_VISITS))
        if found is None:
            yield "没有这名儿童，或不在您负责的地方"
        else:
            made.child, made.division_code = found, found.division_code
    elif meaning and meaning.child == OfChild.REQUIRED:
        yield "没有说明是哪名儿童"
    if meaning and meaning.purpose in OF_THE_DISTRICT:
        # Whoever works in the village may be the one it is about.
        made.child, made.division_code = None, made.division_code[:6].ljust(12, "0")
    if task and (key := uuid_of(task)):
        made.task = task_by_key(key=key, scope=scope)


def _place_of(by: Actor) -> str:
    """Give the place of the post on which somebody acts."""
    if isinstance(by, Officer):
        for post in by.posts:
            if post.uuid == by.post:
                return post.division_code
    return by.district.ljust(12, "0")


def _replaced(arrived: Arrived, by: Actor) -> Submission | None:
    """Give the earlier form of the same account that this one corrects."""
    if arrived.replaces is None:
        return None
    return Submission.objects.everywhere(_WHY).filter(pk=arrived.replaces, account=by.account).first()


def _replace(made: Submission) -> None:
    """Let go of the form that was sent back, now that it is corrected; what was taken already stays."""
    earlier = made.replaces
    if earlier is not None and earlier.state in {SubmissionState.SENT_BACK, SubmissionState.NEEDS_CARE}:
        earlier.state = SubmissionState.REPLACED
        earlier.save(update_fields=["state"])


def _files(made: Submission, told: tuple[FileTold, ...]) -> Iterator[SubmissionFile]:
    once = {each.name[:255]: each for each in told}
    for number, (name, each) in enumerate(once.items()):
        wrong = ""
        if number >= MOST_FILES:
            wrong = f"附件太多，最多 {MOST_FILES} 个"
        elif not 0 < each.size <= LARGEST_FILE:
            wrong = f"附件没有内容，或超过 {LARGEST_FILE >> 20} MB"
        yield SubmissionFile(
            submission=made,
            name=name,
            sha256=each.sha256.lower()[:64],
            size=each.size,
            state=FileState.REFUSED if wrong else FileState.ARRIVING,
            reason=wrong,
        )
