"""Forms are uploaded, published, withdrawn, dropped while they are drafts (问卷的上传、发布、撤回与删除)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain, count
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gonghu.domain.access.officer import NotPermitted, authorise, is_system
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.people.card import CardField, CardValueWrong, card_fields
from gonghu.domain.people.item_fields import ItemField, item_fields
from gonghu.domain.questionnaires.models import FormVersion, Questionnaire, Submission
from gonghu.domain.questionnaires.shipped import FOLDER, SOURCE, shipped_forms
from gonghu.domain.questionnaires.terms import LONGEST_REASON, FormState
from gonghu.engines.forms import Field, Form, FormProblem, FormRefused, compile_form, cut_to
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards import division_code as division_codes


class VersionTaken(ValueError):
    """There is such a version of the form already, and another one."""


class FormPast(ValueError):
    """The version is no draft any more, or not in use: it cannot go where it is sent."""


class ReasonForWithdrawingMissing(ValueError):
    """Nobody would know why a form is not to be used."""


@transaction.atomic
def keep_shipped_forms(*, by: Actor, at: datetime, folder: Path = FOLDER) -> int:
    """
    Keep the forms that come with the program, and publish what is new (装入随附问卷); tell how many were new.

    :raises NotPermitted: somebody else than the system
    :raises VersionTaken: a form changed, and its version did not
    """
    if not is_system(by):
        raise NotPermitted("只有系统本身装入随附问卷")
    fresh = 0
    for each in shipped_forms(folder):
        kept = FormVersion.objects.filter(questionnaire=each.form.form_id, version=each.form.version).first()
        if kept is None:
            made = _keep(each.form, each.source.encode(), SOURCE, each.meaning, "", by, at)
            _put_in_use(made, at)
            fresh += 1
        elif kept.digest != _digest(each.form.xform, each.meaning):
            raise VersionTaken(f"随附问卷 {kept} 的内容变了，版本号没有变")
    _record("keep_shipped", "", "", by, at, {"fresh": fresh})
    return fresh


@transaction.atomic
def upload_form(
    *, content: bytes, file_name: str, division_code: str, by: Actor, at: datetime, meaning: str = ""
) -> FormVersion:
    """
    Take a form that somebody wrote in Excel or as a Markdown table, as a draft for one division (上传问卷).

    A form of a name that is known becomes a version of it for the division; what its answers mean is taken over as far
    as its questions are there. Without a version of its own, or with one that is taken, it gets one by its time.

    :raises NotPermitted: the actor sets no rules there
    :raises FormRefused: it cannot be used; the problems say where and why
    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code) if division_code else ""
    authorise(by, Permission.SET_RULES, code)
    name, stamp = _name_of(file_name), timezone.localtime(at).strftime("%Y%m%d%H%M%S")
    first = compile_form(content, name=name, usual_version=stamp)
    told = meaning or _taken_over(first, code)
    form = compile_form(content, name=name, version=_unused(first, stamp), meaning=told)
    _refuse_strange_meaning(form)
    made = _keep(form, content, file_name[:255], told, code, by, at)
    _record("upload", str(made.pk), code, by, at, {"form": form.form_id, "version": form.version})
    return made


@transaction.atomic
def publish_form(*, version: UUID, by: Actor, at: datetime) -> FormVersion:
    """
    Put a draft to use where it is for (发布问卷); the version before it is answered no more, and still taken.

    :raises NotPermitted: the actor sets no rules there
    :raises FormPast: it is no draft
    """
    held = _held(version, by)
    if held.state != FormState.DRAFT:
        raise FormPast(f"这一版问卷{held.get_state_display()}，不能再发布；请上传新的一版")
    _put_in_use(held, at)
    _record("publish", str(held.pk), held.division_code, by, at, {"version": held.version})
    return held


@transaction.atomic
def withdraw_form(*, version: UUID, because: str, by: Actor, at: datetime) -> FormVersion:
    """
    Take a version out of use because something is wrong with it (撤回问卷); what still comes waits for somebody.

    :raises NotPermitted: the actor sets no rules there
    :raises FormPast: it was withdrawn before
    :raises ReasonForWithdrawingMissing: nothing is said of why
    """
    held = _held(version, by)
    if not because.strip():
        raise ReasonForWithdrawingMissing("请写明为什么撤回，填报人会看到")
    if held.state == FormState.WITHDRAWN:
        raise FormPast("这一版问卷已经撤回")
    held.state, held.withdrawn_at = FormState.WITHDRAWN, at
    held.withdrawn_because = because.strip()[:LONGEST_REASON]
    held.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    _record("withdraw", str(held.pk), held.division_code, by, at, {"because": held.withdrawn_because})
    return held


@transaction.atomic
def drop_draft(*, version: UUID, by: Actor, at: datetime) -> None:
    """
    Drop a draft that was never put to use (删除草稿), and the name of the form if no other version bears it.

    :raises NotPermitted: the actor sets no rules there
    :raises FormPast: it is or was in use, or somebody filled it in all the same: it can only be withdrawn
    """
    held = _held(version, by)
    if held.state != FormState.DRAFT or held.published_at is not None:
        raise FormPast(f"这一版问卷{held.get_state_display()}，不是草稿，不能删除，只能撤回")
    if is_filled_in(held):
        raise FormPast("已经收到按这一版填的填报，不能删除，只能撤回")
    held.delete()
    left = FormVersion.objects.filter(questionnaire=held.questionnaire_id)
    if not left.exists():
        Questionnaire.objects.filter(pk=held.questionnaire_id).delete()
    detail = {"form": held.questionnaire_id, "version": held.version, "title": held.title}
    _record("drop_draft", str(version), held.division_code, by, at, detail)


