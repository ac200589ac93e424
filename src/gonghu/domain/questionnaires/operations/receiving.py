"""Filled forms arrive (填报的接收): what came is kept first, and judged afterwards."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import Officer, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import files_in_use
from gonghu.domain.questionnaires.choosing import OF_THE_DISTRICT, form_of, may_fill, meaning_of
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
from gonghu.engines.forms import Answers, OfChild, UnreadableInstance, answers, objections, uuid_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY = "a filled form comes only once"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is answered to a filled form that came (回执); ``submission`` is what is kept under its key."""

    submission: Submission
    standing: Standing


@dataclass(frozen=True, slots=True)
class SubmissionsJudged:
    """Filled forms that came together, read and judged but not kept yet (已核对的填报); ``here`` were kept before."""

    arrived: Sequence[Arrived]
    here: Mapping[UUID, Submission]
    fresh: Mapping[UUID, Arrived]
    made: Mapping[UUID, Submission]


@dataclass(frozen=True, slots=True)
class _Read:
    """A form that arrived and how it reads (已读的填报): by which version, with which answers, or why it does not."""

    arrived: Arrived
    version: FormVersion | None
    said: Answers | None = None
    unreadable: str = ""

    @property
    def about(self) -> OfChild:
        """Whether the form is about a child."""
        return form_of(self.version).meaning.child if self.version else OfChild.NONE

    @property
    def child(self) -> UUID | None:
        """The key of the child that it says it is about."""
        return uuid_of(self.said.text("child")) if self.said and self.about != OfChild.NONE else None


def receive_submission(*, arrived: Arrived, by: Actor, at: datetime) -> Receipt:
    """
    Keep a filled form, whatever is wrong with it (接收填报); a telephone that sends it again is told that it came.

    What speaks against it stands in its reasons, and it waits for somebody to look at it (需处理). Under the same key
    only the same bytes of the same account come twice: anything else is told to be different, and the first stays.
    """
    (receipt,) = receive_submissions(arrived=[arrived], by=by, at=at)
    return receipt


def receive_submissions(*, arrived: Sequence[Arrived], by: Actor, at: datetime) -> list[Receipt]:
    """Keep filled forms that came together, each as ``receive_submission`` does, all or none of them (批量接收填报)."""
    return keep_submissions(judged=judge_submissions(arrived=arrived, by=by, at=at), by=by, at=at)


def judge_submissions(*, arrived: Sequence[Arrived], by: Actor, at: datetime) -> SubmissionsJudged:
    """
    Read filled forms that came together and judge them, without keeping them (核对填报).

    It writes nothing, so whoever keeps them does it before the transaction: nobody else waits meanwhile.
    """
    here = _here(arrived)
    fresh = {each.uuid: each for each in reversed(arrived) if each.uuid not in here}
    made = _looked_at([each for each in arrived if fresh.get(each.uuid) is each], here, by, at)
    return SubmissionsJudged(arrived, here, fresh, made)


@transaction.atomic
def keep_submissions(*, judged: SubmissionsJudged, by: Actor, at: datetime) -> list[Receipt]:
    """Keep filled forms that were judged, all or none of them (保存填报)."""
    arrived, here, fresh, made = judged.arrived, judged.here, judged.fresh, judged.made
    try:
        with transaction.atomic():
            Submission.objects.bulk_create(made.values())
    except IntegrityError:
        if _here(arrived).keys() <= here.keys():
            raise
        # Somebody was quicker with the same key.
        return receive_submissions(arrived=arrived, by=by, at=at)
    for key, each in made.items():
        SubmissionFile.objects.bulk_create(_files(each, fresh[key].files))
        _replace(each)
        _record(each, len(fresh[key].files), by, at)
    known = {**here, **made}
    return [_receipt(each, known, is_new=fresh.get(each.uuid) is each, by=by) for each in arrived]


def _here(arrived: Sequence[Arrived]) -> dict[UUID, Submission]:
    """Give what is kept under the keys already."""
    return Submission.objects.everywhere(_WHY).in_bulk([each.uuid for each in arrived])


def _receipt(arrived: Arrived, kept: Mapping[UUID, Submission], *, is_new: bool, by: Actor) -> Receipt:
    found = kept[arrived.uuid]
    if is_new:
        return Receipt(found, Standing.NEW)
    same = found.digest == _digest(arrived) and found.account_id == by.account
    return Receipt(found, Standing.HAD if same else Standing.DIFFERENT)


def _looked_at(
    arrived: Sequence[Arrived], here: Mapping[UUID, Submission], by: Actor, at: datetime
) -> dict[UUID, Submission]:
    """Read forms and judge them, without keeping them yet."""
    read = list(_read(arrived, at))
    scope = reached_by(by).holding(Permission.RECORD_VISITS)
    files = files_in_use(children={each.child for each in read if each.child}, scope=scope)
    made: dict[UUID, Submission] = {}
    for each in read:
        made[each.arrived.uuid] = _judged(each, files, {**here, **made}, by, at)
    return made


