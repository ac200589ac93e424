"""
OpenRosa (OpenRosa 接口): what ODK Collect speaks — the list of forms, a form, its manifest, handing in.

https://docs.getodk.org/openrosa/ : Form List API, Form Submission API, HTTP Request API, version 1.0.
"""

import hashlib
from functools import wraps
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_safe
from lxml import etree

from gonghu.domain.questionnaires.models import FormVersion
from gonghu.domain.questionnaires.queries import form_version, forms_to_choose
from gonghu.domain.questionnaires.terms import LARGEST_FILE, Standing
from gonghu.interfaces.admission import View
from gonghu.interfaces.api.door import ApiRequest, with_form_key
from gonghu.usecases.hand_in_form import hand_in_form

LARGEST: Final = 64 << 20
"""Bytes of one request; a client with more sends the photos in several."""
HTTP_REFUSED: Final = 300
XML_PART: Final = "xml_submission_file"
_LIST: Final = "http://openrosa.org/xforms/xformsList"
_MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE: Final = "http://openrosa.org/http/response"
_STATUS: Final = {Standing.NEW: 201, Standing.HAD: 201, Standing.DIFFERENT: 409}
_WORDS: Final = {
    Standing.NEW: "已收下",
    Standing.HAD: "早已收下，没有重复保存",
    Standing.DIFFERENT: "这个编号下已有内容不同的填报，没有覆盖；请联系督导员",
}


def _written(element: etree._Element, status: int = 200) -> HttpResponse:
    content = etree.tostring(element, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, status=status, content_type="text/xml; charset=utf-8")


def said(words: str, status: int) -> HttpResponse:
    """Answer as the Form Submission API asks, with words that ODK Collect shows."""
    answer = etree.Element("OpenRosaResponse", nsmap={None: _RESPONSE})
    nature = "submit_success" if status < HTTP_REFUSED else "submit_error"
    etree.SubElement(answer, "message", nature=nature).text = words
    return _written(answer, status)


def _refuse(status: int, _code: str, words: str) -> HttpResponse:
    return said(words, status)


def _speaks(view: View) -> View:
    """Let in who shows a form key, and set the headers that the HTTP Request API asks for on every answer."""
    guarded = with_form_key(_refuse)(view)

    @wraps(guarded)
    def answered(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = guarded(request, *args, **kwargs)
        answer["X-OpenRosa-Version"] = "1.0"
        answer["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
        answer["Date"] = http_date()
        return answer

    return answered


@require_safe
@_speaks
def form_list(request: ApiRequest) -> HttpResponse:
    """List the forms that the key's owner fills in."""
    listed = etree.Element("xforms", nsmap={None: _LIST})
    wanted = request.GET.get("formID", "")
    here = request.build_absolute_uri(request.path).removesuffix("formList")
    for version in forms_to_choose(posts=request.officer.posts, scope=request.officer.scope):
        if not wanted or wanted == version.questionnaire_id:
            _list_form(listed, version, here)
    return _written(listed)


def _list_form(listed: etree._Element, version: FormVersion, here: str) -> None:
    entry = etree.SubElement(listed, "xform")
    told = {
        "formID": version.questionnaire_id,
        "name": version.title,
        "version": version.version,
        "hash": f"md5:{hash_of(version)}",
        "downloadUrl": f"{here}forms/{version.questionnaire_id}/{version.version}.xml",
    }
    for name, text in told.items():
        etree.SubElement(entry, name).text = text


def hash_of(version: FormVersion) -> str:
    """Give the MD5 of a form, by which clients see that theirs is the same; it protects nothing."""
    return hashlib.md5(version.xform.encode(), usedforsecurity=False).hexdigest()


@require_safe
@_speaks
def form(request: ApiRequest, form: str, version: str) -> HttpResponse:
    """Give a form as XForm; a version never changes."""
    return HttpResponse(found(request, form, version).xform, content_type="text/xml; charset=utf-8")


@require_safe
@_speaks
def manifest(request: ApiRequest, form: str, version: str) -> HttpResponse:
    """Say which files belong to a form: none, because a form names no file on the server."""
    found(request, form, version)
    return _written(etree.Element("manifest", nsmap={None: _MANIFEST}))


def found(request: ApiRequest, form: str, version: str) -> FormVersion:
    """Give a version by its names, or say that there is none."""
    known = form_version(form_id=form, version=version, scope=request.officer.scope)
    if known is None:
        raise Http404
    return known


@require_http_methods(["HEAD", "POST"])
@_speaks
def submission(request: ApiRequest) -> HttpResponse:
    """Tell before a large form comes that it may come here, or take it with the files that came with it."""
    if request.method == "HEAD":
        return HttpResponse(status=204, headers={"Location": request.build_absolute_uri()})
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return said("一次送来的太多，请分几次送", 413)
    uploads = {part: each for part, each in request.FILES.items() if isinstance(each, UploadedFile)}
    sent = uploads.pop(XML_PART, None)
    if sent is None:
        return said(f"没有收到填报内容（{XML_PART}）", 400)
    handed = hand_in_form(
        xml=b"".join(sent.chunks()),
        files={str(each.name): b"".join(each.chunks()) for each in uploads.values()},
        device=request.GET.get("deviceID", ""),
        by=request.officer,
        at=request.at,
    )
    # With an error the telephone keeps what was not taken; what it sends again is had already.
    too_large = any(each.size and each.size > LARGEST_FILE for each in uploads.values())
    words = "；".join((_WORDS[handed.standing], *(f"{each}，这个附件没有收下" for each in handed.left_out)))
    return said(words, 413 if handed.left_out and too_large else _STATUS[handed.standing])
