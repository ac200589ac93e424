"""Reading of rounds of scholarships (助学轮次的查询): how far everybody's has come, from what is on file."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.models import Application, BatchChild, Grant, SchoolProof, SchoolRound, SchoolStudent
from gonghu.domain.benefits.terms import ASKS_PROOF, PENDING, BatchState, StudentState
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.scoping import FileQuerySet

_WHY: Final = "how far a student's scholarship has come"


def school_rounds_in(*, scope: Scope) -> QuerySet[SchoolRound]:
    """Give the rounds that somebody sees, or of whose students somebody sees one; the latest year first."""
    own = SchoolRound.objects.visible_to(scope).values("pk")
    of_students = SchoolStudent.objects.visible_to(scope).values("round")
    found = SchoolRound.objects.everywhere("a round is known to whoever sees one of its students")
    return found.filter(Q(pk__in=own) | Q(pk__in=of_students)).order_by("-from_month", "division_code", "line")


def school_round_by_key(*, key: UUID, scope: Scope) -> SchoolRound | None:
    """Give one round, if it or one of its students is seen."""
    return school_rounds_in(scope=scope).filter(pk=key).first()


def students_in(
    *,
    scope: Scope,
    school_round: UUID,
    on: date,
    states: Collection[StudentState] = (),
    area: Area | None = None,
) -> FileQuerySet[SchoolStudent]:
    """Give the students of a round that somebody sees, by place, each with its ``state`` on a day."""
    seen: Any = SchoolStudent.objects.visible_to(scope).select_related("child").filter(round=school_round)
    found = seen.annotate(state=_state(on))
    if states:
        found = found.filter(state__in=sorted(states))
    if area and area.prefix:
        found = found.filter(area.filter())
    ordered: FileQuerySet[SchoolStudent] = found.order_by("division_code", "uuid")
    return ordered


def students_to_ask(*, scope: Scope, school_round: UUID, on: date) -> FileQuerySet[SchoolStudent]:
    """Give the students of a round whose proof is missing or has run out, and who were not asked for it."""
    lacking = students_in(scope=scope, school_round=school_round, on=on, states=ASKS_PROOF)
    return lacking.filter(task_key__isnull=True)


def counts_of_students(*, scope: Scope, school_round: UUID, on: date) -> dict[StudentState, int]:
    """Count the students of a round that somebody sees, by state on a day."""
    students: Any = students_in(scope=scope, school_round=school_round, on=on)
    rows = students.order_by().values("state")
    told = {StudentState(each["state"]): each["n"] for each in rows.annotate(n=Count("uuid"))}
    return {state: told.get(state, 0) for state in StudentState}


def student_by_key(*, key: UUID, scope: Scope, on: date) -> SchoolStudent | None:
    """Give one student that somebody sees, with the ``state`` on a day."""
    seen: Any = SchoolStudent.objects.visible_to(scope).select_related("round", "child").filter(pk=key)
    found: SchoolStudent | None = seen.annotate(state=_state(on)).first()
    return found


def proofs_of_students(*, students: Iterable[UUID], scope: Scope) -> dict[UUID, list[SchoolProof]]:
    """Give the proofs of some students that somebody sees, the last one first; those withdrawn are among them."""
    seen = SchoolStudent.objects.visible_to(scope).filter(pk__in=list(students))
    found: dict[UUID, list[SchoolProof]] = {}
    for proof in SchoolProof.objects.filter(student__in=seen).order_by("-to_on", "-entered_at"):
        found.setdefault(proof.student_id, []).append(proof)
    return found


def earlier_students(*, scope: Scope, line: str, area: Area, before: date) -> list[Grant]:
    """Give the grants of a line for earlier school years of an area, the last one first."""
    found = Grant.objects.visible_to(scope).filter(area.filter(), line=line, from_month__lt=before)
    return list(found.select_related("child__person").order_by("-from_month", "pk"))


def grants_of_the_year(*, scope: Scope, school_round: SchoolRound, children: Collection[UUID]) -> list[Grant]:
    """Give the grants of the line of a round for its year of some children that somebody sees."""
    found = Grant.objects.visible_to(scope).filter(line=school_round.line, child__in=list(children))
    return list(
        found.filter(_of_the_year(school_round.from_month, school_round.to_month)).select_related("application")
    )


def _state(on: date) -> Case:
    mine = {"child": OuterRef("child"), "line": OuterRef("line")}
    granted = Grant.objects.everywhere(_WHY).filter(
        _of_the_year(OuterRef("round__from_month"), OuterRef("round__to_month")), **mine
    )
    listed = BatchChild.objects.everywhere(_WHY).filter(
        batch__state=BatchState.PROPOSED, batch__school_round=OuterRef("round"), child=OuterRef("child")
    )
    applied = Application.objects.everywhere(_WHY).filter(state__in=sorted(PENDING), batch__isnull=True, **mine)
    proofs = SchoolProof.objects.filter(student=OuterRef("pk"), withdrawn_at__isnull=True)
    # A proof counts until it has run out; after the school year nobody is asked for another.
    lasting = Exists(proofs.filter(to_on__gte=on)) | Exists(proofs.filter(student__round__to_month__lte=on))
    return Case(
        When(~Q(left_reason=""), then=_is(StudentState.LEFT)),
        When(Exists(granted) & lasting, then=_is(StudentState.GRANTED)),
        When(Exists(granted), then=_is(StudentState.LAPSED)),
        When(Exists(listed), then=_is(StudentState.PROPOSED)),
        When(Exists(applied), then=_is(StudentState.APPLIED)),
        When(lasting, then=_is(StudentState.READY)),
        default=_is(StudentState.MISSING),
        output_field=CharField(),
    )


def _is(state: StudentState) -> Value:
    return Value(state.value)


def _of_the_year(first: object, last: object) -> Q:
    """Give the condition that a grant holds in some month of a school year, and was not ended before it began."""
    lasts = Q(to_month__isnull=True) | Q(to_month__gte=first) & Q(to_month__gte=F("from_month"))
    return Q(from_month__lte=last) & lasts
