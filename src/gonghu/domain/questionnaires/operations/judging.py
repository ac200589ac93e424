"""Filled forms are read and judged (填报的核对) before they are kept: what is wrong with them, whom they are about."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import Officer, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import files_in_use
from gonghu.domain.questionnaires.choosing import OF_THE_DISTRICT, form_of, may_fill, meaning_of
from gonghu.domain.questionnaires.models import FormVersion, Submission
from gonghu.domain.questionnaires.terms import ANSWERABLE, Arrived, SubmissionState
from gonghu.domain.tasks.queries import task_by_key
from gonghu.engines.forms import (
    Answers,
    OfChild,
    UnreadableInstance,
    answers,
    heading_of,
    numbers_doubted,
    objections,
    uuid_of,
)
from gonghu.foundation.acting import Actor

_WHY: Final = "a filled form comes only once"


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


def judge_submissions(*, arrived: Sequence[Arrived], by: Actor, at: datetime) -> SubmissionsJudged:
    """
    Read filled forms that came together and judge them, without keeping them (核对填报).

    It writes nothing, so whoever keeps them does it before the transaction: nobody else waits meanwhile.
    """
    here = kept_already(arrived)
    fresh = {each.uuid: each for each in reversed(arrived) if each.uuid not in here}
    made = _looked_at([each for each in arrived if fresh.get(each.uuid) is each], here, by, at)
    return SubmissionsJudged(arrived, here, fresh, made)


def kept_already(arrived: Sequence[Arrived]) -> dict[UUID, Submission]:
    """Give what is kept under the keys already."""
    return Submission.objects.everywhere(_WHY).in_bulk([each.uuid for each in arrived])


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
        digest=digest_of(arrived),
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


def digest_of(arrived: Arrived) -> str:
    """Give the SHA-256 of the bytes of a filled form."""
    return hashlib.sha256(arrived.xml).hexdigest()


def _reasons(made: Submission, read: _Read, files: Mapping[UUID, Child], by: Actor, at: datetime) -> Iterator[str]:
    version = read.version
    if version is None and (why := _unreadable(read.arrived)):
        yield f"内容读不出：{why}；请退回修改，让填报人重填"
        return
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


def _unreadable(arrived: Arrived) -> str:
    try:
        heading_of(arrived.xml)
    except UnreadableInstance as why:
        return str(why)
    return ""


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
        # Of a child that was found, whoever opens its file has to know.
        if read.version and read.said:
            doubts = numbers_doubted(form_of(read.version), read.said).values()
            yield from (f"身份证号未核对：{why}" for why in doubts)


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
