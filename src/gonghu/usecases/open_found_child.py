"""A child that a form found gets a file (新发现儿童建档), after somebody looked whether it has one already."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.models import Child, Person
from gonghu.domain.people.numbering import read_number, refuse_other_than_file
from gonghu.domain.people.operations.persons import record_child
from gonghu.domain.people.queries import possible_duplicates, search_children
from gonghu.domain.people.terms import FileSource, Sex, WithoutNumber
from gonghu.domain.questionnaires.choosing import answers_in, form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.engines.forms import NumberDoubt, UnreadableInstance, numbers_doubted
from gonghu.foundation.acting import Actor
from gonghu.standards.citizen_number_repair import Repair, repair_candidates
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


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number of a found child that does not agree (新发现儿童的存疑号码): as told, why, and what may be meant."""

    told: str
    doubt: NumberDoubt
    repairs: tuple[Repair, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether it is a number at all: then birth date or sex was told otherwise."""
        return self.doubt is not NumberDoubt.MISTYPED


def found_number(*, submission: Submission, on: date) -> FoundNumber | None:
    """
    Give the number that a form tells of a found child if it is doubted (存疑号码), with its repairs.

    A repair is a guess, so there is one only where the birth date was told and agrees.
    """
    facts = child_told(submission=submission, on=on)
    said = answers_in(submission, on) if facts else None
    if facts is None or said is None or submission.known_version is None:
        return None
    form = form_of(submission.known_version)
    doubt = numbers_doubted(form, said).get(form.meaning.found.get("number", ""))
    if doubt is None:
        return None
    sex = facts.sex.value if facts.sex in (Sex.MALE, Sex.FEMALE) else None
    repairs = repair_candidates(facts.number, born_on=facts.born_on, sex=sex) if facts.born_on else ()
    return FoundNumber(facts.number, doubt, repairs)


@dataclass(frozen=True, slots=True)
class NumberChosen:
    """
    With which number a file is opened (选定的号码); an empty one is none yet.

    One that ``counts`` tells birth date and sex, whatever was said of them.
    """

    number: str
    counts: bool = False


def with_number(facts: PersonFacts, chosen: NumberChosen) -> PersonFacts:
    """Give what was told of a child with another number, or none yet."""
    without = None if chosen.number else WithoutNumber.NOT_KNOWN
    return replace(facts, number=chosen.number, without_number=without)


@transaction.atomic
def open_found_child(
    *, submission: Submission, by: Actor, at: datetime, chosen: NumberChosen | None = None
) -> Accepted:
    """
    Open a file for the child that a form found, and take the form for it (新发现儿童建档并采用); both or nothing.

    ``chosen`` takes the place of a number that is doubted; what was told stays in the filled form.

    :raises NotAsItIs: it says no name or not in which village, its number is doubted, or it cannot be taken
    :raises NotPermitted: the actor keeps no files there, or leads no work
    :raises NumberTaken: somebody bears the number who has a file
    :raises NumberWrong: the number is mistyped
    :raises NumberDisagrees: it tells another birth date or sex than the form
    """
    facts = child_told(submission=submission, on=day_of(at))
    if facts is None:
        raise NotAsItIs("填报里没有写新发现的孩子叫什么，请先人工登记，再选定儿童")
    if Area.of(submission.division_code).level != Level.VILLAGE:
        raise NotAsItIs("填报人的岗位不是村（居）的，看不出孩子在哪个村，请先人工登记，再选定儿童")
    if chosen is None and (doubted := found_number(submission=submission, on=day_of(at))):
        raise NotAsItIs(f"身份证号未核对：{doubted.doubt}。请选定是哪个号码，或先不写号码建档")
    if chosen is not None:
        facts = with_number(facts, chosen)
        if facts.number and not chosen.counts:
            told = Person(sex=facts.sex, born_on=facts.born_on)
            refuse_other_than_file(told, *read_number(facts.number, facts.number_kind))
    child = record_child(
        facts=facts, division_code=submission.division_code, by=by, at=at, source=FileSource.REPORT,
        source_key=submission.pk,
    )  # fmt: skip
    taken = take_form(submission=submission, by=by, at=at, child=child.pk, despite=True)
    if taken.submission.state != SubmissionState.ACCEPTED:
        raise NotAsItIs(*taken.submission.reasons)
    return taken
