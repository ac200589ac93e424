"""Which version of a form somebody gets (问卷版本的选用): that of the nearest division at or above."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from gonghu.domain.access.officer import Officer, PostHeld
from gonghu.domain.divisions.terms import Area
from gonghu.domain.questionnaires.models import FormVersion, Submission
from gonghu.domain.questionnaires.terms import FormState
from gonghu.engines.forms import Answers, Form, FormPurpose, Meaning, answers, read_form, read_meaning
from gonghu.foundation.acting import Actor

OF_THE_DISTRICT: Final = frozenset({FormPurpose.HARM, FormPurpose.COMPLAINT})
"""Forms that nobody below the district reads: whom they name may sit beside who fills them in."""


def form_of(version: FormVersion) -> Form:
    """Give a version as it is asked and checked; read once, it is kept."""
    return read_form(version.xform, version.meaning)


def answers_in(submission: Submission, today: date) -> Answers | None:
    """
    Give the answers of a filled form, none of a form that nobody knows; read once a day, they are kept with it.

    :raises UnreadableInstance: what came cannot be read
    """
    if submission.known_version is None:
        return None
    if submission.answers_read is None or submission.answers_read[0] != today:
        submission.answers_read = today, answers(form_of(submission.known_version), submission.xml, today=today)
    return submission.answers_read[1]


@lru_cache(maxsize=256)
def meaning_of(text: str) -> Meaning:
    """Give what the answers of a form mean; read once, it is kept."""
    return read_meaning(text)


def chosen_for(posts: Iterable[PostHeld], versions: Iterable[FormVersion]) -> list[FormVersion]:
    """Choose the version of each form that somebody on some posts fills in, by form."""
    found: dict[str, FormVersion] = {}
    held = list(posts)
    for version in sorted(versions, key=lambda each: len(_prefix(each))):
        if version.state == FormState.IN_USE and any(_is_for(post, version) for post in held):
            found[version.questionnaire_id] = version
    return [found[name] for name in sorted(found)]


def may_fill(by: Actor, version: FormVersion) -> bool:
    """Tell whether an actor holds a post that fills in a form; the system fills none, it only hands in."""
    if not isinstance(by, Officer):
        return True
    return any(post.role in meaning_of(version.meaning).roles for post in by.posts)


def _is_for(post: PostHeld, version: FormVersion) -> bool:
    within = Area.of(post.division_code).prefix.startswith(_prefix(version))
    return within and post.role in meaning_of(version.meaning).roles


def _prefix(version: FormVersion) -> str:
    return Area.of(version.division_code).prefix
