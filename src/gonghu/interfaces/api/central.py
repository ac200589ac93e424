"""
What pyodk asks of ODK Central (ODK Central 接口): a session, the one project, its forms, and handing in.

https://docs.getodk.org/central-api/ : the part that ``pyodk.client.Client`` needs to fetch forms and send filled ones.
What is sent can be listed by who sent it, with what became of it; answers of others are never given out here.
"""

import json
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.questionnaires.models import FormVersion, Submission
from gonghu.domain.questionnaires.operations import receive_file
from gonghu.domain.questionnaires.operations.parts import FileUnfit, NoSuchFile
from gonghu.domain.questionnaires.queries import attachments_of, forms_to_choose, submissions_of
from gonghu.domain.questionnaires.terms import LARGEST_FILE, Standing, SubmissionState
from gonghu.engines.forms import uuid_of
from gonghu.interfaces.admission import open_to_everybody
from gonghu.interfaces.api.door import SESSION, ApiRequest, key_of, session_token, with_form_key
from gonghu.interfaces.api.openrosa import hash_of
from gonghu.usecases.hand_in_form import hand_in_form

PROJECT: Final = 1
"""Central parts forms by projects; here there is one, and the scope does the parting."""
LARGEST_XML: Final = 2 << 20
_REVIEWS: Final = {
    SubmissionState.RECEIVED: None,
    SubmissionState.ACCEPTED: "approved",
    SubmissionState.NEEDS_CARE: "hasIssues",
    SubmissionState.SENT_BACK: "rejected",
    SubmissionState.REPLACED: "edited",
}


def _refuse(status: int, code: str, words: str) -> HttpResponse:
    return JsonResponse({"code": float(code), "message": words}, status=status)


_speaks = with_form_key(_refuse)


@csrf_exempt
@open_to_everybody("a program has no session before it has shown its key here")
@require_POST
def sessions(request: HttpRequest) -> HttpResponse:
    """Exchange a sign-in name and a form key for a token that holds for a day."""
    try:
        said = json.loads(request.body)
        key = key_of(str(said["email"]), str(said["password"]), request)
    except (ValueError, KeyError, TypeError):
        return _refuse(400, "400.2", "请用 JSON 写明 email（登录名）和 password（采集密钥）")
    if key is None:
        return _refuse(401, "401.2", "登录名或采集密钥不对；这里不用登录密码")
    now = timezone.now()
    told = {"token": session_token(key), "createdAt": now.isoformat(), "expiresAt": (now + SESSION).isoformat()}
    return JsonResponse({**told, "csrf": ""})


@require_safe
@_speaks
def current_user(request: ApiRequest) -> HttpResponse:
    """Say whose key it is."""
    return JsonResponse(
        {
            "id": _number(request),
            "email": request.account.sign_in_name,
            "displayName": request.account.display_name,
            "createdAt": request.form_key.made_at.isoformat(),
            "type": "user",
        }
    )


@require_safe
@_speaks
def projects(request: ApiRequest) -> HttpResponse:
    """List the one project."""
    return JsonResponse([_project(request)], safe=False)


@require_safe
@_speaks
def project(request: ApiRequest) -> HttpResponse:
    """Give the one project."""
    return JsonResponse(_project(request))


@require_safe
@_speaks
def forms(request: ApiRequest) -> HttpResponse:
    """List the forms that the key's owner fills in."""
    return JsonResponse([_form(each) for each in _forms(request)], safe=False)


@require_safe
@_speaks
def form(request: ApiRequest, form: str) -> HttpResponse:
    """Give one form."""
    return JsonResponse(_form(_known(request, form)))


@require_safe
@_speaks
def form_xml(request: ApiRequest, form: str) -> HttpResponse:
    """Give one form as XForm."""
    return HttpResponse(_known(request, form).xform, content_type="text/xml; charset=utf-8")


