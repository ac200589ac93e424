"""
A problem is answered at the desk with photos of what was done (附照片答复整改).

The photos lie where those of a telephone lie, sealed and shown in the same way: at a filled form of the second look
(复查) that is written here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4
from xml.sax.saxutils import escape, quoteattr

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.questionnaires.models import FormVersion
from gonghu.domain.questionnaires.operations import accept_submission, receive_file, receive_submission
from gonghu.domain.questionnaires.queries import form_versions
from gonghu.domain.questionnaires.terms import Arrived, FileState, FormState
from gonghu.domain.visits.models import Problem
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.mend_problem import answer

FORM: Final = "recheck"
PHOTOS: Final = ("photo", "photo_more")
"""The questions of the form that hold a photo."""


class PhotoRefused(ValueError):
    """A photo cannot be kept as one, or there is no form to keep it at."""


@transaction.atomic
def answer_with_photos(
    *, problem: Problem, words: str, evidence: str, photos: Sequence[bytes], by: Actor, at: datetime
) -> Problem:
    """
    Say how a problem was put right, with photos if there are some (附照片答复整改).

    :raises PhotoRefused: one of them is none
    :raises NoSuchProblem: see ``answer``, as for the other errors
    """
    submission = uuid4() if photos else None
    answered = answer(problem=problem.pk, words=words, evidence=evidence, by=by, at=at, submission=submission)
    if submission:
        _keep(submission, problem, words, photos, at)
    return answered


def _keep(key: UUID, problem: Problem, words: str, photos: Sequence[bytes], at: datetime) -> None:
    """Write the form as the system: whoever may answer a problem need not be one who fills in forms there."""
    version = form_versions(scope=reached_by(SYSTEM), form_id=FORM).filter(state=FormState.IN_USE).first()
    if version is None:
        raise PhotoRefused("没有正在使用的“复查”问卷，照片没有地方放；请先只写文字")
    named = {f"{question}.jpg": content for question, content in zip(PHOTOS, photos, strict=False)}
    xml = _filled(key, version, problem, words, list(named), at)
    receive_submission(arrived=Arrived(key, FORM, version.version, xml, made_at=at), by=SYSTEM, at=at)
    for name, content in named.items():
        kept = receive_file(submission=key, name=name, content=content, by=SYSTEM, at=at)
        if kept.state != FileState.KEPT:
            raise PhotoRefused(f"第 {list(named).index(name) + 1} 张照片不能用：{kept.reason}")
    accept_submission(submission=key, by=SYSTEM, at=at)


def _filled(
    key: UUID, version: FormVersion, problem: Problem, words: str, photos: Sequence[str], at: datetime
) -> bytes:
    answers = {"visited_on": day_of(at), "result": "DONE", "words": words, **dict(zip(PHOTOS, photos, strict=False))}
    inside = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answers.items())
    about = f"<child>{problem.child_id}</child><task>{problem.task_id or ''}</task>"
    meta = f"<meta><instanceID>uuid:{key}</instanceID></meta>"
    start = f"<data id={quoteattr(FORM)} version={quoteattr(version.version)}>"
    return f"{start}{about}<look>{inside}</look>{meta}</data>".encode()
