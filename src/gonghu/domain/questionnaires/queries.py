"""Reading of questionnaires (问卷的查询): forms by place, filled forms by scope, their photos and recordings."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gonghu.domain.access.officer import PostHeld
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.questionnaires.choosing import OF_THE_DISTRICT, answers_in, chosen_for, form_of, meaning_of
from gonghu.domain.questionnaires.models import FormKey, FormVersion, Submission, SubmissionFile
from gonghu.domain.questionnaires.shelf import whole_of
from gonghu.domain.questionnaires.terms import ANSWERABLE, FileState, FormState, SubmissionState
from gonghu.engines.forms import Answers, FormPurpose, UnreadableInstance


def forms_for(*, posts: Sequence[PostHeld], scope: Scope) -> list[FormVersion]:
    """List the forms that somebody on some posts fills in, each in the version for the place, by form."""
    del scope
    return chosen_for(posts, FormVersion.objects.filter(state=FormState.IN_USE).defer("source"))


def forms_to_choose(*, posts: Sequence[PostHeld], scope: Scope) -> list[FormVersion]:
    """List the forms that somebody on some posts begins by itself; a door is chosen on the list of its round."""
    fillable = forms_for(posts=posts, scope=scope)
    return [each for each in fillable if form_of(each).meaning.purpose != FormPurpose.SWEEP]


def form_versions(*, scope: Scope, form_id: str = "") -> QuerySet[FormVersion]:
    """Give the versions of the nation, of the divisions somebody reaches, and of those above; the newest first."""
    found = FormVersion.objects.filter(_of_concern(scope)).select_related("questionnaire", "made_by").defer("source")
    found = found.order_by("questionnaire_id", "-made_at")
    return found.filter(questionnaire=form_id) if form_id else found


def form_version_by_key(*, key: UUID, scope: Scope) -> FormVersion | None:
    """Give one version, if it concerns somebody."""
    return FormVersion.objects.filter(_of_concern(scope), pk=key).select_related("questionnaire", "made_by").first()


def form_version(*, form_id: str, version: str, scope: Scope) -> FormVersion | None:
    """Give a version that is or was in use by what it is called; what stands in a form is no secret."""
    del scope
    wanted = {"questionnaire": form_id, "version": version, "state__in": sorted(ANSWERABLE)}
    return FormVersion.objects.filter(**wanted).first()


def submissions_in(
    *, scope: Scope, states: Iterable[SubmissionState] = (), area: Area | None = None, form_id: str = ""
) -> QuerySet[Submission]:
    """Give the filled forms somebody reaches, the last received first; nothing is said of what stands in them."""
    found = Submission.objects.visible_to(scope).select_related("known_version", "account", "child__person")
    wanted = [state.value for state in states]
    if wanted:
        found = found.filter(state__in=wanted)
    if area is not None:
        found = found.filter(area.filter())
    if form_id:
        found = found.filter(form_id=form_id)
    return found.defer("body").order_by("-received_at", "uuid")


def last_received_at(*, scope: Scope) -> datetime | None:
    """Tell when the last of the filled forms came that somebody reaches."""
    received = Submission.objects.visible_to(scope).order_by("-received_at")
    return received.values_list("received_at", flat=True).first()


def submission_by_key(*, key: UUID, scope: Scope) -> Submission | None:
    """Give a filled form that somebody reaches."""
    found = Submission.objects.visible_to(scope).select_related("known_version", "account", "child__person", "replaces")
    return found.filter(pk=key).first()


def submissions_of(*, account: UUID, scope: Scope, states: Iterable[SubmissionState] = ()) -> QuerySet[Submission]:
    """Give what somebody sent, whoever it is about: what became of it is told to the sender."""
    del scope
    found = Submission.objects.everywhere("what somebody sent is known to the sender").filter(account=account)
    wanted = [state.value for state in states]
    return (found.filter(state__in=wanted) if wanted else found).order_by("-received_at", "uuid")


def forms_of_the_district(*, scope: Scope) -> frozenset[str]:
    """Name the forms that nobody below the district reads, whatever an office calls them."""
    del scope
    rows = FormVersion.objects.values_list("questionnaire", "meaning").distinct()
    return frozenset(form for form, meaning in rows if meaning_of(meaning).purpose in OF_THE_DISTRICT)


def others_of_telephone(*, submission: Submission, child: UUID, scope: Scope) -> QuerySet[Submission]:
    """Give what else the same telephone of the same account filled in about a child, in its own order."""
    del scope
    found = Submission.objects.everywhere("what somebody filled in is known to the same person")
    if not submission.device or submission.account_id is None:
        found = found.none()
    same = found.filter(child=child, account=submission.account_id, device=submission.device)
    return same.exclude(pk=submission.pk).order_by("sequence")


def answers_of(*, submission: Submission, scope: Scope, today: date) -> Answers | None:
    """
    Give the answers of a filled form that somebody reaches; none of a form that nobody knows.

    :raises UnreadableInstance: what came cannot be read
    """
    if submission_by_key(key=submission.pk, scope=scope) is None:
        return None
    return answers_in(submission, today)


def files_of(*, submission: UUID, scope: Scope) -> QuerySet[SubmissionFile]:
    """Give the photos and recordings of a filled form that somebody reaches, by name."""
    reached = Submission.objects.visible_to(scope).filter(pk=submission)
    return SubmissionFile.objects.filter(submission__in=reached).order_by("name")


def file_content(*, file: UUID, scope: Scope) -> tuple[SubmissionFile, Iterator[bytes]] | None:
    """Give a photo or recording that somebody reaches, and its content; none of what has not come whole."""
    reached = Submission.objects.visible_to(scope)
    found = SubmissionFile.objects.filter(pk=file, submission__in=reached, state=FileState.KEPT).first()
    return (found, whole_of(found.submission_id, found.pk)) if found else None


def returned_files(*, submissions: Iterable[UUID], account: UUID, scope: Scope) -> dict[UUID, list[SubmissionFile]]:
    """Give the files of what was sent back to an account, by filled form: they are mended with it."""
    del scope
    found: dict[UUID, list[SubmissionFile]] = {}
    for each in _returned(account).filter(submission__in=list(submissions)).order_by("name"):
        found.setdefault(each.submission_id, []).append(each)
    return found


def returned_file(
    *, submission: UUID, name: str, account: UUID, scope: Scope
) -> tuple[SubmissionFile, Iterator[bytes]] | None:
    """Give a file of what was sent back to an account, with its content; of nothing else, and to nobody else."""
    del scope
    found = _returned(account).filter(submission=submission, name=name).first()
    return (found, whole_of(found.submission_id, found.pk)) if found else None


def unkept_files(*, submission: UUID, account: UUID, scope: Scope) -> list[SubmissionFile]:
    """List the files of a filled form that have not come whole or were refused, for the account that sent it."""
    del scope
    files = SubmissionFile.objects.filter(submission=submission, submission__account=account)
    return list(files.exclude(state=FileState.KEPT).order_by("name"))


def attachments_of(*, submission: Submission, account: UUID, scope: Scope, today: date) -> dict[str, bool]:
    """Name the photos and recordings that a filled form speaks of, and whether each came, for who sent it."""
    del scope
    if submission.account_id != account:
        return {}
    here = SubmissionFile.objects.filter(submission=submission).exclude(state=FileState.ARRIVING)
    came = set(here.values_list("name", flat=True))
    named: tuple[str, ...] = ()
    if submission.known_version is not None:
        with suppress(UnreadableInstance):
            said = answers_in(submission, today)
            named = said.attachments if said else ()
    return {name: name in came for name in (*named, *sorted(came.difference(named)))}


def form_keys(*, scope: Scope) -> QuerySet[FormKey]:
    """Give the keys of the accounts somebody makes cards for, those in use first."""
    found = FormKey.objects.visible_to(scope).select_related("account", "made_by")
    return found.order_by("ended_at", "-made_at")


def form_key_by_key(*, key: UUID, scope: Scope) -> FormKey | None:
    """Give one key."""
    return FormKey.objects.visible_to(scope).select_related("account").filter(pk=key).first()


def _returned(account: UUID) -> QuerySet[SubmissionFile]:
    own = {"submission__account": account, "submission__state": SubmissionState.SENT_BACK}
    return SubmissionFile.objects.filter(state=FileState.KEPT, **own)


def _of_concern(scope: Scope) -> Q:
    """Give the condition of versions that hold in, above or below the areas of somebody."""
    found = Q(division_code="")
    permissions = (Permission.SET_RULES, Permission.RECORD_VISITS, Permission.SEE_CHILDREN)
    for area in {area for permission in permissions for area in scope.areas(permission)}:
        above = [area.prefix[:length].ljust(12, "0") for length in (2, 4, 6, 9) if length < len(area.prefix)]
        found |= Q(division_code__gte=area.low, division_code__lt=area.high) | Q(division_code__in=above)
    return found