@require_http_methods(["GET", "POST"])
@_speaks
def submissions(request: ApiRequest, form: str) -> HttpResponse:
    """List what the key's owner sent of a form, or take one more."""
    if request.method == "GET":
        return JsonResponse([_told(each, request) for each in _sent(request, form)], safe=False)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_XML:
        return _refuse(413, "413.0", "内容太大；照片请另外送")
    device = request.GET.get("deviceID", "")
    handed = hand_in_form(xml=request.body, files={}, device=device, by=request.officer, at=request.at, form=form)
    if handed.standing is Standing.DIFFERENT:
        return _refuse(409, "409.1", "这个编号下已有内容不同的填报，没有覆盖；请联系督导员")
    return JsonResponse(_told(handed.submission, request))


@require_safe
@_speaks
def submission(request: ApiRequest, form: str, instance: str) -> HttpResponse:
    """Say what became of something the key's owner sent."""
    return JsonResponse(_told(_one(request, form, instance), request))


@require_safe
@_speaks
def attachments(request: ApiRequest, form: str, instance: str) -> HttpResponse:
    """List the files of something the key's owner sent, and whether they are here."""
    one = _one(request, form, instance)
    today = timezone.localdate(request.at)
    told = attachments_of(submission=one, account=request.account.pk, scope=request.officer.scope, today=today)
    return JsonResponse([{"name": name, "exists": here} for name, here in told.items()], safe=False)


@require_POST
@_speaks
def attachment(request: ApiRequest, form: str, instance: str, name: str) -> HttpResponse:
    """Take a file of something the key's owner sent."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_FILE:
        return _refuse(413, "413.0", "附件太大")
    one = _one(request, form, instance)
    try:
        receive_file(submission=one.pk, name=name, content=_content(request), by=request.officer, at=request.at)
    except NoSuchFile as refusal:
        return _refuse(404, "404.1", str(refusal))
    except FileUnfit as refusal:
        return _refuse(400, "400.1", str(refusal))
    return JsonResponse({"success": True})


def _content(request: ApiRequest) -> bytes:
    """Read what came, up to one byte more than is taken; pyodk sends it in chunks, without saying how much it is."""
    whole = request.META["wsgi.input"] if request.META.get("wsgi.input_terminated") else request
    content: bytes = whole.read(LARGEST_FILE + 1)
    return content


def _forms(request: ApiRequest) -> list[FormVersion]:
    return forms_to_choose(posts=request.officer.posts, scope=request.officer.scope)


def _known(request: ApiRequest, form: str) -> FormVersion:
    for each in _forms(request):
        if each.questionnaire_id == form:
            return each
    raise Http404


def _sent(request: ApiRequest, form: str) -> QuerySet[Submission]:
    found = submissions_of(account=request.account.pk, scope=request.officer.scope)
    return found.filter(form_id=form).defer("body")


def _one(request: ApiRequest, form: str, instance: str) -> Submission:
    key = uuid_of(instance)
    if key is None:
        raise Http404
    one = submissions_of(account=request.account.pk, scope=request.officer.scope).filter(pk=key, form_id=form).first()
    if one is None:
        raise Http404
    return one


def _number(request: ApiRequest) -> int:
    # Central counts its users; ours have keys, of which the beginning is as good as a number.
    return request.account.pk.int >> 97


def _project(request: ApiRequest) -> dict[str, Any]:
    return {
        "id": PROJECT,
        "name": "共护",
        "description": None,
        "createdAt": request.form_key.made_at.isoformat(),
        "forms": len(_forms(request)),
    }


def _form(version: FormVersion) -> dict[str, Any]:
    at = version.published_at or version.made_at
    return {
        "projectId": PROJECT,
        "xmlFormId": version.questionnaire_id,
        "name": version.title,
        "version": version.version,
        "hash": hash_of(version),
        "state": "open",
        "enketoId": None,
        "keyId": None,
        "createdAt": version.made_at.isoformat(),
        "updatedAt": None,
        "publishedAt": at.isoformat(),
    }


def _told(submission: Submission, request: ApiRequest) -> dict[str, Any]:
    return {
        "instanceId": f"uuid:{submission.pk}",
        "submitterId": _number(request),
        "deviceId": submission.device or None,
        "createdAt": submission.received_at.isoformat(),
        "updatedAt": None,
        "reviewState": _REVIEWS[SubmissionState(submission.state)],
    }
