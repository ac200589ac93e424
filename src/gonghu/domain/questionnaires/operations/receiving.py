"""Filled forms arrive (填报的接收) and are kept, whatever is wrong with them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.questionnaires.operations.judging import (
    SubmissionsJudged,
    digest_of,
    judge_submissions,
    kept_already,
)
from gonghu.domain.questionnaires.terms import (
    LARGEST_FILE,
    MOST_FILES,
    Arrived,
    FileState,
    FileTold,
    Standing,
    SubmissionState,
)
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is answered to a filled form that came (回执); ``submission`` is what is kept under its key."""

    submission: Submission
    standing: Standing


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


@transaction.atomic
def keep_submissions(*, judged: SubmissionsJudged, by: Actor, at: datetime) -> list[Receipt]:
    """Keep filled forms that were judged, all or none of them (保存填报)."""
    arrived, here, fresh, made = judged.arrived, judged.here, judged.fresh, judged.made
    try:
        with transaction.atomic():
            Submission.objects.bulk_create(made.values())
    except IntegrityError:
        if kept_already(arrived).keys() <= here.keys():
            raise
        # Somebody was quicker with the same key.
        return receive_submissions(arrived=arrived, by=by, at=at)
    files = [file for key, each in made.items() for file in _files(each, fresh[key].files)]
    SubmissionFile.objects.bulk_create(files)
    for each in made.values():
        _replace(each)
    _record(made.values(), Counter(file.submission_id for file in files), by, at)
    known = {**here, **made}
    return [_receipt(each, known, is_new=fresh.get(each.uuid) is each, by=by) for each in arrived]


def _receipt(arrived: Arrived, kept: Mapping[UUID, Submission], *, is_new: bool, by: Actor) -> Receipt:
    found = kept[arrived.uuid]
    if is_new:
        return Receipt(found, Standing.NEW)
    same = found.digest == digest_of(arrived) and found.account_id == by.account
    return Receipt(found, Standing.HAD if same else Standing.DIFFERENT)


def _replace(made: Submission) -> None:
    """Let go of the form that was sent back, now that it is corrected; what was taken already stays."""
    earlier = made.replaces
    if earlier is not None and earlier.state in {SubmissionState.SENT_BACK, SubmissionState.NEEDS_CARE}:
        earlier.state = SubmissionState.REPLACED
        earlier.save(update_fields=["state"])


def _record(made: Iterable[Submission], files: Mapping[UUID, int], by: Actor, at: datetime) -> None:
    """Write down what came together: once in each district that it is of, with the key of every form."""
    by_district: dict[str, list[Submission]] = {}
    for each in made:
        by_district.setdefault(each.division_code[:6], []).append(each)
    for district, together in by_district.items():
        first, *others = together
        record(
            by=by,
            at=at,
            verb="questionnaires.receive",
            subject_kind="submission",
            subject_key="" if others else str(first.pk),
            detail=_told_of_many(together, files) if others else _told_of(first, files),
            district=district,
        )


def _told_of(made: Submission, files: Mapping[UUID, int]) -> Detail:
    return {"form": made.form_id, "version": made.version, "state": made.state, "files": files.get(made.pk, 0)}


def _told_of_many(made: Sequence[Submission], files: Mapping[UUID, int]) -> Detail:
    return {
        "records": len(made),
        "submissions": [str(each.pk) for each in made],
        "needs_care": sum(each.state == SubmissionState.NEEDS_CARE for each in made),
        "files": sum(files.get(each.pk, 0) for each in made),
    }


def _files(made: Submission, told: tuple[FileTold, ...]) -> Iterator[SubmissionFile]:
    once = {each.name[:255]: each for each in told}
    for number, (name, each) in enumerate(once.items()):
        wrong = ""
        if number >= MOST_FILES:
            wrong = f"附件太多，最多 {MOST_FILES} 个"
        elif not each.size:
            wrong = "附件没有内容"
        elif each.size > LARGEST_FILE:
            wrong = f"附件超过 {LARGEST_FILE >> 20} MB"
        yield SubmissionFile(
            submission=made,
            name=name,
            sha256=each.sha256.lower()[:64],
            size=each.size,
            state=FileState.REFUSED if wrong else FileState.ARRIVING,
            reason=wrong,
        )
