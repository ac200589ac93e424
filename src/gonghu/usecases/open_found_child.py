"""A child that a form found gets a file (新发现儿童建档), after somebody looked whether it has one already."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations.persons import record_child
from gonghu.domain.people.queries import possible_duplicates, search_children
from gonghu.domain.people.terms import FileSource, Sex
from gonghu.domain.questionnaires.choosing import answers_in, form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.engines.forms import UnreadableInstance
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import Level
from gonghu.usecases.home_visit import Accepted, NotAsItIs
from gonghu.usecases.take_form import take_form


def child_told(*, submission: Submission, on: date) -> PersonFacts | None:
    """Give what a filled form says of a child that is on no list (新发现儿童); none where it says no name."""
    version = submission.known_version
    found = form_of(version).meaning.found if version else {}
    with suppress(UnreadableInstance):
        said = answers_in(submission, on) if found and submission.child_id is None else None
        if said is None:
            return None
        told = {fact: said.text(question).strip() for fact, question in found.items()}
        if told.get("name"):
            sex, born_on = told.get("sex", ""), None
            with suppress(ValueError):
                born_on = date.fromisoformat(told.get("born_on", "")[:10])
            known = Sex(sex) if sex in Sex.values else Sex.UNKNOWN
            return PersonFacts(name=told["name"], sex=known, born_on=born_on, number=told.get("number", "").upper())
    return None


def alike_on_file(*, facts: PersonFacts, scope: Scope, on: date) -> list[Child]:
    """List the files that may be that child's (可能已建档): by number, by name or sound and birth, then by name."""
    likely = possible_duplicates(facts=facts, scope=scope)
    known = {child.pk for child in likely}
    return likely + [each for each in search_children(text=facts.name, scope=scope, on=on) if each.pk not in known]


@transaction.atomic
def open_found_child(*, submission: Submission, by: Actor, at: datetime) -> Accepted:
    """
    Open a file for the child that a form found, and take the form for it (新发现儿童建档并采用); both or nothing.

    :raises NotAsItIs: it says no name or not in which village, or cannot be taken
    :raises NotPermitted: the actor keeps no files there, or leads no work
    :raises NumberTaken: somebody bears the number who has a file
    :raises NumberWrong: the number is mistyped
    """
    facts = child_told(submission=submission, on=day_of(at))
    if facts is None:
        raise NotAsItIs("填报里没有写新发现的孩子叫什么，请先人工登记，再选定儿童")
    if Area.of(submission.division_code).level != Level.VILLAGE:
        raise NotAsItIs("填报人的岗位不是村（居）的，看不出孩子在哪个村，请先人工登记，再选定儿童")
    child = record_child(
        facts=facts, division_code=submission.division_code, by=by, at=at, source=FileSource.REPORT,
        source_key=submission.pk,
    )  # fmt: skip
    taken = take_form(submission=submission, by=by, at=at, child=child.pk, despite=True)
    if taken.submission.state != SubmissionState.ACCEPTED:
        raise NotAsItIs(*taken.submission.reasons)
    return taken