def _read(arrived: Sequence[Arrived], at: datetime) -> Iterator[_Read]:
    wanted = FormVersion.objects.filter(questionnaire__in={each.form for each in arrived}).defer("source")
    rows = wanted.filter(version__in={each.version for each in arrived})
    versions = {(each.questionnaire_id, each.version): each for each in rows}
    for each in arrived:
        version = versions.get((each.form, each.version))
        if version is None:
            yield _Read(each, None)
            continue
        try:
            yield _Read(each, version, answers(form_of(version), each.xml, today=day_of(at)))
        except UnreadableInstance as unreadable:
            yield _Read(each, version, unreadable=str(unreadable))


def _judged(
    read: _Read, files: Mapping[UUID, Child], known: Mapping[UUID, Submission], by: Actor, at: datetime
) -> Submission:
    arrived = read.arrived
    made = Submission(
        uuid=arrived.uuid,
        form_id=arrived.form[:64],
        version=arrived.version[:64],
        known_version=read.version,
        digest=_digest(arrived),
        division_code=_place_of(by),
        account_id=by.account,
        post_id=by.post,
        device=arrived.device[:64],
        sequence=arrived.sequence,
        made_at=arrived.made_at,
        received_at=at,
        base=dict(arrived.base),
        replaces=_replaced(arrived, known, by),
    )
    made.xml = arrived.xml
    made.answers_read = (day_of(at), read.said) if read.said else None
    reasons = list(_reasons(made, read, files, by, at))
    if _is_of_the_district(read):
        # Whoever works in the village may be the one it is about.
        made.child, made.division_code = None, made.division_code[:6].ljust(12, "0")
    made.reasons = reasons
    made.state = SubmissionState.NEEDS_CARE if reasons else SubmissionState.RECEIVED
    return made


def _digest(arrived: Arrived) -> str:
    return hashlib.sha256(arrived.xml).hexdigest()


def _reasons(made: Submission, read: _Read, files: Mapping[UUID, Child], by: Actor, at: datetime) -> Iterator[str]:
    version = read.version
    if version is None:
        yield f"系统里没有这份问卷（{made.form_id} {made.version}），请管理问卷的人看一看"
        return
    if version.state not in ANSWERABLE:
        yield f"这一版问卷{version.get_state_display()}：{version.withdrawn_because or '尚未发布'}"
    if not may_fill(by, version):
        yield f"您的岗位不填“{version.title}”"
    if read.said is None:
        yield read.unreadable
        return
    if read.said.heading.instance != read.arrived.uuid:
        yield "填报的编号与内容里的不一致"
    yield from _about(made, read, files)
    if task := uuid_of(read.said.text("task")):
        made.task = task_by_key(key=task, scope=reached_by(by))
    yield from (str(each) for each in objections(form_of(version), read.said, today=day_of(at)))


def _about(made: Submission, read: _Read, files: Mapping[UUID, Child]) -> Iterator[str]:
    """Find out about whom the form is, among whom the sender visits."""
    if read.child:
        made.child = files.get(read.child)
        if made.child is None:
            yield "没有这名儿童，或不在您负责的地方"
        else:
            made.division_code = made.child.division_code
    elif read.about == OfChild.REQUIRED:
        yield "没有说明是哪名儿童"


def _is_of_the_district(read: _Read) -> bool:
    """Tell whether a form is for the district alone; of a version that nobody knows, the others of its name tell."""
    versions = [read.version] if read.version else FormVersion.objects.filter(questionnaire=read.arrived.form)
    return any(meaning_of(each.meaning).purpose in OF_THE_DISTRICT for each in versions)


def _place_of(by: Actor) -> str:
    """Give the place of the post on which somebody acts."""
    if isinstance(by, Officer):
        for post in by.posts:
            if post.uuid == by.post:
                return post.division_code
    return by.district.ljust(12, "0")


def _replaced(arrived: Arrived, known: Mapping[UUID, Submission], by: Actor) -> Submission | None:
    """Give the earlier form of the same account that this one corrects; it may have come with it."""
    if arrived.replaces is None:
        return None
    if arrived.replaces in known:
        earlier = known[arrived.replaces]
        return earlier if earlier.account_id == by.account else None
    return Submission.objects.everywhere(_WHY).filter(pk=arrived.replaces, account=by.account).first()


def _replace(made: Submission) -> None:
    """Let go of the form that was sent back, now that it is corrected; what was taken already stays."""
    earlier = made.replaces
    if earlier is not None and earlier.state in {SubmissionState.SENT_BACK, SubmissionState.NEEDS_CARE}:
        earlier.state = SubmissionState.REPLACED
        earlier.save(update_fields=["state"])


def _record(made: Submission, files: int, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb="questionnaires.receive",
        subject_kind="submission",
        subject_key=str(made.pk),
        detail={"form": made.form_id, "version": made.version, "state": made.state, "files": files},
        district=made.division_code[:6],
    )


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