def is_filled_in(version: FormVersion) -> bool:
    """Tell whether anything came that was filled in on a version, by whomever: known as it or called as it."""
    called = Q(form_id=version.questionnaire_id, version=version.version)
    sent = Submission.objects.everywhere("a form is not dropped while anybody's answers hang on it")
    return sent.filter(Q(known_version=version.pk) | called).exists()


def _held(version: UUID, by: Actor) -> FormVersion:
    held = FormVersion.objects.select_for_update().get(pk=version)
    authorise(by, Permission.SET_RULES, held.division_code)
    return held


def _keep(form: Form, source: bytes, source_name: str, meaning: str, code: str, by: Actor, at: datetime) -> FormVersion:
    questionnaire, _ = Questionnaire.objects.get_or_create(
        form_id=form.form_id, defaults={"title": form.title[:100], "division_code": code}
    )
    return FormVersion.objects.create(
        questionnaire=questionnaire,
        version=form.version,
        division_code=code,
        title=form.title[:100],
        source=source,
        source_name=source_name,
        xform=form.xform,
        meaning=meaning,
        digest=_digest(form.xform, meaning),
        made_by_id=by.account,
        made_at=at,
    )


def _put_in_use(version: FormVersion, at: datetime) -> None:
    before = FormVersion.objects.filter(
        questionnaire=version.questionnaire_id, division_code=version.division_code, state=FormState.IN_USE
    )
    before.update(state=FormState.SUPERSEDED)
    version.state, version.published_at = FormState.IN_USE, at
    version.save(update_fields=["state", "published_at"])
    if not version.division_code:
        Questionnaire.objects.filter(pk=version.questionnaire_id).update(title=version.title)


def _taken_over(form: Form, code: str) -> str:
    """Give what the answers of the form mean for those above, as far as this version has the questions."""
    above = [code[:length].ljust(len(code), "0") for length in (2, 4, 6, 9)] if code else []
    rows = FormVersion.objects.filter(questionnaire=form.form_id, state__in=[FormState.IN_USE, FormState.SUPERSEDED])
    last = rows.filter(division_code__in=["", code, *above]).order_by("division_code", "published_at").last()
    return cut_to(last.meaning, form.by_name) if last else ""


def _unused(form: Form, stamp: str) -> str:
    """Give the version that the form says, or one by the clock where there is such a version already."""
    taken = set(FormVersion.objects.filter(questionnaire=form.form_id).values_list("version", flat=True))
    by_the_clock = chain([form.version, stamp], (f"{stamp}.{number}" for number in count(2)))
    return next(version for version in by_the_clock if version not in taken)


def _refuse_strange_meaning(form: Form) -> None:
    """Hold a meaning against what a file can hold: unknown, it would break every visit made with the form."""
    problems = [f"含义文件{words}" for words in _strange_in(form)]
    if problems:
        raise FormRefused(tuple(FormProblem(words) for words in problems))


def _strange_in(form: Form) -> Iterator[str]:
    meaning = form.meaning
    strange = [role for role in meaning.roles if role not in Role.values]
    if strange:
        yield f"里有不认识的角色：{'、'.join(strange)}；可以写的有 {'、'.join(Role.values)}"
    known: tuple[tuple[str, Mapping[str, str], Mapping[str, CardField | ItemField]], ...] = (
        ("card", meaning.card, card_fields()),
        ("items", meaning.items, item_fields()),
    )
    for key, told, fields in known:
        for question, name in told.items():
            if name not in fields:
                yield f"的 {key} 里没有“{name}”这一项（{question}）；可以写的见 packs/questionnaires/{key}.yaml"
            else:
                yield from _not_held(form.by_name[question], fields[name])


def _not_held(asked: Field, field: CardField | ItemField) -> Iterator[str]:
    for choice in asked.choices:
        try:
            field.checked(choice.value)
        except CardValueWrong as wrong:
            yield f"把“{asked.name}”记入档案，但选项 {choice.value} 记不进去：{wrong}"


def _name_of(file_name: str) -> str:
    stem = re.sub(r"[^a-z0-9_]+", "_", PurePosixPath(file_name.replace("\\", "/")).stem.lower()).strip("_")
    return stem if stem[:1].isalpha() else f"form_{stem}".rstrip("_")


def _digest(xform: str, meaning: str) -> str:
    return hashlib.sha256(f"{xform}\n{meaning}".encode()).hexdigest()


def _record(verb: str, key: str, code: str, by: Actor, at: datetime, detail: Detail) -> None:
    record(
        by=by,
        at=at,
        verb=f"questionnaires.{verb}",
        subject_kind="form_version",
        subject_key=key,
        detail=detail,
        district=code[:6] or NATION,
    )
